import type { ObjectClass, SignalState } from '@vamco/contracts';
import { describe, expect, test } from 'vitest';
import { aScene, aTrack, early } from '../../../tests/support/builders.ts';
import { SignalTimeline } from '../signals/signal-timeline.ts';
import type { Track } from '../track/track.ts';
import { Judge, type Lights } from './judge.ts';
import { passage } from './passage.ts';

const square = [
  [0.2, 0.2],
  [0.8, 0.2],
  [0.8, 0.8],
  [0.2, 0.8],
];
const scene = aScene({
  lines: [{ id: 'main', kind: 'count', from: [0, 0.5], to: [1, 0.5], forward: [0, 1] }],
  zones: [{ id: 'lane', kind: 'lane', polygon: square, direction: [0, 1] }],
});
const [line] = scene.lines;
const [lane] = scene.zones;
const closed = (classes?: ObjectClass[]) =>
  aScene({ zones: [{ id: 'closed', kind: 'no-entry', polygon: square, ...(classes && { classes }) }] });
if (!line || !lane) throw new Error('the scene lost its line or its lane');
const accused = (track: Track, where = scene) => new Judge(where).judge([track]).hits;

describe('passage', () => {
  test.each([
    ['downwards over the line', [0.5, 0.3], [0.5, 0.7], 'forward'],
    ['upwards over the line', [0.5, 0.7], [0.5, 0.3], 'backward'],
    ['stops before the line', [0.5, 0.3], [0.5, 0.48], undefined],
    ['stops on the line', [0.5, 0.3], [0.5, 0.505], undefined],
    ['along the line', [0.1, 0.45], [0.9, 0.45], undefined],
  ] as const)('%s', (_, from, to, expected) => {
    expect(passage(aTrack({ from, to }), line)?.direction).toBe(expected);
  });

  test('beyond the end of the line is no passage', () => {
    const half = { ...line, to: [0.4, 0.5] as const };
    expect(passage(aTrack({ from: [0.7, 0.3], to: [0.7, 0.7] }), half)).toBeUndefined();
  });

  test('a vehicle that trembles on the line is counted once', () => {
    const track = aTrack({ from: [0.5, 0.3], to: [0.5, 0.7] });
    const judge = new Judge(
      aScene({ lines: [{ id: 'main', kind: 'count', from: [0, 0.5], to: [1, 0.5], forward: [0, 1] }] }),
    );
    const told = track.trajectory.map((_, index) => {
      const seen = early(track, index + 1);
      for (const point of seen.trajectory.slice(-1))
        Object.assign(point, {
          at: [0.5 + 0.01 * (index % 2), point.at[1] + 0.012 * (index % 2 === 0 ? 1 : -1)],
        });
      return judge.judge([seen]).passages.length;
    });
    expect(told.reduce((sum, count) => sum + count, 0)).toBe(1);
  });

  test('going back over the line is a second passage', () => {
    const judge = new Judge(scene);
    const there = aTrack({ from: [0.5, 0.3], to: [0.5, 0.7] });
    const back = aTrack({ from: [0.5, 0.7], to: [0.5, 0.3] });
    const whole = {
      ...there,
      trajectory: [
        ...there.trajectory,
        ...back.trajectory.map((p) => ({ ...p, t: p.t + 4, frame: p.frame + 30 })),
      ],
    };
    expect(judge.judge([there]).passages.map(({ direction }) => direction)).toEqual(['forward']);
    expect(judge.judge([whole]).passages.map(({ direction }) => direction)).toEqual(['backward']);
  });
});

