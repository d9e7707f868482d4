import { expect, test } from 'vitest';
import { clipSentence } from './clip.ts';

test.each([
  ['asked', true, 'asked'],
  ['asked', false, 'asked-offline'],
  ['coming', true, 'coming'],
  ['coming', false, 'coming-offline'],
  ['on-box', false, 'on-box'],
  ['here', false, 'here'],
  ['none', false, 'none'],
] as const)('a clip that is %s, its box online: %s, is told as %s', (state, boxOnline, sentence) => {
  expect(clipSentence({ state, boxOnline })).toBe(sentence);
});
