import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** OWASP's cost for scrypt; about a third of a second. */
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };
const KEY_BYTES = 32;

/** One at a time: each takes 128 MB. */
let last: Promise<unknown> = Promise.resolve();

function derive(password: string, salt: Buffer): Promise<Buffer> {
  const next = last.then(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        scrypt(password.normalize('NFKC'), salt, KEY_BYTES, COST, (error, key) => {
          if (error) reject(error);
          else resolve(key);
        });
      }),
  );
  last = next.catch(() => undefined);
  return next;
}

/** `scrypt$<salt>$<key>`, base64. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `scrypt$${salt.toString('base64')}$${(await derive(password, salt)).toString('base64')}`;
}

/** Takes as long for an unknown user (`stored` undefined) as for a wrong password. */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const [, salt = '', key = ''] = (stored ?? `scrypt$${'A'.repeat(22)}==$`).split('$');
  const derived = await derive(password, Buffer.from(salt, 'base64'));
  const expected = Buffer.from(key, 'base64');
  return stored !== undefined && expected.length === derived.length && timingSafeEqual(expected, derived);
}

/** 130 random bits in groups that can be read aloud: no 0 O 1 I L. */
export function inventPassword(): string {
  const signs = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
  const picked = Array.from({ length: 28 }, () => signs[randomBelow(signs.length)] ?? '');
  return picked.join('').match(/.{7}/g)?.join('-') ?? '';
}

function randomBelow(limit: number): number {
  for (;;) {
    const value = randomBytes(1)[0] ?? 0;
    if (value < 256 - (256 % limit)) return value % limit;
  }
}
