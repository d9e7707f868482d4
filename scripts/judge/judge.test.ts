import { expect, test } from 'vitest';
import type { Truth } from '../../tests/support/truth.ts';
import { judgeOthers } from './other-figures.ts';
import { judgeRules, RuleFigures } from './rule-figures.ts';
import type { Told } from './told.ts';

const nothing: Told = { violations: [], passages: [], plates: [], riders: [], signals: [], frames: [] };
const act = { start: 10, moment: 11, end: 13, class: 'motorbike', zone: 'stop' };

/** Two motorbikes: 1 on the left runs the red at 10 s, 2 on the right turns, which it may. */
function truth(more: Partial<Truth> = {}): Truth {
  const row = (id: number, x: number) => [id, x, 300, 50, 90, x, 300, 50, 90, 100, 0, 0, 200];
  return {
    ...{ schema: 'truth.v2', name: 'two', seed: 1, camera: 'hand', condition: 'day' },
    ...{ width: 1000, height: 500, fps: 10, seconds: 20, tracks: [], signals: [], passages: [] },
    frames: Array.from({ length: 200 }, (_, i) => ({
      t: i / 10,
      objects: [row(1, 100), row(2, 700)],
      plates: [],
    })),
    violations: [{ rule: 'red-light', ...act, track: 1, certain: true }],
    nonViolations: [{ rule: 'red-light', kind: 'turns-right-on-red', ...act, track: 2 }],
    ...{ alerts: [], visits: [] },
    ...more,
  };
}

function judged(told: Partial<Told>, what = truth(), rule = 'red-light'): RuleFigures {
  const figures = new Map<string, RuleFigures>();
  judgeRules(what, { ...nothing, ...told }, figures);
  return figures.get(rule) ?? new RuleFigures();
}

const left = [0.1, 0.6, 0.05, 0.18] as const;
const right = [0.7, 0.6, 0.05, 0.18] as const;

test('the right vehicle at the right time is right, with the time error of its begin', () => {
  const {
    right: found,
    wrong,
    missed,
    timeErrors,
  } = judged({
    violations: [{ t: 11, rule: 'red-light', track: 5, began: 10.3, box: left }],
  });
  expect({ found, wrong, missed }).toEqual({ found: 1, wrong: 0, missed: 0 });
  expect(timeErrors[0]).toBeCloseTo(0.3);
});

test('the wrong vehicle at the right time is wrong, and the near miss is named', () => {
  const {
    right: found,
    wrong,
    missed,
    nearMisses,
  } = judged({
    violations: [{ t: 11, rule: 'red-light', track: 5, began: 10, box: right }],
  });
  expect({ found, wrong, missed }).toEqual({ found: 0, wrong: 1, missed: 1 });
  expect(nearMisses).toEqual(['turns-right-on-red']);
});

test('a case that lists the act among others has found it; the same act told twice is spared', () => {
  const told = { t: 11, rule: 'wrong-way', track: 5, box: left, also: [{ rule: 'red-light' }] };
  expect(judged({ violations: [told] }).right).toBe(1);
  const twice = { t: 11, rule: 'red-light', track: 5, box: left };
  const { right: found, spared, wrong } = judged({ violations: [twice, { ...twice, track: 6 }] });
  expect({ found, spared, wrong }).toEqual({ found: 1, spared: 1, wrong: 0 });
});

test('an emergency vehicle that is flagged is no false call; an ordinary one must not be flagged', () => {
  const emergency = truth({
    nonViolations: [{ rule: 'red-light', kind: 'emergency-vehicle', ...act, track: 2 }],
  });
  const flagged = { t: 11, rule: 'red-light', began: 10, exemption: 'warning-lamps' };
  const rightly = judged({ violations: [{ ...flagged, track: 5, box: right }] }, emergency);
  expect(rightly).toMatchObject({ flagged: 1, wrong: 0, right: 0, flaggedWrong: 0 });
  const unflagged = { t: 11, rule: 'red-light', began: 10, track: 5, box: right };
  expect(judged({ violations: [unflagged] }, emergency)).toMatchObject({ flagged: 0, wrong: 1 });
  const wrongly = judged({ violations: [{ ...flagged, track: 5, box: left }] });
  expect(wrongly).toMatchObject({ flagged: 0, flaggedWrong: 1, right: 1 });
});

test('what is uncertain may be told or not', () => {
  const unsure = truth({ violations: [{ rule: 'red-light', ...act, track: 1, certain: false }] });
  expect(judged({}, unsure).missed).toBe(0);
  const { wrong, spared } = judged(
    { violations: [{ t: 11, rule: 'red-light', track: 5, box: left }] },
    unsure,
  );
  expect({ wrong, spared }).toEqual({ wrong: 0, spared: 1 });
});

test('two passengers told of who carries three: too little, and the graver act is missed', () => {
  const four = truth({ violations: [{ rule: 'three-passengers', ...act, track: 1, certain: true }] });
  const told = { violations: [{ t: 11, rule: 'two-passengers', track: 5, box: left }] };
  expect(judged(told, four, 'two-passengers')).toMatchObject({ right: 0, wrong: 0, spared: 1 });
  expect(judged(told, four, 'three-passengers')).toMatchObject({ missed: 1 });
  expect(judged(told, truth(), 'two-passengers')).toMatchObject({ wrong: 1 });
});

