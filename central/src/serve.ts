import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { BundleError, loadRegulations } from '@vamco/bundle';
import { pino, type Logger } from 'pino';
import { uuidv7 } from 'uuidv7';
import { createApp, type App } from './app.ts';
import { hashPassword, inventPassword } from './auth/password.ts';
import { CentralError } from './errors.ts';
import { BrokerClient, type BrokerAddress } from './ingest/broker-client.ts';
import { EmbeddedBroker } from './ingest/embedded-broker.ts';
import { openDatabase } from './store/sqlite/database.ts';

export interface ServeOptions {
  data: string;
  web: string;
  host: string;
  port: number;
  mqttPort: number;
  /** A broker beside the centre instead of the embedded one. */
  broker: BrokerAddress | undefined;
  trustProxy: boolean;
  /** Folder with the law as data. */
  regulations: string;
  logLevel: string;
}

/** What a person or a script needs to know once the centre is up. */
export interface Ready {
  url: string;
  mqttPort: number | null;
  adminUsername: string;
  /** Only at the very first start; shown once, never stored in clear. */
  adminPassword: string | null;
}

/** Starts everything; `stop` ends it within ten seconds. */
export async function serve(options: ServeOptions): Promise<{ ready: Ready; stop: () => Promise<void> }> {
  const log = pino(
    { level: options.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
  const regulations = readLaw(options.regulations);
  const db = openDatabase(options.data);
  const app = await createApp({
    db,
    dataDir: options.data,
    webDir: options.web,
    log,
    trustProxy: options.trustProxy,
    regulations,
  });
  await listen(app, options);
  const broker = await openBroker(app, options, log);
  // Last: a start that fails after this would have made a password that nobody has seen.
  const adminPassword = await firstAdmin(app);
  const { port } = app.http.server.address() as AddressInfo;
  const ready: Ready = {
    url: `http://${options.host}:${port}`,
    mqttPort: broker instanceof EmbeddedBroker ? broker.port : null,
    adminUsername: 'admin',
    adminPassword,
  };
  const stop = async () => {
    await Promise.race([Promise.all([broker.close(), app.http.close()]), sleep(8_000)]);
    db.close();
  };
  return { ready, stop };
}

function readLaw(folder: string) {
  try {
    return loadRegulations(folder);
  } catch (cause) {
    throw cause instanceof BundleError ? new CentralError(cause.message, { cause }) : cause;
  }
}

async function firstAdmin({ accounts }: App): Promise<string | null> {
  if (!accounts.isEmpty()) return null;
  const password = inventPassword();
  const admin = {
    id: uuidv7(),
    username: 'admin',
    name: 'Quản trị viên',
    role: 'admin',
    mustChangePassword: true,
  } as const;
  accounts.add({ ...admin, password: await hashPassword(password) });
  return password;
}

async function listen({ http }: App, { host, port }: ServeOptions): Promise<void> {
  try {
    await http.listen({ host, port });
  } catch (cause) {
    const inUse = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
    const reason = inUse
      ? `port ${port} is in use; choose another with --port`
      : `cannot listen on ${host}:${port}`;
    throw new CentralError(reason, { cause });
  }
}

function openBroker(
  { collector, events }: App,
  options: ServeOptions,
  log: Logger,
): Promise<EmbeddedBroker | BrokerClient> {
  if (options.broker) return Promise.resolve(new BrokerClient(options.broker, collector, log));
  const publicKeyOf = (box: string) => events.publicKey(box);
  // Nobody is connected to a broker that only now begins; who is comes back and says so.
  events.forgetStates();
  return EmbeddedBroker.open({ host: options.host, port: options.mqttPort, collector, publicKeyOf, log });
}
