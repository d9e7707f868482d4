import { ClipRequest, problemsOf, topics, type ClipAnswer } from '@vamco/contracts';
import { beforeEach, expect, test } from 'vitest';
import type { OpenClipRequest } from '../store/sqlite/clip-request-store.ts';
import { RequestSender } from './request-sender.ts';

const epoch = 'a'.repeat(16);
const owed = (answer: ClipAnswer | null = null, answerEpoch: string | null = null): OpenClipRequest => ({
  ...{
    box: 'box-01',
    id: '019ab0a1-2222-7abc-8def-0123456789ab',
    case: '019ab0a1-1111-7abc-8def-0123456789ab',
  },
  ...{ manifest: 'b'.repeat(64), at: '2026-11-26T01:02:03.456Z', answer, answerEpoch },
});

let open: OpenClipRequest[];
let said: { topic: string; payload: string }[];
let changed: string[];
let nowMs: number;
let sender: RequestSender;
beforeEach(() => {
  [open, said, changed, nowMs] = [[owed()], [], [], 0];
  sender = new RequestSender({
    store: { open: (box) => open.filter((one) => one.box === box) },
    publish: (topic, payload) => said.push({ topic, payload }),
    onChange: (violation) => changed.push(violation),
    now: () => nowMs,
  });
});

test('a box hears a request under its own topic, in the form of the contract, without the name of the officer', () => {
  sender.send({ ...owed(), by: { id: 'u1', name: 'Minh' } } as OpenClipRequest);
  expect(said.map(({ topic }) => topic)).toEqual([topics.clipRequest('box-01')]);
  expect(problemsOf(ClipRequest, JSON.parse(said[0]?.payload ?? ''))).toEqual([]);
  expect(said[0]?.payload).not.toContain('Minh');
});

test('a box that comes back hears what it has not answered, each time; its page learns that it is there', () => {
  sender.heard({ box: 'box-01', epoch, state: 'online' });
  sender.heard({ box: 'box-01', epoch, state: 'online' });
  expect([said.length, changed.length]).toEqual([2, 2]);
});

test('a box that was there all the time is asked again once a minute, not with each of its events', () => {
  for (nowMs = 0; nowMs < 120_000; nowMs += 1_000) sender.heard({ box: 'box-01', epoch });
  expect(said).toHaveLength(2);
});

test('a box that goes is not asked, but its pages learn it; a word of another box asks nobody', () => {
  sender.heard({ box: 'box-01', epoch, state: 'offline' });
  sender.heard({ box: 'box-02', epoch, state: 'online' });
  expect([said, changed]).toEqual([[], [owed().case]]);
});

test('what was promised is asked for again only by a new epoch: that box has lost what it was to send', () => {
  open = [owed('coming', epoch)];
  sender.heard({ box: 'box-01', epoch, state: 'online' });
  expect(said).toEqual([]);
  sender.heard({ box: 'box-01', epoch: 'c'.repeat(16), state: 'online' });
  expect(said).toHaveLength(1);
});
