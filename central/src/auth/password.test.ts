import { expect, test } from 'vitest';
import { hashPassword, inventPassword, verifyPassword } from './password.ts';

test('only the right password opens, typed in either form of Unicode', async () => {
  const stored = await hashPassword('mật khẩu dài'.normalize('NFC'));
  expect(await verifyPassword('mật khẩu dài'.normalize('NFD'), stored)).toBe(true);
  expect(await verifyPassword('mat khau dai', stored)).toBe(false);
  expect(await verifyPassword('anything', undefined)).toBe(false);
});

test('an invented password can be read aloud', () => {
  expect(inventPassword()).toMatch(/^([A-HJKMNP-Z2-9]{7}-){3}[A-HJKMNP-Z2-9]{7}$/);
});
