import { expect, test } from 'vitest';
import { clipAnswer } from './clip-answer.ts';

const kept = { file: '/media/c.mp4', isRefused: false };

test.each([
  ['the clip is kept', { isOwn: true, clip: kept }, 'coming'],
  ['it is still to be cut', { isOwn: true, clip: { file: undefined, isRefused: false } }, 'coming'],
  ['no clip is kept', { isOwn: true, clip: undefined }, 'not-kept'],
  ['its file is not on the disk', { isOwn: true, clip: { ...kept, file: '/media/gone.mp4' } }, 'not-kept'],
  [
    'it was refused by the centre, or is damaged',
    { isOwn: true, clip: { ...kept, isRefused: true } },
    'unsendable',
  ],
  ['the case is not of this box', { isOwn: false, clip: undefined }, 'unknown-case'],
  ['the clip is of another case than the one named', { isOwn: false, clip: kept }, 'unknown-case'],
] as const)('when %s', (_when, found, answer) => {
  expect(clipAnswer(found, (file) => file === kept.file)).toBe(answer);
});