describe('wrong way', () => {
  test.each([
    ['against the lane', [0.5, 0.75], [0.5, 0.3], 'car', true],
    ['with the lane', [0.5, 0.3], [0.5, 0.75], 'car', false],
    ['across the lane', [0.25, 0.5], [0.75, 0.5], 'car', false],
    ['against, but outside the lane', [0.9, 0.75], [0.9, 0.3], 'car', false],
    ['against, but less than its own height', [0.5, 0.5], [0.5, 0.45], 'car', false],
    ['a person walking against it', [0.5, 0.75], [0.5, 0.3], 'person', false],
  ] as const)('%s', (_, from, to, name, hit) => {
    expect(accused(aTrack({ from, to, class: name })).length > 0).toBe(hit);
  });

  test('one frame’s jump back of a tracker is no violation', () => {
    expect(accused(aTrack({ from: [0.5, 0.75], to: [0.5, 0.3], seconds: 0.25 }))).toEqual([]);
  });

  test('says when it began: where the vehicle turned', () => {
    const there = aTrack({ from: [0.5, 0.3], to: [0.5, 0.6], seconds: 2 });
    const back = aTrack({ from: [0.5, 0.6], to: [0.5, 0.3], seconds: 2 });
    const track = {
      ...there,
      trajectory: [...there.trajectory, ...back.trajectory.slice(1).map((p) => ({ ...p, t: p.t + 2 }))],
    };
    expect(accused(track)).toMatchObject([{ rule: 'wrong-way', zone: 'lane', beganS: 2, atS: 4 }]);
  });
});

describe('no entry', () => {
  test.each([
    ['drives through', [0.25, 0.5], [0.75, 0.5], 'truck', undefined, true],
    ['stands at its edge', [0.21, 0.5], [0.23, 0.5], 'truck', undefined, false],
    ['a class that may enter', [0.25, 0.5], [0.75, 0.5], 'motorbike', ['truck'], false],
    ['a person', [0.25, 0.5], [0.75, 0.5], 'person', undefined, false],
  ] as const)('%s', (_, from, to, name, classes, hit) => {
    const hits = accused(aTrack({ from, to, class: name }), closed(classes && [...classes]));
    expect(hits.length > 0).toBe(hit);
  });
});

test('one vehicle is one case, whatever else it does', () => {
  const judge = new Judge(
    aScene({
      zones: [
        { id: 'closed', kind: 'no-entry', polygon: square },
        { id: 'lane', kind: 'lane', polygon: square, direction: [0, 1] },
      ],
    }),
  );
  const track = aTrack({ from: [0.5, 0.75], to: [0.5, 0.3] });
  expect(judge.judge([track]).hits.map(({ rule }) => rule)).toEqual(['wrong-way']);
  expect(judge.judge([track]).hits).toEqual([]);
});

