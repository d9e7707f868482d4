import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicPem } from '@vamco/bundle';
import { CentralError } from '../errors.ts';

/**
 * The centre’s Ed25519 key, which signs every bundle: made at the first start and kept in a 0600 file. `centre.pub.pem`
 * beside it is what verifiers are given.
 */
export function loadOrCreateCentreKey(dir: string): KeyObject {
  const file = join(dir, 'centre.key.pem');
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    writeSynced(file, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 0o600);
  }
  const key = readKey(file);
  writeSynced(join(dir, 'centre.pub.pem'), publicPem(key), 0o644);
  return key;
}

function readKey(file: string): KeyObject {
  try {
    const key = createPrivateKey(readFileSync(file));
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (cause) {
    throw new CentralError(`${file} is not a key; restore it from a backup`, { cause });
  }
  throw new CentralError(`${file} is not an Ed25519 key`);
}

/** A key cut short by a power cut would be lost for good: it is synced before it gets its name. */
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
