import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AgentError } from '../base/errors.ts';

/**
 * The box's Ed25519 key, made at first start and kept in a 0600 file; `box.pub.pem` beside it is what the
 * centre enrols.
 */
export function loadOrCreateBoxKey(dir: string): KeyObject {
  const file = join(dir, 'box.key.pem');
  if (!existsSync(file)) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    writeFileSync(join(dir, 'box.pub.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
    return privateKey;
  }
  try {
    const key = createPrivateKey(readFileSync(file));
    writeFileSync(join(dir, 'box.pub.pem'), createPublicKey(key).export({ type: 'spki', format: 'pem' }));
    return key;
  } catch (cause) {
    throw new AgentError('OUTBOX_BROKEN', `${file} is not a key; restore it, or remove it to enrol this box anew`, { cause });
  }
}