describe('a stop line with a light', () => {
  const signals = [{ id: 'main', lamps: { red: [0, 0, 0.1, 0.1] } }];
  const lit = aScene({
    signals,
    lines: [
      { id: 'stop', kind: 'stop-line', from: [0, 0.5], to: [1, 0.5], forward: [0, -1], signal: 'main' },
    ],
  });
  /** Changes `[state, since]`, certain up to `settled`. */
  const light = (changes: [SignalState, number][], settled = 60) => {
    const timeline = new SignalTimeline();
    for (const [state, sinceS] of changes) timeline.change(state, sinceS);
    timeline.settle(settled);
    return new Map([['main', timeline]]);
  };
  const red = light([['red', -10]]);
  const run = { from: [0.5, 0.9], to: [0.5, 0.2] } as const;
  const hits = (track: Track, lights: Lights) => new Judge(lit).judge([track], lights).hits;

  test('past it on red is a red light, from where it met the line to where it was sure', () => {
    const [hit] = hits(aTrack({ ...run, seconds: 7 }), red);
    expect(hit).toMatchObject({
      rule: 'red-light',
      zone: 'stop',
      signal: { id: 'main', state: 'red', sinceS: -10 },
    });
    // Its front met the line before its ground point did, by 0.6 of its height.
    expect(hit?.beganS).toBeCloseTo(3.4);
    expect(hit?.atS).toBeCloseTo(4.5, 1);
  });

  test.each<[string, [SignalState, number][], number?]>([
    ['the light is green', [['green', -10]]],
    [
      'it is yellow when the vehicle meets the line',
      [
        ['yellow', -10],
        ['red', 4.1],
      ],
    ],
    [
      'red came a blink before',
      [
        ['yellow', -10],
        ['red', 3.8],
      ],
    ],
    [
      'red came after it was last surely before the line',
      [
        ['green', -10],
        ['red', 3.99],
      ],
    ],
    [
      'the light turns green while it is still at the line',
      [
        ['red', -10],
        ['green', 4.3],
      ],
    ],
    ['nobody knows the light', [['unknown', -10]]],
    [
      'the light was covered in between',
      [
        ['red', -10],
        ['unknown', 4.2],
        ['red', 4.6],
      ],
    ],
    ['the light is out', [['off', -10]]],
    ['it flashes', [['flashing', -10]]],
    ['the light is not certain yet', [['red', -10]], 4.2],
  ])('no red light when %s', (_, changes, settled) => {
    expect(hits(aTrack({ ...run, seconds: 7 }), light(changes, settled))).toEqual([]);
  });

  test.each([
    ['stops before the line', { from: [0.5, 0.9], to: [0.5, 0.52] }],
    ['comes from the other side', { from: [0.5, 0.2], to: [0.5, 0.9] }],
    ['is first seen beyond the line', { from: [0.5, 0.48], to: [0.5, 0.1] }],
    ['is a person on foot', { ...run, class: 'person' }],
    ['drives along it', { from: [0.1, 0.55], to: [0.9, 0.55] }],
  ] as const)('no red light for who %s', (_, way) => {
    expect(hits(aTrack(way), red)).toEqual([]);
  });

  test('hidden behind a bus while it went over is no evidence', () => {
    const track = aTrack({ ...run, seconds: 7 });
    const gap = { ...track, trajectory: track.trajectory.filter(({ t }) => t < 3 || t > 4.7) };
    expect(hits(gap, red)).toEqual([]);
  });

  /** Rolls over the line on red and waits there until `leaves`. */
  function waits(beyond: number, leaves: number): Track {
    const roll = aTrack({ from: [0.5, 0.9], to: [0.5, 0.5 - beyond], seconds: 4 });
    const stand = aTrack({ from: [0.5, 0.5 - beyond], to: [0.5, 0.5 - beyond], seconds: leaves - 4 });
    const go = aTrack({ from: [0.5, 0.5 - beyond], to: [0.5, 0.1], seconds: 3 });
    const later = (track: Track, by: number) => track.trajectory.slice(1).map((p) => ({ ...p, t: p.t + by }));
    return { ...roll, trajectory: [...roll.trajectory, ...later(stand, 4), ...later(go, leaves)] };
  }
  const turnsGreen = light([
    ['red', -10],
    ['green', 14],
  ]);

  test('waiting beyond it is the small offence, told when the red is over', () => {
    const [hit, ...more] = hits(waits(0.05, 14.5), turnsGreen);
    expect(hit).toMatchObject({ rule: 'stop-line', zone: 'stop', signal: { state: 'red' } });
    expect(hit?.atS).toBeCloseTo(14, 0);
    expect(more).toEqual([]);
    expect(hits(early(waits(0.05, 30), 150), red)).toEqual([]);
  });

  test('who waits far beyond it until it is green ran no light', () => {
    const told = hits(waits(0.06, 14.2), turnsGreen);
    expect(told.map(({ rule }) => rule)).toEqual(['stop-line']);
  });

  test('waiting on the line itself is nothing', () => {
    expect(hits(waits(0.01, 14.5), turnsGreen)).toEqual([]);
  });

  test('who seems to wait beyond it, but whose wheels are always behind somebody, is accused of nothing', () => {
    const track = waits(0.05, 14.5);
    const hiddenFrom = (t: number) => ({
      ...track,
      trajectory: track.trajectory.map((point) => (point.t < t ? point : { ...point, hiddenBelow: true })),
    });
    expect(hits(hiddenFrom(1), turnsGreen)).toEqual([]);
    expect(hits(hiddenFrom(6), turnsGreen).map(({ rule }) => rule)).toEqual(['stop-line']);
  });

  test('who waits beyond it and then starts on red ran the light', () => {
    expect(hits(waits(0.05, 8), turnsGreen).map(({ rule }) => rule)).toEqual(['red-light']);
  });
});
