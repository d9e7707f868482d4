import { Ack, problemsOf, topics } from '@vamco/contracts';
import { expect, test } from 'vitest';
import type { Refused } from '../store/sqlite/event-store.ts';
import { composeAcks, epochIn } from './acks.ts';

const epoch = 'a'.repeat(16);
const spokenFor = () => ({ upTo: 4, holes: [[2, 3]] });
const refused = (n: number): Refused => ({
  topic: topics.event('box-01', 'passage.recorded.v1'),
  payload: Buffer.from(`{"epoch":"${epoch}","seq":${n}`),
  payloadSha256: n.toString(16).padStart(64, '0'),
  code: 'not-json',
  reason: 'the payload is not JSON',
});

test('many refusals at once reach the box in acknowledgements that it accepts', () => {
  const acks = composeAcks(
    [],
    Array.from({ length: 40 }, (_, n) => refused(n)),
    spokenFor,
  );
  expect(acks.map(({ rejected }) => rejected.length)).toEqual([16, 16, 8]);
  expect(acks.flatMap((ack) => problemsOf(Ack, ack))).toEqual([]);
});

test('events of one epoch are acknowledged together, with the refusals among them', () => {
  const event = { box: 'box-01', epoch, seq: 4 };
  expect(composeAcks([event, event], [refused(5)], spokenFor)).toMatchObject([
    { box: 'box-01', epoch, upTo: 4, holes: [[2, 3]], rejected: [{ code: 'not-json' }] },
  ]);
});

test.each([
  [`{"epoch":"${epoch}","seq":7`, epoch],
  ['no JSON at all', '0'.repeat(16)],
])('the epoch of the unreadable payload %s', (text, expected) => {
  expect(epochIn(Buffer.from(text))).toBe(expected);
});
