import { describe, expect, test } from 'vitest';
import { aScene, aTrack, early } from '../../../tests/support/builders.ts';
import { lightsOf, play, toldOf } from '../../../tests/support/play.ts';
import { Judge } from './judge.ts';

const square = [
  [0.1, 0.1],
  [0.9, 0.1],
  [0.9, 0.9],
  [0.1, 0.9],
];
const stop = {
  ...{
    id: 'stop',
    kind: 'stop-line' as const,
    from: [0, 0.5],
    to: [1, 0.5],
    forward: [0, -1],
    signal: 'main',
  },
};
const signals = [{ id: 'main', lamps: { red: [0, 0, 0.1, 0.1] } }];
const red = lightsOf({ main: [['red', -60]] });
const runs = aTrack({ from: [0.5, 0.95], to: [0.5, 0.15], seconds: 6 });

test('a vehicle that the law may exempt is told with its flag, not dropped', () => {
  const scene = aScene({ signals, lines: [stop] });
  const judged = (exemption?: (id: number) => 'warning-lamps' | undefined) =>
    play(scene, [runs], { lights: red, ...(exemption && { options: { exemption } }) }).hits;
  expect(judged(() => 'warning-lamps')).toMatchObject([{ rule: 'red-light', exemption: 'warning-lamps' }]);
  for (const hits of [judged(), judged(() => undefined)]) {
    expect(toldOf(hits)).toEqual(['red-light']);
    expect(hits[0]).not.toHaveProperty('exemption');
  }
});

test('who may still be seen to be exempt is waited for, but not for ever', () => {
  const scene = aScene({ signals, lines: [stop] });
  const slow = aTrack({ from: [0.5, 0.95], to: [0.5, 0.05], seconds: 18 });
  /** What is told while it is in the picture, and when; its lamps can be seen from `lampsS` on. */
  const toldIf = (lampsS: number, mayBeExempt: boolean) => {
    let now = 0;
    const judge = new Judge(scene, {
      exemption: () => (now >= lampsS ? 'warning-lamps' : undefined),
      mayBeExempt: () => mayBeExempt && now < lampsS,
    });
    const [hit] = slow.trajectory.flatMap(({ t }, index) => {
      now = t;
      return judge.judge([early(slow, index + 1)], red).hits.map((one) => ({ ...one, toldS: t }));
    });
    if (!hit) throw new Error('it ran the red light');
    return hit;
  };
  const usual = toldIf(Infinity, false);
  const flagged = toldIf(usual.toldS + 3, true);
  expect(flagged).toMatchObject({ rule: 'red-light', exemption: 'warning-lamps', atS: usual.atS });
  const unknown = toldIf(Infinity, true);
  expect(unknown.exemption).toBeUndefined();
  expect(unknown.toldS - usual.toldS).toBeCloseTo(6);
});

describe('one vehicle is one case', () => {
  test('the gravest act names it, a lesser one of the same moment is listed', () => {
    const scene = aScene({
      zones: [
        { id: 'closed', kind: 'no-entry', polygon: square },
        { id: 'lane', kind: 'lane', polygon: square, direction: [0, 1], classes: ['motorbike'] },
      ],
    });
    const { hits } = play(scene, [aTrack({ from: [0.5, 0.8], to: [0.5, 0.2] })]);
    expect(toldOf(hits)).toEqual(['wrong-way + no-entry']);
    const [hit, ...more] = new Judge(scene).judge([aTrack({ from: [0.5, 0.8], to: [0.5, 0.2] })]).hits;
    expect(hit).toMatchObject({ rule: 'wrong-way', also: [{ rule: 'no-entry' }, { rule: 'wrong-lane' }] });
    expect(more).toEqual([]);
  });

  test('a lesser act waits for a graver one that is about to be decided', () => {
    const scene = aScene({
      ...{ signals, lines: [stop] },
      zones: [
        {
          id: 'closed',
          kind: 'no-entry',
          polygon: [
            [0.1, 0.38],
            [0.9, 0.38],
            [0.9, 0.49],
            [0.1, 0.49],
          ],
        },
      ],
    });
    const { hits } = play(scene, [runs], { lights: red });
    expect(toldOf(hits)).toEqual(['red-light + no-entry']);
  });
});

