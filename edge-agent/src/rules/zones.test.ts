import type { ObjectClass, SceneConfig } from '@vamco/contracts';
import { describe, expect, test } from 'vitest';
import { aScene, aTrack } from '../../../tests/support/builders.ts';
import { play, toldOf } from '../../../tests/support/play.ts';
import { StreetCamera, type Metres } from '../../../tests/support/street.ts';
import type { Track } from '../track/track.ts';
import { Judge } from './judge.ts';

const mast = new StreetCamera({ pitch: 20, height: 8, focal: 0.7 });
type Zone = SceneConfig['zones'][number];
/** A rectangle of road. */
const area = ([west, east]: Metres, [south, north]: Metres) =>
  [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ].map(([e = 0, n = 0]) => mast.see([e, n]).map((value) => Math.min(1, Math.max(0, value))));
const away = [mast.see([3, 20])[0] - mast.see([3, 12])[0], mast.see([3, 20])[1] - mast.see([3, 12])[1]];
const lane = (more: Partial<Zone> = {}): Zone => ({
  ...{ id: 'lane', kind: 'lane', polygon: area([0, 6], [10, 44]), direction: away },
  ...more,
});
const street = (zones: Zone[], ground: boolean, more: Partial<SceneConfig> = {}) =>
  aScene({ zones, ...(ground && { ground: mast.ground() }), ...more });
const drive = (
  way: Metres[],
  name: ObjectClass = 'car',
  more: Partial<Parameters<typeof mast.drive>[0]> = {},
) => mast.drive({ way, class: name, kmh: 25, ...more });
const told = (zones: Zone[], ground: boolean, track: Track) =>
  toldOf(play(street(zones, ground), [track]).hits);

describe.each([true, false])('zones (known ground: %s)', (ground) => {
  test.each<[string, Metres[], ObjectClass, string[]]>([
    [
      'against the lane, from its far end',
      [
        [3, 55],
        [3, 12],
      ],
      'motorbike',
      ['wrong-way'],
    ],
    [
      'with it',
      [
        [3, 6],
        [3, 50],
      ],
      'motorbike',
      [],
    ],
    [
      'overtakes over the middle line for a few metres',
      [
        [-1, 44],
        [-1, 36],
        [0.6, 30],
        [0.6, 25],
        [-1, 20],
        [-1, 8],
      ],
      'motorbike',
      [],
    ],
    [
      'along the wrong half for long',
      [
        [-1, 48],
        [1.2, 42],
        [2, 12],
      ],
      'motorbike',
      ['wrong-way'],
    ],
    [
      'a person on foot',
      [
        [3, 50],
        [3, 12],
      ],
      'person',
      [],
    ],
  ])('%s', (_, way, name, expected) => {
    expect(told([lane()], ground, drive(way, name))).toEqual(expected);
  });

  test.each<[string, Metres[], ObjectClass, string[]]>([
    [
      'a car in the lane of two-wheelers',
      [
        [5, 8],
        [5, 50],
      ],
      'car',
      ['wrong-lane'],
    ],
    [
      'a motorbike there',
      [
        [5, 8],
        [5, 50],
      ],
      'motorbike',
      [],
    ],
    [
      'a car in the lane beside it',
      [
        [1.8, 8],
        [1.8, 50],
      ],
      'car',
      [],
    ],
    [
      'a car that crosses it',
      [
        [9, 24],
        [-9, 24],
      ],
      'car',
      [],
    ],
  ])('wrong lane: %s', (_, way, name, expected) => {
    const zone = lane({ polygon: area([3.8, 7.2], [10, 44]), classes: ['motorbike', 'bicycle'] });
    expect(told([zone], ground, drive(way, name))).toEqual(expected);
  });

  test.each<[string, Metres[], ObjectClass, string[]]>([
    [
      'rides along it',
      [
        [9, 10],
        [9, 30],
      ],
      'motorbike',
      ['sidewalk'],
    ],
    [
      'rides along it towards the camera',
      [
        [9, 36],
        [9, 12],
      ],
      'motorbike',
      ['sidewalk'],
    ],
    [
      'crosses it to a gate',
      [
        [4, 20],
        [14, 20],
      ],
      'motorbike',
      [],
    ],
    [
      'crosses it to a gate at an angle',
      [
        [5, 18],
        [13, 26],
      ],
      'motorbike',
      [],
    ],
    [
      'walks there',
      [
        [9, 10],
        [9, 30],
      ],
      'person',
      [],
    ],
    [
      'rides beside it',
      [
        [5, 10],
        [5, 40],
      ],
      'motorbike',
      [],
    ],
  ])('the pavement: %s', (_, way, name, expected) => {
    const zone: Zone = { id: 'pavement', kind: 'sidewalk', polygon: area([7.5, 11], [10, 44]) };
    expect(told([zone], ground, drive(way, name))).toEqual(expected);
  });

  test.each<[string, ObjectClass, string[]]>([
    ['a truck', 'truck', ['prohibited-road']],
    ['a car', 'car', []],
  ])('a road closed to trucks: %s', (_, name, expected) => {
    const zone: Zone = {
      id: 'closed',
      kind: 'prohibited-road',
      classes: ['truck'],
      polygon: area([0, 6], [18, 44]),
    };
    expect(
      told(
        [zone],
        ground,
        drive(
          [
            [3, 8],
            [3, 40],
          ],
          name,
        ),
      ),
    ).toEqual(expected);
  });

  test('who pulls into the emergency lane and stops there is no offender, who drives along it is', () => {
    const zone: Zone = { id: 'strip', kind: 'emergency-lane', polygon: area([4, 8.5], [8, 60]) };
    const along = drive(
      [
        [6, 9],
        [6, 58],
      ],
      'car',
      { kmh: 50 },
    );
    const stops = drive(
      [
        [2, 9],
        [5.6, 16],
        [6, 20],
      ],
      'car',
      { stops: { 2: 12 } },
    );
    expect(told([zone], ground, along)).toEqual(['emergency-lane']);
    expect(told([zone], ground, stops)).toEqual([]);
  });

  test('over a solid line and on, either way; not beside it, not with the mirrors, not beyond its end', () => {
    const line = { id: 'solid', kind: 'solid-line' as const, from: mast.see([0, 10]), to: mast.see([0, 34]) };
    const run = (way: Metres[]) => toldOf(play(street([], ground, { lines: [line] }), [drive(way)]).hits);
    expect(
      run([
        [2.5, 8],
        [2.5, 14],
        [-2.6, 24],
        [-2.6, 34],
      ]),
    ).toEqual(['solid-line']);
    expect(
      run([
        [-2.6, 8],
        [-2.6, 14],
        [2.5, 24],
        [2.5, 34],
      ]),
    ).toEqual(['solid-line']);
    expect(
      run([
        [2.5, 8],
        [2.5, 44],
      ]),
    ).toEqual([]);
    expect(
      run([
        [2.5, 8],
        [0.8, 18],
        [0.8, 22],
        [2.5, 34],
      ]),
    ).toEqual([]);
    expect(
      run([
        [2.5, 30],
        [2.5, 38],
        [-2.6, 50],
        [-2.6, 60],
      ]),
    ).toEqual([]);
    // Touches it, goes on close beside it, and turns beyond its end.
    expect(
      run([
        [2.5, 8],
        [-0.3, 15],
        [0.5, 20],
        [0.5, 37],
        [-2.6, 44],
        [-2.6, 60],
      ]),
    ).toEqual([]);
  });
});

