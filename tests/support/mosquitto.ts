import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestAuthority, type Certificate } from './certificates.ts';
import { freePort, root } from './programs.ts';
import type { TestBroker } from './store-and-forward.ts';

const program = '/usr/sbin/mosquitto';
const source = join(root, 'firmware-config/mosquitto');

export interface TestMosquitto extends TestBroker {
  ca: string;
  certificates: Record<string, Certificate>;
  remove: () => void;
}

/**
 * Debian's Mosquitto with the configuration of `firmware-config/mosquitto`: only port, address and paths are
 * replaced. Certificates for the named boxes and the collector are made on the spot.
 */
export async function startMosquitto({ boxes }: { boxes: readonly string[] }): Promise<TestMosquitto> {
  if (!existsSync(program))
    throw new Error(`${program} is missing; install it with: apt-get install mosquitto`);
  const dir = mkdtempSync(join(tmpdir(), 'vamco-mosquitto-'));
  const port = await freePort();
  const authority = new TestAuthority(dir);
  authority.issue('broker', 'serverAuth');
  const names = ['vamco-collector', ...boxes];
  const certificates = Object.fromEntries(names.map((name) => [name, authority.issue(name, 'clientAuth')]));
  const conf = readFileSync(join(source, 'mosquitto.conf'), 'utf8')
    .replace('listener 8883', `listener ${port} 127.0.0.1`)
    .replaceAll('/etc/vamco/mosquitto', dir)
    .replace('/var/lib/mosquitto/', `${dir}/data/`);
  writeFileSync(join(dir, 'mosquitto.conf'), conf);
  cpSync(join(source, 'acl'), join(dir, 'acl'));
  mkdirSync(join(dir, 'data'));
  makeReadable(dir);

  const identity = (name: string) => {
    const { cert, key } = certificates[name] ?? { cert: '', key: '' };
    return { ca: authority.ca, cert, key };
  };
  const url = `mqtts://127.0.0.1:${port}`;
  const asFlags = (prefix: string, name: string) =>
    Object.entries(identity(name)).flatMap(([flag, file]) => [`--${prefix}${flag}`, file]);
  return {
    url,
    ca: authority.ca,
    certificates,
    boxArgs: (box) => asFlags('', box),
    centralArgs: ['--broker', url, ...asFlags('broker-', 'vamco-collector')],
    start: (): ChildProcess => spawn(program, ['-c', join(dir, 'mosquitto.conf')], { stdio: 'ignore' }),
    remove: () => {
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Started by root, the broker gives up its rights and must still read its files. */
function makeReadable(dir: string): void {
  chmodSync(dir, 0o755);
  for (const name of readdirSync(dir)) if (!name.startsWith('data')) chmodSync(join(dir, name), 0o644);
  if (process.getuid?.() === 0) execFileSync('chown', ['mosquitto', join(dir, 'data')]);
}
