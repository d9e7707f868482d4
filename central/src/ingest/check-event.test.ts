import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { hashInput, topics } from '@vamco/contracts';
import { expect, test } from 'vitest';
import { checkEvent } from './check-event.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const topic = topics.event('box-01', 'passage.recorded.v1');
const passage = {
  schema: 'passage.recorded.v1',
  id: '019ab0a1-1111-7abc-8def-0123456789ab',
  box: 'box-01',
  epoch: 'a'.repeat(16),
  seq: 1,
  prev: '',
  time: { utc: '2026-11-24T01:02:03.456Z', errMs: 5, source: 'chrony', bootId: '0a1b2c3d', monoMs: 1 },
  data: {
    camera: 'cam-01',
    track: { run: '0a1b2c3d', id: 1 },
    class: 'car',
    score: 0.9,
    line: 'main',
    direction: 'forward',
  },
};

function check(event: object, keyOf = (box: string) => (box === 'box-01' ? pem : undefined)) {
  const hash = createHash('sha256').update(hashInput(event)).digest();
  const signed = { ...event, sig: sign(null, hash, privateKey).toString('base64') };
  return checkEvent(topic, Buffer.from(JSON.stringify(signed)), keyOf);
}

test('an honest event passes, whatever the order of its keys', () => {
  expect(check(passage)).toMatchObject({ ok: true });
  expect(check(Object.fromEntries(Object.entries(passage).reverse()))).toMatchObject({ ok: true });
});

test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
  'a well-signed event cannot go around the schemas by calling its own "%s"',
  (schema) => {
    expect(check({ ...passage, schema })).toMatchObject({ ok: false, code: 'unknown-schema' });
  },
);

test('an event of another box, or of one nobody enrolled, is refused', () => {
  expect(check({ ...passage, box: 'box-02' })).toMatchObject({ ok: false, code: 'wrong-box' });
  expect(check(passage, () => undefined)).toMatchObject({ ok: false, code: 'wrong-box' });
});

test('a refusal names the place', () => {
  const problem = check({ ...passage, data: { ...passage.data, direction: 'up' } });
  expect(problem).toMatchObject({
    ok: false,
    code: 'invalid',
    reason: expect.stringMatching(/^data\/direction/) as unknown,
  });
});
