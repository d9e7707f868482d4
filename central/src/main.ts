import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { CentralError } from './errors.ts';
import { serve } from './serve.ts';
import { openDatabase } from './store/sqlite/database.ts';
import { EventStore } from './store/sqlite/event-store.ts';

interface Flags {
  data: string;
  web: string;
  host: string;
  port: number;
  mqttPort: number;
  broker?: string;
  brokerUsername?: string;
  brokerPasswordFile?: string;
  brokerCa?: string;
  brokerCert?: string;
  brokerKey?: string;
  trustProxy?: boolean;
  regulations: string;
  json?: boolean;
  log: string;
}

const program = new Command('vamco central')
  .description('The centre of VamCo: collector, store, review pages')
  .option('--data <folder>', 'database and pictures', 'var/central')
  .option('--host <address>', 'address to listen on', '127.0.0.1')
  .option('--port <n>', 'HTTP port, 0 for any free one', portNumber, 8080)
  .option('--mqtt-port <n>', 'port of the embedded broker, 0 for any free one', portNumber, 1883)
  .option('--broker <url>', 'use this broker (mqtt:// or mqtts://) instead of the embedded one')
  .option('--broker-username <name>')
  .option('--broker-password-file <file>')
  .option('--broker-ca <file>', 'certificates of the broker’s authority')
  .option('--broker-cert <file>')
  .option('--broker-key <file>')
  .option('--web <folder>', 'the built page', fileURLToPath(new URL('../web/dist', import.meta.url)))
  .option(
    '--regulations <folder>',
    'the law as dated tables',
    fileURLToPath(new URL('../../firmware-config/regulations', import.meta.url)),
  )
  .option('--trust-proxy', 'a TLS proxy on this machine stands in front')
  .option('--json', 'say that it is ready as one JSON line')
  .option('--log <level>', 'error, warn, info, debug', 'warn')
  .action(async (flags: Flags) => {
    const {
      broker: url,
      brokerUsername: username,
      brokerPasswordFile: passwordFile,
      brokerCa: ca,
      brokerCert: cert,
      brokerKey: key,
    } = flags;
    const broker = url === undefined ? undefined : { url, username, passwordFile, ca, cert, key };
    const { ready, stop } = await serve({
      ...flags,
      broker,
      trustProxy: flags.trustProxy ?? false,
      logLevel: flags.log,
    });
    if (flags.json) process.stdout.write(`${JSON.stringify({ ready: true, ...ready })}\n`);
    else {
      process.stdout.write(`VamCo centre: ${ready.url}\n`);
      if (ready.adminPassword !== null)
        process.stdout.write(`First sign-in: ${ready.adminUsername} / ${ready.adminPassword} (shown once)\n`);
    }
    for (const name of ['SIGINT', 'SIGTERM'] as const)
      process.once(name, () => void stop().finally(() => process.exit(0)));
  });

program
  .command('enrol <box>')
  .description('let a box in: store its public key')
  .requiredOption('--key-file <file>', 'box.pub.pem of the box')
  .option('--data <folder>', 'database and pictures', 'var/central')
  .action((box: string, _flags: unknown, command: Command) => {
    const { keyFile, data } = command.optsWithGlobals<{ keyFile: string; data: string }>();
    if (!/^[a-z0-9][a-z0-9-]{1,31}$/.test(box))
      throw new CentralError(`"${box}" is no box name: lower-case letters, digits and dashes`);
    const db = openDatabase(data);
    new EventStore(db).enrol(box, readPublicKey(keyFile), new Date().toISOString());
    db.close();
    process.stdout.write(`box ${box} is enrolled\n`);
  });

function readPublicKey(file: string): string {
  const key = parseKey(file);
  if (key.asymmetricKeyType !== 'ed25519')
    throw new CentralError(`${file} is not an Ed25519 key but ${key.asymmetricKeyType ?? 'something else'}`);
  return key.export({ type: 'spki', format: 'pem' }).toString();
}

function parseKey(file: string): KeyObject {
  try {
    return createPublicKey(readFileSync(file));
  } catch (cause) {
    throw new CentralError(`${file} is not a public key`, { cause });
  }
}

function portNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new InvalidArgumentError('a port from 0 to 65535');
}

program.parseAsync().catch((error: unknown) => {
  const plain =
    error instanceof CentralError
      ? error.message
      : `unexpected: ${error instanceof Error ? error.message : String(error)}`;
  process.stderr.write(`vamco central: ${plain}\n`);
  process.exit(1);
});
