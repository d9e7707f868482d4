import type { SceneConfig, SignalState } from '@vamco/contracts';
import { describe, expect, test } from 'vitest';
import { aScene } from '../../../tests/support/builders.ts';
import { lightsOf, play, toldOf } from '../../../tests/support/play.ts';
import { StreetCamera, type Metres } from '../../../tests/support/street.ts';

const mast = new StreetCamera({ pitch: 22, height: 8, focal: 0.7 });
const line = (from: Metres, to: Metres, towards: Metres) => ({
  from: mast.see(from),
  to: mast.see(to),
  forward: [mast.see(towards)[0] - mast.see(from)[0], mast.see(towards)[1] - mast.see(from)[1]].map(
    (v) => v / 2,
  ),
});
const stop = line([0, 18], [7, 18], [0, 22]);
const exits = [
  { id: 'exit-north', kind: 'count' as const, ...line([0, 40], [8, 40], [0, 44]) },
  { id: 'exit-east', kind: 'count' as const, ...line([10, 20], [10, 26], [13, 20]) },
  { id: 'exit-west', kind: 'count' as const, ...line([-6, 24], [-6, 36], [-9, 24]) },
];
const signals = [
  { id: 'main', lamps: { red: [0, 0, 0.1, 0.1] } },
  { id: 'arrow', lamps: { green: [0.2, 0, 0.1, 0.1] } },
  { id: 'left-head', lamps: { red: [0.4, 0, 0.1, 0.1], green: [0.5, 0, 0.1, 0.1] } },
];
const ways = {
  straight: [
    [3, 6],
    [3, 48],
  ],
  right: [
    [5, 6],
    [5, 20],
    [7, 23],
    [9, 23.5],
    [15, 23.5],
  ],
  left: [
    [2, 6],
    [2, 26],
    [0, 29],
    [-3, 30],
    [-12, 30],
  ],
  around: [
    [2, 6],
    [2, 24],
    [1, 27],
    [-1, 28],
    [-3, 27],
    [-4, 24],
    [-4, 8],
  ],
} satisfies Record<string, Metres[]>;
type Way = keyof typeof ways;

/** The junction with what a test says of its stop line; with and without exits and known ground. */
function junction(parts: Partial<SceneConfig['lines'][number]>, known: { exits: boolean; ground: boolean }) {
  return aScene({
    signals,
    lines: [
      {
        ...{ id: 'stop', kind: 'stop-line', ...stop },
        ...(known.exits && {
          exits: { straight: ['exit-north'], right: ['exit-east'], left: ['exit-west'] },
        }),
        ...parts,
      },
      ...exits,
    ],
    ...(known.ground && { ground: mast.ground() }),
  });
}
const drive = (way: Way, name: 'car' | 'motorbike' = 'car', id = 1) =>
  mast.drive({ way: ways[way], kmh: 25, class: name, id });
const everywhere = [
  ['exits on known ground', { exits: true, ground: true }],
  ['exits alone', { exits: true, ground: false }],
  ['headings on known ground', { exits: false, ground: true }],
  ['headings in the picture', { exits: false, ground: false }],
] as const;

describe.each(everywhere)('movements told by %s', (_, known) => {
  const run = (
    parts: Partial<SceneConfig['lines'][number]>,
    way: Way,
    lights: Record<string, [SignalState, number][]>,
    name: 'car' | 'motorbike' = 'car',
  ) => toldOf(play(junction(parts, known), [drive(way, name)], { lights: lightsOf(lights) }).hits);
  const red = { main: [['red', -20]] as [SignalState, number][] };

  test('one signal for all: whoever passes it on red is told', () => {
    for (const way of ['straight', 'right', 'left'] as const)
      expect(run({ signal: 'main' }, way, red), way).toEqual(['red-light']);
  });

  test('a turn that is permitted on red is no red light, going straight is', () => {
    const parts = { signal: 'main', turnOnRed: [{ movement: 'right' as const }] };
    expect(run(parts, 'right', red)).toEqual([]);
    expect(run(parts, 'straight', red)).toEqual(['red-light']);
    expect(run(parts, 'left', red)).toEqual(['red-light']);
  });

  test('who turned where he may has turned, whatever a box at the edge of the picture says later', () => {
    const parts = { signal: 'main', turnOnRed: [{ movement: 'right' as const }] };
    const track = mast.drive({
      way: [...ways.right, [15.5, 20], [13, 12]],
      kmh: 25,
      class: 'motorbike',
      id: 1,
    });
    const { hits } = play(junction(parts, known), [track], { lights: lightsOf(red) });
    expect(toldOf(hits)).toEqual([]);
  });

  test('what motorbikes may, cars may not', () => {
    const parts = {
      signal: 'main',
      turnOnRed: [{ movement: 'right' as const, classes: ['motorbike' as const] }],
    };
    expect(run(parts, 'right', red, 'motorbike')).toEqual([]);
    expect(run(parts, 'right', red, 'car')).toEqual(['red-light']);
  });

  test('the left turn has a head of its own', () => {
    const parts = { signal: 'main', signals: { left: ['left-head'] } };
    const leftGoes = { ...red, 'left-head': [['green', -20]] as [SignalState, number][] };
    expect(run(parts, 'left', leftGoes)).toEqual([]);
    expect(run(parts, 'straight', leftGoes)).toEqual(['red-light']);
    const leftWaits = { main: [['green', -20]], 'left-head': [['red', -20]] } as typeof leftGoes;
    expect(run(parts, 'left', leftWaits)).toEqual(['red-light']);
    expect(run(parts, 'straight', leftWaits)).toEqual([]);
  });

  test('a green arrow lets its movement go; dark, it says nothing; unknown, nobody is accused', () => {
    const parts = { signal: 'main', signals: { right: ['main', 'arrow'] } };
    const withArrow = (state: SignalState) => ({ ...red, arrow: [[state, -20]] as [SignalState, number][] });
    expect(run(parts, 'right', withArrow('green'))).toEqual([]);
    expect(run(parts, 'straight', withArrow('green'))).toEqual(['red-light']);
    expect(run(parts, 'right', withArrow('off'))).toEqual(['red-light']);
    expect(run(parts, 'right', withArrow('unknown'))).toEqual([]);
  });

  test('a forbidden left turn, for those it is forbidden to', () => {
    const parts = { forbids: [{ movement: 'left' as const, classes: ['car' as const] }] };
    expect(run(parts, 'left', {})).toEqual(['no-turn']);
    expect(run(parts, 'left', {}, 'motorbike')).toEqual([]);
    expect(run(parts, 'straight', {})).toEqual([]);
    expect(run(parts, 'right', {})).toEqual([]);
  });
});

