import { describe, expect, test } from 'vitest';
import type { PixelBox } from '../base/box.ts';
import type { Detection } from '../detect/detection.ts';
import { Tracker } from './tracker.ts';

const size = { width: 1280, height: 720 };
const FPS = 5;

/** What stands behind a detection; `hidden` is not detected. */
interface Body {
  name: string;
  class: Detection['class'];
  box: PixelBox;
  score?: number;
  colours?: Uint8Array;
  hidden?: boolean;
}

/** Follows bodies over frames; which track was on each body in each frame. A frame that is undefined never came. */
function follow(frames: readonly (readonly Body[] | undefined)[], tracker = new Tracker()) {
  const tracks = new Map<string, Set<number>>();
  const all = new Set<number>();
  frames.forEach((bodies, index) => {
    if (!bodies) return;
    const seen = bodies.filter(({ hidden }) => !hidden);
    const detections = seen.map(({ class: name, box, score = 0.9, colours }): Detection => {
      return { class: name, score, box, ...(colours && { colours }) };
    });
    const { active } = tracker.update(detections, size, index / FPS, index + 1);
    for (const { id, box } of active) {
      all.add(id);
      const body = seen.find((one) => one.box === box)?.name ?? 'nobody';
      tracks.set(body, (tracks.get(body) ?? new Set()).add(id));
    }
  });
  const idsOf = (name: string) => [...(tracks.get(name) ?? [])];
  return { idsOf, all, tracker };
}

/** Numbers that look random and are the same every time, −1..1. */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return (2 * state) / 2_147_483_647 - 1;
  };
}

const paint = (red: number, green: number, blue: number) =>
  Uint8Array.from({ length: 48 }, (_, at) => [red, green, blue][at % 3] ?? 0);
const frames = <T>(count: number, make: (index: number, t: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index, index / FPS));

describe('what is hidden keeps its number', () => {
  /** A motorbike rides behind a standing bus, is not seen for 2.2 s, and comes out at the other end. */
  const passing = frames(30, (_, t): Body[] => {
    const x = 150 + 130 * t;
    return [
      { name: 'bus', class: 'bus', box: [400, 260, 330, 200] },
      { name: 'bike', class: 'motorbike', box: [x, 300, 48, 80], hidden: x > 390 && x < 680 },
    ];
  });

  test('for two seconds behind a bus', () => {
    const { idsOf, all } = follow(passing);
    expect(idsOf('bike')).toHaveLength(1);
    expect(idsOf('bus')).toHaveLength(1);
    expect(all.size).toBe(2);
  });

  test('and was out of sight behind the bus, not at rest', () => {
    const { tracker } = follow(passing.slice(0, 22));
    const bike = tracker.end().find((track) => track.class === 'motorbike');
    expect(bike).toBeDefined();
    expect(bike?.standing).toBeUndefined();
  });

  test('for two seconds behind a bus with every fourth frame dropped', () => {
    const { idsOf, all } = follow(passing.map((bodies, index) => (index % 4 === 3 ? undefined : bodies)));
    expect(idsOf('bike')).toHaveLength(1);
    expect(all.size).toBe(2);
  });

  test('when two of different paint meet behind a bus, and one turns back', () => {
    const meeting = frames(24, (_, t): Body[] => {
      const way = t < 2.4 ? 90 * t : 90 * (4.8 - t);
      const red = { name: 'red', class: 'motorbike', colours: paint(170, 40, 40) } as const;
      const blue = { name: 'blue', class: 'motorbike', colours: paint(40, 50, 160) } as const;
      const hidden = t > 1.7 && t < 3.1;
      return [
        { ...red, box: [300 + way, 300, 48, 80], hidden },
        { ...blue, box: [760 - way, 300, 48, 80], hidden },
      ];
    });
    const { idsOf, all } = follow(meeting);
    expect(idsOf('red')).toHaveLength(1);
    expect(idsOf('blue')).toHaveLength(1);
    expect(all.size).toBe(2);
  });
});

