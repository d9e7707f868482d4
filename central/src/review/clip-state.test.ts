import type { ClipAnswer } from '@vamco/contracts';
import { expect, test } from 'vitest';
import type { ClipFacts } from '../evidence/case-clip.ts';
import { clipState } from './clip-state.ts';

const file = {
  path: 'files/clip.mp4',
  role: 'clip',
  mime: 'video/mp4',
  sha256: 'c'.repeat(64),
  bytes: 9,
} as const;
const cut = { file, fromMs: -5_000, toMs: 3_000, errMs: 40, missingMs: 0 };
const facts = (more: Partial<ClipFacts> = {}): ClipFacts => ({
  ...{ box: 'box-01', manifest: 'a'.repeat(64), sealed: cut, isHere: false, isPrivate: false },
  ...more,
});
const asked = (answer?: ClipAnswer) => ({
  ...{ by: { id: 'u1', name: 'Minh' }, at: '2026-11-26T01:02:03.456Z' },
  answer,
});

test.each<[string, ClipFacts, ReturnType<typeof asked> | undefined, string, string | null]>([
  ['nobody asked', facts(), undefined, 'on-box', null],
  ['nobody asked, and nothing sealed has arrived', facts({ sealed: undefined }), undefined, 'on-box', null],
  ['the box did not seal the case', facts({ manifest: undefined }), undefined, 'none', 'not-sealed'],
  ['the box has not answered', facts(), asked(), 'asked', null],
  ['the box said that it comes', facts(), asked('coming'), 'coming', null],
  ['it is here', facts({ isHere: true }), asked('coming'), 'here', null],
  ['it is here although the answer is not', facts({ isHere: true }), asked(), 'here', null],
  ['it was sent unasked', facts({ isHere: true }), undefined, 'here', null],
  [
    'its camera has private windows',
    facts({ isHere: true, isPrivate: true }),
    asked('coming'),
    'export-only',
    null,
  ],
  [
    'it came before its manifest',
    facts({ isHere: true, isPrivate: undefined }),
    asked('coming'),
    'coming',
    null,
  ],
  [
    'the box sealed why there is none',
    facts({ sealed: { none: 'disk-full' } }),
    undefined,
    'none',
    'disk-full',
  ],
  [
    'what it sealed counts before what it answered',
    facts({ sealed: { none: 'failed' } }),
    asked('not-kept'),
    'none',
    'failed',
  ],
  ['it was cut, and has left the box', facts(), asked('not-kept'), 'none', 'left'],
  [
    'none is kept, and nothing says that one ever was',
    facts({ sealed: undefined }),
    asked('not-kept'),
    'none',
    'not-kept',
  ],
  ['the box does not know the case', facts(), asked('unknown-case'), 'none', 'unknown-case'],
  ['the file is damaged', facts(), asked('unsendable'), 'none', 'unsendable'],
])('when %s', (_when, known, request, state, why) => {
  expect(clipState(known, request, true)).toMatchObject({ state, why, boxOnline: true });
});

test('who asked, when, and that the box is away is told with it', () => {
  expect(clipState(facts(), asked(), false)).toEqual({
    ...{ state: 'asked', why: null, boxOnline: false },
    asked: { by: { id: 'u1', name: 'Minh' }, at: '2026-11-26T01:02:03.456Z' },
  });
});
