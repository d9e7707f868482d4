import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files of one identity. */
export interface Certificate {
  cert: string;
  key: string;
}

/** A throw-away authority in a folder, made with openssl; `issue` gives certificates of a name. */
export class TestAuthority {
  readonly ca: string;
  readonly #dir: string;

  constructor(dir: string, name = 'ca') {
    this.#dir = dir;
    this.ca = join(dir, `${name}.crt`);
    openssl(
      'req',
      '-x509',
      ...newKey(join(dir, `${name}.key`)),
      '-out',
      this.ca,
      '-days',
      '2',
      '-subj',
      `/CN=VamCo test ${name}`,
    );
  }

  /** @param usage `serverAuth` for brokers on loopback, `clientAuth` for boxes and the collector */
  issue(name: string, usage: 'serverAuth' | 'clientAuth'): Certificate {
    const file = (tail: string) => join(this.#dir, `${name}.${tail}`);
    writeFileSync(file('ext'), `extendedKeyUsage=${usage}\nsubjectAltName=DNS:localhost,IP:127.0.0.1\n`);
    openssl('req', '-new', ...newKey(file('key')), '-out', file('csr'), '-subj', `/CN=${name}`);
    const signer = ['-CA', this.ca, '-CAkey', this.ca.replace(/crt$/, 'key'), '-CAcreateserial'];
    openssl(
      'x509',
      '-req',
      '-in',
      file('csr'),
      ...signer,
      '-out',
      file('crt'),
      '-days',
      '2',
      '-extfile',
      file('ext'),
    );
    return { cert: file('crt'), key: file('key') };
  }
}

function newKey(file: string): string[] {
  return ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', file];
}

function openssl(...args: string[]): void {
  execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
