import sharp from 'sharp';
import { expect, test } from 'vitest';
import { aTrack } from '../../../tests/support/builders.ts';
import { chooseMoments, collectEvidence } from './collect.ts';

test.each([
  ['an act that went on for a while has three pictures', 0.5, ['before', 'at', 'after']],
  ['an act that was seen at its first moment shows that one once', 1.5, ['at', 'after']],
] as const)('%s', async (_, beganS, roles) => {
  const grey = { create: { width: 64, height: 36, channels: 3, background: '#808080' } } as const;
  const frame = await sharp(grey).jpeg().toBuffer();
  const { trajectory } = aTrack({ from: [0.1, 0.5], to: [0.9, 0.5] });
  const moments = chooseMoments(trajectory, beganS, 1.5);
  if (!moments) throw new Error('no moments');
  const evidence = await collectEvidence(
    moments,
    () => Promise.resolve(frame),
    (bytes) => Promise.resolve({ sha256: 'a'.repeat(64), bytes: bytes.length, file: 'somewhere' }),
    { polygon: [], heads: [], caption: '', source: { width: 64, height: 36 }, windows: [] },
  );
  expect(evidence.stills.map(({ role }) => role)).toEqual(roles);
});