test('hand-made truth without frames is compared by time', () => {
  const byHand = truth({ frames: [] });
  expect(judged({ violations: [{ t: 11.5, rule: 'red-light', track: 5 }] }, byHand).right).toBe(1);
  expect(judged({ violations: [{ t: 17, rule: 'red-light', track: 5 }] }, byHand).wrong).toBe(1);
});

test('counts, plates and signals', () => {
  const what = truth({
    passages: [{ t: 5, line: 'main', direction: 'forward', class: 'motorbike', track: 1, certain: true }],
    tracks: [
      {
        ...{ id: 1, class: 'motorbike', riders: [true], intent: 'normal', largest: [0, 0, 1, 1] },
        plate: { text: '70B112345', family: 'moto5', colour: 'white' },
      },
    ],
    signals: [
      { t: 0, signal: 'main', state: 'green' },
      { t: 10, signal: 'main', state: 'red' },
    ],
  });
  what.frames[50]?.plates.push([1, 0, 0, 0, 0, 0, 0, 0, 0, 900]);
  const told: Told = {
    ...nothing,
    frames: [{ t: 5, tracks: [[7, ...left]] }],
    passages: [
      { t: 5, line: 'main', direction: 'forward', track: 7 },
      { t: 6, line: 'main', direction: 'forward', track: 8 },
    ],
    plates: [{ t: 6, track: 7, text: '70B112345', confidence: 0.9 }],
    signals: [{ t: 0, signal: 'main', state: 'green' }],
  };
  const { counts, plates, signals } = judgeOthers(what, told);
  expect(counts.get('main forward')).toEqual({ told: 2, real: 1 });
  expect(plates).toEqual({ right: 1, wrong: 0, none: 0 });
  const silent = judgeOthers(what, { ...told, plates: [] });
  expect(silent.plates).toEqual({ right: 0, wrong: 0, none: 1 });
  const misread = { t: 6, track: 7, text: '70B112346', confidence: 0.9 };
  expect(judgeOthers(what, { ...told, plates: [misread] }).plates).toEqual({ right: 0, wrong: 1, none: 0 });
  expect(signals.rightS / signals.allS).toBeCloseTo(9 / 19, 1);
});

test('a reference speed is held against the way that was really gone', () => {
  const what = truth();
  // Eight metres a second northwards: 28.8 km/h.
  for (const { t, objects } of what.frames) for (const row of objects) row[11] = Math.round(800 * t);
  const speed = { fromS: 4, toS: 5, kmh: 30 };
  const passage = { t: 5, line: 'main', direction: 'forward', track: 7 };
  const told: Told = {
    ...nothing,
    frames: [{ t: 5, tracks: [[7, ...left]] }],
    passages: [
      { ...passage, speed: { ...speed, low: 28, high: 32 } },
      { ...passage, speed: { ...speed, low: 29, high: 31 } },
    ],
  };
  const { speeds } = judgeOthers(what, told);
  expect(speeds).toMatchObject({ held: 1, all: 2 });
  expect(speeds.errors[0]).toBeCloseTo(1.2);
});

test('a reference speed is that of the vehicle which the track followed then', () => {
  const what = truth();
  // The left one drives, the right one stands; the track lay on the right one before, and for longer.
  for (const { t, objects } of what.frames) if (objects[0]) objects[0][11] = Math.round(800 * t);
  const on = (t: number, box: typeof left | typeof right): Told['frames'][number] => ({
    ...{ t, tracks: [[7, ...box]] },
  });
  const speed = { fromS: 4, toS: 5, kmh: 29, low: 28, high: 30 };
  const { speeds } = judgeOthers(what, {
    ...nothing,
    frames: [on(1, right), on(2, right), on(3, right), on(4, left), on(5, left)],
    passages: [{ t: 5, line: 'main', direction: 'forward', track: 7, speed }],
  });
  expect(speeds).toMatchObject({ held: 1, all: 1 });
});

test('riders are judged on near motorbikes, helmets where the number is right', () => {
  const near = { class: 'motorbike', intent: 'normal', largest: [0, 0, 50, 90] } as const;
  const there = truth({
    tracks: [
      { ...near, id: 1, riders: [true, false], largest: [...near.largest] },
      { ...near, id: 2, riders: [true], largest: [0, 0, 20, 40] },
    ],
  });
  const frames = [{ t: 1, tracks: [[5, ...left] as const, [6, ...right] as const].map((one) => [...one]) }];
  const heads = [{ helmet: 'yes' as const }, { helmet: 'no' as const }];
  const { riders } = judgeOthers(there, {
    ...nothing,
    frames: frames as never,
    riders: [
      { t: 9, track: 5, count: 2, heads },
      { t: 9, track: 6, count: 3, heads },
    ],
  });
  expect(riders).toEqual({ counted: 1, all: 1, right: 2, wrong: 0, unknown: 0, bareTold: 1, bareWrong: 0 });
});