/** A road that trucks may not use, and one that does. */
const noTrucks: Zone = {
  id: 'closed',
  kind: 'prohibited-road',
  classes: ['truck'],
  polygon: area([0, 6], [18, 44]),
};
const truck = drive(
  [
    [3, 8],
    [3, 40],
  ],
  'truck',
);

test('a class that is not sure accuses nobody', () => {
  const votes = (trucks: number) =>
    new Map<ObjectClass, number>([
      ['truck', trucks],
      ['car', 10 - trucks],
    ]);
  expect(told([noTrucks], true, { ...truck, votes: votes(9.5) })).toEqual(['prohibited-road']);
  expect(told([noTrucks], true, { ...truck, votes: votes(7) })).toEqual([]);
});

test('what is too small or too narrow for its class accuses nobody', () => {
  const looked = (scale: Partial<Record<'width' | 'height', number>>): Track => ({
    ...truck,
    trajectory: truck.trajectory.map((point) => ({
      ...point,
      width: point.width * (scale.width ?? 1),
      height: point.height * (scale.height ?? 1),
    })),
  });
  expect(told([noTrucks], true, looked({}))).toEqual(['prohibited-road']);
  // As narrow as a motorbike: the detector took one for a truck.
  expect(told([noTrucks], true, looked({ width: 0.3 }))).toEqual([]);
  expect(told([noTrucks], true, looked({ height: 0.03 }))).toEqual([]);
});

test('a motorbike with which the track of a parked truck went on is no truck', () => {
  const [first] = truck.trajectory;
  if (!first) throw new Error('it drives');
  const parked = Array.from({ length: 150 }, (_, i) => ({ ...first, t: first.t - 30 + i * 0.2 }));
  const goesOn = (width: number) =>
    truck.trajectory.map((point) => ({ ...point, width: point.width * width }));
  expect(told([noTrucks], true, { ...truck, trajectory: [...parked, ...goesOn(1)] })).toEqual([
    'prohibited-road',
  ]);
  expect(told([noTrucks], true, { ...truck, trajectory: [...parked, ...goesOn(0.3)] })).toEqual([]);
});

test.each([
  ['lane', true],
  ['lane', false],
  ['sidewalk', true],
  ['sidewalk', false],
] as const)('who pushes a motorbike does not ride (%s, known ground: %s)', (kind, ground) => {
  const against: Metres[] = [
    [3, 32],
    [3, 12],
  ];
  const zone = kind === 'lane' ? lane() : { ...lane(), kind };
  const rule = kind === 'lane' ? 'wrong-way' : 'sidewalk';
  const go = (kmh: number, name: ObjectClass = 'motorbike') =>
    told([zone], ground, drive(against, name, { kmh }));
  expect(go(4.5)).toEqual([]);
  expect(go(12)).toEqual([rule]);
  // A car that creeps is driven.
  expect(go(4.5, 'car')).toEqual([rule]);
});

