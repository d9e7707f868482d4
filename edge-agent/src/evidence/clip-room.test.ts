import fc from 'fast-check';
import { expect, test } from 'vitest';
import { roomFor, tooOld, type KeptClip } from './clip-room.ts';

const clip = (actMs: number, bytes = 10, isWaiting = false): KeptClip => ({
  ...{ file: `clip-${actMs}`, actMs, bytes, isWaiting },
});
const names = (clips: readonly KeptClip[] | undefined) => clips?.map(({ file }) => file);

test('the oldest clips make room, and only as many as must', () => {
  const kept = [clip(3), clip(1), clip(2)];
  expect(names(roomFor(10, kept, 40))).toEqual([]);
  expect(names(roomFor(10, kept, 30))).toEqual(['clip-1']);
  expect(names(roomFor(15, kept, 30))).toEqual(['clip-1', 'clip-2']);
});

test('a clip that somebody waits for stays; when those fill the room there is none for another', () => {
  expect(names(roomFor(10, [clip(1, 10, true), clip(2)], 20))).toEqual(['clip-2']);
  expect(roomFor(10, [clip(1, 10, true), clip(2, 10, true)], 20)).toBeUndefined();
  expect(roomFor(10, [], 0)).toBeUndefined();
});

test('what is kept never outgrows its room, whatever comes', () => {
  const any = fc.record({
    actMs: fc.nat(50),
    bytes: fc.integer({ min: 1, max: 30 }),
    isWaiting: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(any, { maxLength: 12 }),
      fc.integer({ min: 1, max: 40 }),
      fc.nat(150),
      (all, bytes, budget) => {
        const kept = all.map((one, index) => ({ ...one, file: String(index) }));
        const gone = roomFor(bytes, kept, budget);
        const sum = (clips: readonly KeptClip[]) => clips.reduce((total, one) => total + one.bytes, 0);
        if (gone) expect(sum(kept) - sum(gone) + bytes).toBeLessThanOrEqual(budget);
        else expect(sum(kept.filter(({ isWaiting }) => isWaiting)) + bytes).toBeGreaterThan(budget);
        expect(gone?.some(({ isWaiting }) => isWaiting) ?? false).toBe(false);
      },
    ),
  );
});

test('clips grow old, but not while somebody waits for them', () => {
  expect(names(tooOld([clip(1), clip(5, 10, true), clip(9)], 9))).toEqual(['clip-1']);
});