describe('a vehicle that the detector gave two boxes', () => {
  const scene = aScene({ signals, lines: [stop] });
  const of = (id: number, keep: (index: number) => boolean, east = 0.5) => {
    const track = aTrack({ from: [east, 0.95], to: [east + 0.004, 0.15], seconds: 6, id });
    return { ...track, trajectory: track.trajectory.filter((_, index) => keep(index)) };
  };

  test('is one case, although each box has a track of its own', () => {
    const twice = [of(1, (i) => i % 3 !== 1), of(2, (i) => i % 3 !== 0)];
    expect(toldOf(play(scene, twice, { lights: red }).hits)).toEqual(['red-light']);
  });

  test('two vehicles side by side are two', () => {
    const beside = [of(1, () => true), of(2, () => true, 0.58)];
    expect(toldOf(play(scene, beside, { lights: red }).hits)).toEqual(['red-light', 'red-light']);
  });
});

describe('nothing is told of', () => {
  const scene = aScene({ signals, lines: [stop] });
  const told = (conditions: (t: number) => object) =>
    toldOf(play(scene, [runs], { lights: red, conditions }).hits);

  test('a time in which the camera could not be trusted', () => {
    expect(told(() => ({}))).toEqual(['red-light']);
    expect(told((t) => (t > 1 && t < 1.5 ? { untrusted: 'moved' } : {}))).toEqual(['red-light']);
    // It came back in the middle of the crossing: what began before is not judged.
    expect(told((t) => (t < 3.6 ? { untrusted: 'moved' } : {}))).toEqual([]);
  });

  test('a junction where an officer directs the traffic', () => {
    expect(told(() => ({ officerDirecting: true }))).toEqual([]);
    const inScene = aScene({ signals, lines: [stop], officerDirecting: true });
    expect(toldOf(play(inScene, [runs], { lights: red }).hits)).toEqual([]);
  });

  test('a rule that is switched off', () => {
    const off = aScene({ signals, lines: [stop], rules: { 'red-light': { off: true } } });
    expect(toldOf(play(off, [runs], { lights: red }).hits)).toEqual([]);
  });

  test.each([
    ['a line without length', { signals, lines: [{ ...stop, to: [0, 0.5] }] }],
    [
      'a polygon that crosses itself',
      {
        zones: [
          {
            id: 'x',
            kind: 'no-entry' as const,
            polygon: [
              [0, 0],
              [1, 1],
              [1, 0],
              [0, 1],
            ],
          },
        ],
      },
    ],
    [
      'a polygon that encloses nothing',
      {
        zones: [
          {
            id: 'x',
            kind: 'no-entry' as const,
            polygon: [
              [0, 0],
              [1, 1],
              [0.5, 0.5],
            ],
          },
        ],
      },
    ],
  ])('geometry that is none: %s', (_, parts) => {
    expect(toldOf(play(aScene(parts), [runs], { lights: red }).hits)).toEqual([]);
  });
});

test('a wall clock that is set in the middle of a crossing changes no moment and no verdict', () => {
  const windows = [{ from: '06:00', to: '22:00' }];
  const scene = aScene({ signals, lines: [{ ...stop, when: { windows, holidays: 'as-usual' as const } }] });
  const start = Date.parse('2026-11-25T12:00:00+07:00');
  const steady = play(scene, [runs], { lights: red, conditions: (t) => ({ utcMs: start + t * 1000 }) });
  const set = play(scene, [runs], {
    lights: red,
    conditions: (t) => ({ utcMs: start + t * 1000 + (t > 3 ? -3_600_000 : 0) }),
  });
  const plain = ({ hits }: typeof set) => hits.map(({ rule, beganS, atS }) => ({ rule, beganS, atS }));
  expect(plain(set)).toEqual(plain(steady));
  expect(plain(set)).toHaveLength(1);
});

test('“why not?”: the condition that stopped each rule is kept', () => {
  const scene = aScene({ signals, lines: [stop] });
  const why = (lights: ReturnType<typeof lightsOf>, track = runs) => {
    const judge = new Judge(scene);
    for (let n = 1; n <= track.trajectory.length; n += 1) judge.judge([early(track, n)], lights);
    return judge.verdicts(track.id).find(({ rule }) => rule === 'red-light');
  };
  expect(why(red)).toMatchObject({ outcome: 'hit', zone: 'stop' });
  expect(why(lightsOf({ main: [['green', -5]] }))).toMatchObject({ outcome: 'clear', stoppedBy: 'not-red' });
  expect(why(lightsOf({ main: [['unknown', -5]] }))).toMatchObject({ stoppedBy: 'signal-unknown' });
  expect(why(red, { ...runs, class: 'person' })).toMatchObject({ stoppedBy: 'other-class' });
});