test('a dense queue of motorbikes that creeps and starts keeps its numbers', () => {
  const random = noise(11);
  const queue = frames(60, (index, t) =>
    Array.from({ length: 18 }, (_, place): Body => {
      const [row, column] = [Math.floor(place / 6), place % 6];
      // They stand for 4 s, then each row starts half a second after the one before it.
      const drives = Math.max(0, t - 4 - row * 0.5);
      const [x, y] = [400 + column * 46 + row * 14, 330 + row * 50 - 22 * drives];
      const box: PixelBox = [x + 2 * random(), y + 3 * random(), 44 + 3 * random(), 84 + 4 * random()];
      const hidden = index > 3 && random() > 0.6;
      return { name: `${place}`, class: 'motorbike', box, score: 0.72 + 0.2 * random(), hidden };
    }),
  );
  const { idsOf, all } = follow(queue);
  for (let place = 0; place < 18; place += 1) expect(idsOf(`${place}`)).toHaveLength(1);
  expect(all.size).toBe(18);
});

test('a mast that shakes in the wind changes no numbers', () => {
  const random = noise(5);
  const shaken = frames(40, (_, t) => {
    const [dx, dy] = [22 * random(), 16 * random()];
    return Array.from({ length: 10 }, (__, place): Body => {
      const x = 100 + place * 110 + (place % 2 === 0 ? 0 : 35 * t);
      return { name: `${place}`, class: 'car', box: [x + dx, 300 + 60 * (place % 3) + dy, 70, 46] };
    });
  });
  const { idsOf, all } = follow(shaken);
  for (let place = 0; place < 10; place += 1) expect(idsOf(`${place}`)).toHaveLength(1);
  expect(all.size).toBe(10);
});

test('two boxes on one body are one vehicle', () => {
  const doubled = frames(20, (index, t): Body[] => [
    { name: 'car', class: 'car', box: [200 + 40 * t, 300, 150, 90] },
    // The detector sees the cabin too, and now and then calls the whole a truck.
    { name: 'cabin', class: 'car', score: 0.6, box: [225 + 40 * t, 304, 90, 60] },
    {
      name: 'truck',
      class: 'truck',
      score: 0.58,
      box: [204 + 40 * t, 296, 140, 96],
      hidden: index % 3 === 0,
    },
  ]);
  expect(follow(doubled).all.size).toBe(1);
});

test('faint boxes alone are no vehicle, and keep one that was sure', () => {
  const fading = frames(20, (index): Body[] => [
    { name: 'ghost', class: 'motorbike', score: 0.4, box: [900, 300, 44, 80] },
    { name: 'bike', class: 'motorbike', score: index < 4 ? 0.8 : 0.32, box: [300 + index * 9, 300, 44, 80] },
  ]);
  const { idsOf, all } = follow(fading);
  expect(idsOf('bike')).toHaveLength(1);
  expect(all.size).toBe(1);
});

test('states go from tentative to confirmed, lost and ended', () => {
  const tracker = new Tracker();
  const car: Detection = { class: 'car', score: 0.9, box: [300, 300, 90, 60] };
  expect(tracker.update([car], size, 0, 1).active).toEqual([]);
  const [track] = tracker.update([car], size, 0.2, 2).active;
  expect(track?.state).toBe('confirmed');
  tracker.update([], size, 0.4, 3);
  expect(track?.state).toBe('lost');
  expect(tracker.update([car], size, 0.6, 4).active).toEqual([track]);
  expect(tracker.update([], size, 4, 5).ended).toEqual([track]);
  expect(track?.state).toBe('ended');
});

test('a ground point says how uncertain it is: a near body’s by more of the picture than a far one’s', () => {
  const { tracker } = follow(
    frames(4, (): Body[] => [
      { name: 'far', class: 'car', box: [600, 200, 30, 20] },
      { name: 'near', class: 'car', box: [300, 420, 300, 220] },
    ]),
  );
  const sigmas = tracker.end().map(({ trajectory }) => trajectory.at(-1)?.sigma);
  expect(sigmas[0]?.[1]).toBeCloseTo((0.07 * 20 + 1.5) / 720);
  expect(sigmas[1]?.[1]).toBeCloseTo((0.07 * 220 + 1.5) / 720);
});
