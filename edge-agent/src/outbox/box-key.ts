import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { AgentError } from '../base/errors.ts';
import { plainError } from './errors.ts';

/**
 * The box's Ed25519 key, made at first start and kept in a 0600 file; `box.pub.pem` beside it is what the
 * centre enrols.
 */
export function loadOrCreateBoxKey(dir: string): KeyObject {
  const file = join(dir, 'box.key.pem');
  try {
    mkdirSync(dir, { recursive: true });
    // A key cut short by a power cut would lock the box out: it is synced before it gets its name.
    if (!existsSync(file)) {
      const { privateKey } = generateKeyPairSync('ed25519');
      writeSynced(file, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 0o600);
    }
    const key = readKey(file);
    const publicPem = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
    const publicFile = join(dir, 'box.pub.pem');
    if (!existsSync(publicFile) || readFileSync(publicFile, 'utf8') !== publicPem)
      writeSynced(publicFile, publicPem, 0o644);
    return key;
  } catch (cause) {
    throw plainError(cause, file);
  }
}

function readKey(file: string): KeyObject {
  const pem = readFileSync(file);
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType !== 'ed25519')
      throw new TypeError(`a key of type ${String(key.asymmetricKeyType)}`);
    return key;
  } catch (cause) {
    throw new AgentError(
      'OUTBOX_BROKEN',
      `${file} is not a key; restore it, or remove it to enrol this box anew`,
      { cause },
    );
  }
}

function writeSynced(file: string, text: string, mode: number): void {
  const handle = openSync(`${file}.part`, 'w', mode);
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(`${file}.part`, file);
}
