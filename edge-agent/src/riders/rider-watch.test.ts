import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { aTrack } from '../../../tests/support/builders.ts';
import { StillCuts } from '../decode/still-cuts.ts';
import type { RiderEntry } from './rider-entry.ts';
import type { Head } from './rider-heads.ts';
import { RiderWatch } from './rider-watch.ts';

const size = { width: 640, height: 360 };
const entry: RiderEntry = {
  ...{
    version: '0.0.0',
    file: 'none',
    sha256: '0'.repeat(64),
    scoreThreshold: 0.4,
    around: { sides: 0.1, above: 0.1, below: 0.1 },
  },
  input: { name: 'image', width: 96, height: 96, pad: 114 },
  output: { name: 'heads' },
  calibration: { helmet: { scale: 1, offset: 0 }, temper: 0.5 },
};
let still: Buffer;
beforeAll(async () => {
  still = await sharp({ create: { ...size, channels: 3, background: '#888' } })
    .jpeg()
    .toBuffer();
});

/** A motorbike that goes to the right, seen for the `step`-th time. */
function bike(step: number, id = 7) {
  const left = 40 + step * 50;
  const trajectory = aTrack({ from: [0.1, 0.5], to: [(left + 30) / 640, 0.5], height: 0.25 }).trajectory;
  return {
    id,
    class: 'motorbike' as const,
    box: [left, 100, 60, 100] as [number, number, number, number],
    trajectory,
  };
}

/** The driver bare-headed in front, a passenger with a helmet behind; pixels of the widened box. */
const two: Head[] = [
  { x: 26, y: 30, score: 0.97, helmet: 0.97 },
  { x: 46, y: 30, score: 0.96, helmet: 0.02 },
];

function watch(find: () => Head[] = () => two, readFrame = () => Promise.resolve<Buffer | undefined>(still)) {
  const time = { ms: 0 };
  const calls = { looks: 0, decoded: 0 };
  const errors: unknown[] = [];
  const net = {
    ...{ entry, label: 'rider-heads 0.0.0 00000000' },
    find: () => {
      calls.looks += 1;
      return Promise.resolve(find());
    },
  };
  const stills = new StillCuts(() => {
    calls.decoded += 1;
    return readFrame();
  });
  const riders = new RiderWatch({ net, stills, now: () => time.ms, looksPerSecond: 4 });
  const frame = (followed: ReturnType<typeof bike>[], number = 1, behind = false) => {
    riders.frame(followed, { number, atS: number / 5, size, behind }, (error) => errors.push(error));
  };
  return { riders, frame, time, calls, errors };
}

describe('the riders of followed motorbikes', () => {
  test('after some looks it is known how many there are, who has no helmet, and where their heads are', async () => {
    const { riders, frame, time, errors } = watch();
    for (let step = 0; step < 5; step += 1) {
      frame([bike(step)], step);
      await riders.idle();
      time.ms += 1000;
    }
    expect(errors).toEqual([]);
    const seen = riders.ridersOf(7);
    expect(seen?.heads.map(({ helmet }) => helmet)).toEqual(['no', 'yes']);
    expect(seen?.counts[1]).toBeGreaterThan(0.85);
    const step = Math.round((seen?.clearestS ?? 0) * 5);
    expect((seen?.marks[0]?.[0] ?? 0) * 640).toBeCloseTo(40 + step * 50 - 6 + 26, 0);
    expect((seen?.marks[0]?.[1] ?? 0) * 360).toBeCloseTo(100 - 10 + 30, 0);
    expect(riders.funnelOf(7)).toMatchObject({ looks: 5, found: 5 });
  });

  test('cars, and those nobody looked at, have no riders', async () => {
    const { riders, frame, calls } = watch();
    frame([{ ...bike(1), class: 'car' as never }]);
    await riders.idle();
    expect(calls.looks).toBe(0);
    expect(riders.ridersOf(7)).toBeUndefined();
    expect(riders.funnelOf(7)).toEqual({ looks: 0, found: 0, counts: [], heads: [] });
  });

  test('frames never wait: while one batch runs the next frame starts none', async () => {
    const { riders, frame, calls } = watch();
    frame([bike(1)], 1);
    frame([bike(4)], 2);
    await riders.idle();
    expect(calls).toEqual({ looks: 1, decoded: 1 });
  });

  test('no more looks a second than the budget', async () => {
    const { riders, frame, calls, time } = watch();
    const street = Array.from({ length: 9 }, (_, index) => bike(index, index));
    for (let step = 0; step < 5; step += 1) {
      frame(street, step);
      await riders.idle();
      time.ms += 200;
    }
    // Four in reserve, and four in the second that passed.
    expect(calls.looks).toBeLessThanOrEqual(8);
    expect(calls.looks).toBeGreaterThanOrEqual(6);
  });

  test('a box that cannot keep up looks at one motorbike a frame', async () => {
    const { riders, frame, calls } = watch();
    frame([bike(0, 1), bike(3, 2), bike(6, 3)], 1, true);
    await riders.idle();
    expect(calls.looks).toBe(1);
  });

  test('a frame that is gone, or no picture, costs a look and nothing else', async () => {
    const frames = [undefined, Buffer.from('no picture'), still];
    const { riders, frame, errors, time } = watch(undefined, () => Promise.resolve(frames.shift()));
    for (let step = 0; step < 3; step += 1) {
      frame([bike(step * 2)], step);
      await riders.idle();
      time.ms += 1000;
    }
    expect(errors).toHaveLength(1);
    expect(riders.ridersOf(7)?.looks).toBe(1);
  });

  test('a vehicle that left long ago is forgotten', async () => {
    const { riders, frame, time } = watch();
    frame([bike(1)]);
    await riders.idle();
    expect(riders.ridersOf(7)).toBeDefined();
    time.ms = 60_000;
    frame([]);
    expect(riders.ridersOf(7)).toBeUndefined();
  });
});

test('plates and riders that look at the same frame share its decoding, another frame is decoded anew', async () => {
  let decoded = 0;
  const stills = new StillCuts(() => {
    decoded += 1;
    return Promise.resolve(still);
  });
  const [plates, riders] = await Promise.all([
    stills.cut(1, [[10.4, 10, 20, 20]]),
    stills.cut(1, [
      [600, 300, 100, 100],
      [0, 0, 5, 5],
    ]),
  ]);
  expect(decoded).toBe(1);
  expect(plates?.map(({ picture }) => [picture.width, picture.height])).toEqual([[21, 20]]);
  expect(riders?.map(({ area }) => area)).toEqual([
    { left: 600, top: 300, width: 40, height: 60 },
    { left: 0, top: 0, width: 5, height: 5 },
  ]);
  await stills.cut(2, [[0, 0, 5, 5]]);
  await stills.cut(1, [[0, 0, 5, 5]]);
  expect(decoded).toBe(3);
});
