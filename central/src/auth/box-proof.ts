import { createPublicKey, verify, type KeyObject } from 'node:crypto';

/** Parsed once a box, not once an event: parsing a PEM costs as much as the check itself. */
const parsed = new Map<string, KeyObject>();

/** Did the holder of this Ed25519 key (SPKI PEM) sign `message`? `signature` is base64; garbage is a no. */
export function isSignedBy(publicKey: string, message: Uint8Array, signature: string): boolean {
  const key = parsed.get(publicKey) ?? createPublicKey(publicKey);
  parsed.set(publicKey, key);
  return verify(null, message, key, Buffer.from(signature, 'base64'));
}