describe('who is lost in the junction, where a right turn is permitted on red', () => {
  const lostAt = (northM: number, ground: boolean) => {
    const scene = junction({ signal: 'main', turnOnRed: [{ movement: 'right' }] }, { exits: true, ground });
    const track = mast.drive({
      way: [
        [4, 6],
        [4, northM],
      ],
      kmh: 25,
    });
    return toldOf(play(scene, [track], { lights: lightsOf({ main: [['red', -20]] }) }).hits);
  };

  test('ran the light when it was past the exit to the right', () => {
    expect(lostAt(32, true)).toEqual(['red-light']);
  });

  test('may have turned before it, and is accused of nothing', () => {
    expect(lostAt(26, true)).toEqual([]);
  });

  test('is accused of nothing where the ground is not known', () => {
    expect(lostAt(32, false)).toEqual([]);
  });
});

test('a turn that is forbidden by the hour is judged by the time of the act, and not at all without a clock', () => {
  const windows = [{ from: '06:00', to: '08:00' }];
  const scene = junction(
    { forbids: [{ movement: 'left', when: { windows, holidays: 'as-usual' } }] },
    { exits: true, ground: true },
  );
  const at = (local: string | undefined) =>
    toldOf(
      play(scene, [drive('left')], {
        conditions: (t) => (local ? { utcMs: Date.parse(`${local}+07:00`) + t * 1000 } : {}),
      }).hits,
    );
  expect(at('2026-11-25T07:00:00')).toEqual(['no-turn']);
  expect(at('2026-11-25T09:00:00')).toEqual([]);
  expect(at(undefined)).toEqual([]);
});

test.each([true, false])('a U-turn that a sign forbids (known ground: %s)', (ground) => {
  const scene = junction({ forbids: [{ movement: 'u-turn' }] }, { exits: false, ground });
  expect(toldOf(play(scene, [drive('around')]).hits)).toEqual(['no-u-turn']);
  expect(toldOf(play(scene, [drive('left')]).hits)).toEqual([]);
});

test('a track that flips from one vehicle to an oncoming one has not turned around', () => {
  const there = mast.drive({
    way: [
      [2, 6],
      [2, 30],
    ],
    kmh: 25,
  });
  const back = mast.drive({
    way: [
      [-2, 30],
      [-2, 6],
    ],
    kmh: 25,
    fromS: (there.trajectory.at(-1)?.t ?? 0) + 0.125,
  });
  const zone = {
    id: 'no-turning',
    kind: 'no-u-turn' as const,
    polygon: [
      [-7, 8],
      [7, 8],
      [7, 40],
      [-7, 40],
    ].map(([e = 0, n = 0]) => mast.see([e, n]).map((v) => Math.min(1, Math.max(0, v)))),
  };
  for (const ground of [undefined, mast.ground()]) {
    const scene = aScene({ zones: [zone], ...(ground && { ground }) });
    const mixed = { ...there, trajectory: [...there.trajectory, ...back.trajectory] };
    expect(toldOf(play(scene, [mixed]).hits)).toEqual([]);
    expect(toldOf(play(scene, [drive('around')]).hits)).toEqual(['no-u-turn']);
  }
});
