import { expect, test } from 'vitest';
import { planClip, type PlacedPiece } from './clip-plan.ts';

const track = { codec: 'V_MPEG4/ISO/AVC', parameters: Buffer.from('a'), width: 64, height: 36 };

/** A piece with a picture every 100 ms by its own axis; `keys` are the places of key frames. */
function piece(startMs: number, stampsMs: readonly number[], keys = [0]): PlacedPiece {
  const pictures = stampsMs.map((stampMs, index) => ({
    ...{ stampMs, isKey: keys.includes(index), offset: index, bytes: 1 },
  }));
  return { startMs, track, headBytes: 0, pictures };
}
const every100 = (count: number, from = 0) => Array.from({ length: count }, (_, i) => from + i * 100);
const times = (pieces: PlacedPiece[], from: number, to: number) =>
  planClip(pieces, from, to)?.samples.map(({ atMs }) => atMs);

test('begins with the last key frame that is surely not late, and ends with the first picture that is not early', () => {
  const one = piece(10_000, every100(20), [0, 10]);
  expect(times([one], 11_500, 11_650)?.[0]).toBe(11_000);
  // The key frame at 11,000 might in truth be later than 11,050.
  expect(times([one], 11_050, 11_450)?.[0]).toBe(10_000);
  expect(times([one], 11_300, 11_450)?.at(-1)).toBe(11_500);
});

test('pieces are laid one behind the other by their own starts, whatever their axes are', () => {
  const pieces = [piece(10_000, every100(5, 700)), piece(10_500, every100(5))];
  expect(times(pieces, 10_300, 10_700)).toEqual([
    ...[10_000, 10_100, 10_200, 10_300, 10_400],
    ...[10_500, 10_600, 10_700],
  ]);
});

test('a piece that seems to begin before the last one ended follows at once', () => {
  const got = times([piece(10_000, every100(5)), piece(10_350, every100(3))], 10_300, 11_000) ?? [];
  expect(got.slice(5)).toEqual([10_401, 10_501, 10_601]);
});

test('what is missing makes the clip shorter', () => {
  const plan = planClip([piece(10_000, every100(5))], 9_000, 20_000);
  expect(plan).toMatchObject({ startsAtMs: 10_000, endsAtMs: 10_400 });
  expect(planClip([], 9_000, 20_000)).toBeUndefined();
  expect(planClip([piece(10_000, every100(5), [])], 9_000, 20_000)).toBeUndefined();
});

test('a clip has one codec: of a camera that changed it, the longer part', () => {
  const hevc = { ...track, codec: 'V_MPEGH/ISO/HEVC' };
  const [one, other] = [piece(10_000, every100(5)), { ...piece(10_500, every100(8)), track: hevc }];
  const plan = planClip([one, other], 10_000, 11_200);
  expect(plan).toMatchObject({ startsAtMs: 10_500, endsAtMs: 11_200 });
  expect(plan?.samples.map((sample) => sample.piece)).toEqual(Array(8).fill(1));
});

test('pictures that are stored after the one they are shown before belong to it', () => {
  // I P B B: the last two are shown before the second.
  const plan = planClip([piece(10_000, [0, 300, 100, 200, 600, 400, 500])], 10_000, 10_250);
  expect(plan?.samples.map(({ picture }) => picture.stampMs)).toEqual([0, 300, 100, 200]);
  expect(plan?.endsAtMs).toBe(10_300);
});
