import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, hashInput } from './index.ts';

test('the order of keys makes no difference', () => {
  expect(canonicalJson({ b: [1, { d: 'ệ', c: null }], a: true })).toBe(
    '{"a":true,"b":[1,{"c":null,"d":"ệ"}]}',
  );
});

test('canonical text says the same as the value it came from', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
  );
});

test('the signature is no part of what is signed', () => {
  expect(hashInput({ a: 1, sig: 'x' })).toBe(hashInput({ sig: 'y', a: 1 }));
});

test('a number that JSON cannot hold is an error', () => {
  expect(() => canonicalJson({ a: Number.NaN })).toThrow(TypeError);
});