test('who pushes against the lane, and whose track goes on with one who rides along it, is not accused', () => {
  const there = (way: Metres[], kmh: number) => drive(way, 'motorbike', { kmh }).trajectory;
  const pushes = there(
    [
      [3, 34],
      [3, 18],
    ],
    4.5,
  );
  const endS = pushes.at(-1)?.t ?? 0;
  const rides = there(
    [
      [3, 18],
      [3, 25],
    ],
    25,
  ).map((point) => ({ ...point, t: point.t + endS + 0.125, frame: point.frame + pushes.length }));
  const track = drive([
    [3, 34],
    [3, 18],
  ]);
  const whole: Track = { ...track, class: 'motorbike', trajectory: [...pushes, ...rides] };
  expect(told([lane()], true, whole)).toEqual([]);
});

test('eight metres of pavement show who rides along it, where the ground is known', () => {
  const zone: Zone = { id: 'pavement', kind: 'sidewalk', polygon: area([7.5, 11], [10, 18]) };
  const through: Metres[] = [
    [9, 8],
    [9, 30],
  ];
  expect(told([zone], true, drive(through, 'motorbike', { kmh: 18 }))).toEqual(['sidewalk']);
});

test('who waits far away does not go backwards because more of him is seen', () => {
  const far = drive([
    [3, 43],
    [3, 42.9],
  ]);
  const [look] = far.trajectory;
  const seen = [1.35, 1.18, 1, 1.15, 1, 1, 1, 1.05, 1, 1, 1].map((part, index) => {
    const { at, height, ...rest } = look ?? { at: [0, 0] as const, height: 0, width: 0, t: 0, frame: 0 };
    const y = at[1] - height * (1 - part);
    return { ...rest, at: [at[0], y] as const, height: height * part, t: index / 8, frame: index + 1 };
  });
  expect(told([lane()], true, { ...far, trajectory: seen })).toEqual([]);
});

test('a vehicle that the lower edge of the picture cuts off is not where its box ends', () => {
  const solid: SceneConfig['lines'][number] = {
    ...{ id: 'solid', kind: 'solid-line', classes: ['car'] },
    ...{ from: [0.1, 1], to: [0.5, 0.6] },
  };
  const scene = aScene({ lines: [solid] });
  // Drives along the line's right side; at first its wheels are below the picture, and its box ends at the edge.
  const car = aTrack({ from: [0.3, 1.2], to: [0.62, 0.6], height: 0.1 });
  const looks = (cut: boolean) =>
    car.trajectory.map((point) => {
      const [x, y] = point.at;
      const at = y < 1 ? point.at : ([x - 0.25, cut ? 1 : 0.96] as const);
      return { ...point, at };
    });
  expect(toldOf(play(scene, [{ ...car, trajectory: looks(false) }]).hits)).toEqual(['solid-line']);
  expect(toldOf(play(scene, [{ ...car, trajectory: looks(true) }]).hits)).toEqual([]);
});

test('a passage says how fast it was, where the ground is known', () => {
  const lines = [{ id: 'main', kind: 'count' as const, from: mast.see([-4, 30]), to: mast.see([8, 30]) }];
  const passages = (ground: boolean) =>
    new Judge(street([], ground, { lines })).judge([
      drive(
        [
          [3, 9],
          [3, 38],
        ],
        'car',
        { kmh: 45, fps: 10 },
      ),
    ]).passages;
  const [known] = passages(true);
  expect(known?.speed?.low).toBeLessThanOrEqual(45);
  expect(known?.speed?.high).toBeGreaterThanOrEqual(45);
  expect(passages(false)[0]).not.toHaveProperty('speed');
});

describe('too fast', () => {
  const zone: Zone = { id: 'approach', kind: 'speed', limitKmh: 40, polygon: area([0, 6], [8, 44]) };
  const fast = (kmh: number) =>
    drive(
      [
        [3, 9],
        [3, 40],
      ],
      'car',
      { kmh, fps: 12 },
    );
  const run = (kmh: number, validTo?: string) => {
    const utcMs = Date.parse('2026-11-25T08:00:00+07:00');
    return toldOf(
      play(street([zone], true), [fast(kmh)], {
        options: {
          isCertified: (ms) => validTo !== undefined && ms < Date.parse(`${validTo}T23:59:59+07:00`),
        },
        conditions: (t) => ({ utcMs: utcMs + t * 1000 }),
      }).hits,
    );
  };

  test('the band that the lower end of the interval lies in is told', () => {
    expect(run(43, '2026-12-31')).toEqual([]);
    expect(run(58, '2026-12-31')).toEqual(['speed-10-20']);
    expect(run(70, '2026-12-31')).toEqual(['speed-20-35']);
  });

  test('without a certificate, or with an expired one, nobody is ever too fast', () => {
    expect(run(90)).toEqual([]);
    expect(run(90, '2026-11-24')).toEqual([]);
  });
});
