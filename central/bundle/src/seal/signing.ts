import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

export function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Ed25519 over the SHA-256 of a text, base64: how everything in VamCo is signed. */
export function signText(text: string, key: KeyObject): string {
  return sign(null, createHash('sha256').update(text).digest(), key).toString('base64');
}

/** Did the holder of this key sign the text? */
export function isSigned(text: string, signature: string, key: KeyObject): boolean {
  return verify(null, createHash('sha256').update(text).digest(), key, Buffer.from(signature, 'base64'));
}

/** SHA-256 of a public key’s SPKI bytes: what is compared by eye, and named by the documents. */
export function fingerprint(key: KeyObject): string {
  const open = key.type === 'private' ? createPublicKey(key) : key;
  return sha256(open.export({ type: 'spki', format: 'der' }));
}

/** An Ed25519 public key from PEM in the one spelling that OpenSSL writes; undefined for anything else. */
export function readPublicKey(pem: string): KeyObject | undefined {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === 'ed25519' && publicPem(key) === pem ? key : undefined;
  } catch {
    return undefined;
  }
}

export function publicPem(key: KeyObject): string {
  const open = key.type === 'private' ? createPublicKey(key) : key;
  return open.export({ type: 'spki', format: 'pem' }).toString();
}
