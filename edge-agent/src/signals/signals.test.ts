import type { SignalState } from '@vamco/contracts';
import { describe, expect, test } from 'vitest';
import type { LampColour } from './lamp.ts';
import { seenLamps, type SignalView } from './lamps.testing.ts';
import { SignalWatch } from './signal-watch.ts';

const FPS = 5;

/** A small seeded generator (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

interface Phase {
  seconds: number;
  lit: LampColour[];
  view?: Partial<SignalView>;
}
const cycle: Phase[] = [
  { seconds: 12, lit: ['red'] },
  { seconds: 10, lit: ['green'] },
  { seconds: 3, lit: ['yellow'] },
];

/** Plays phases to a watch: what it said for each frame, what was true, and its changes. */
function play(phases: Phase[], view: Partial<SignalView> = {}, watch = new SignalWatch('main')) {
  const random = seeded(7);
  const shown: { t: number; lit: LampColour[] }[] = [];
  const changes: { t: number; state: SignalState }[] = [];
  let n = 0;
  for (const phase of phases) {
    for (let left = Math.round(phase.seconds * FPS); left > 0; left -= 1, n += 1) {
      const change = watch.frame(seenLamps({ ...view, ...phase.view, lit: phase.lit }, random), n / FPS);
      if (change) changes.push({ t: change.sinceS, state: change.state });
      shown.push({ t: n / FPS, lit: phase.lit });
    }
  }
  // A change is believed one frame later and dated back: the timeline is what rules are judged by.
  const said = (t: number) => changes.findLast((change) => change.t <= t)?.state ?? 'unknown';
  return { frames: shown.map((frame) => ({ ...frame, said: said(frame.t) })), changes };
}

const states = (changes: { state: SignalState }[]) => changes.map(({ state }) => state);

describe('a cycle is read', () => {
  const views: [string, Partial<SignalView>][] = [
    ['by day', {}],
    ['at dusk', { daylight: 0.3, bloom: 0.15 }],
    ['by night, the light spilling over the neighbours', { daylight: 0.05, bloom: 0.45, noise: 12 }],
    ['with some sun on the lenses', { daylight: 1, sun: 0.3 }],
    ['with arrows that light a fifth of their region', { filled: 0.2 }],
    ['in infra-red', { daylight: 0.1, infrared: true }],
  ];
  test.each(views)('%s', (_, view) => {
    const { frames, changes } = play([...cycle, ...cycle, ...cycle], view);
    const three = ['red', 'green', 'yellow'];
    expect(states(changes)).toEqual([...three, ...three, ...three]);
    expect(frames.filter(({ said, lit }) => said !== lit.join('+'))).toEqual([]);
  });

  test('and each change has the time of its first frame', () => {
    const { changes } = play([...cycle, ...cycle]);
    expect(changes.map(({ t }) => t)).toEqual([0, 12, 22, 25, 37, 47]);
  });
});

test('red and yellow together are said so', () => {
  const { changes } = play([
    ...cycle,
    { seconds: 5, lit: ['red'] },
    { seconds: 2, lit: ['red', 'yellow'] },
    ...cycle.slice(1),
  ]);
  expect(states(changes)).toEqual(['red', 'green', 'yellow', 'red', 'red+yellow', 'green', 'yellow']);
});

test('a yellow lamp that blinks is flashing, and stops being it', () => {
  const blink: Phase[] = [
    { seconds: 0.6, lit: ['yellow'] },
    { seconds: 0.6, lit: [] },
  ];
  const { changes, frames } = play([...cycle, ...Array.from({ length: 10 }, () => blink).flat(), ...cycle]);
  expect(states(changes)).toEqual(['red', 'green', 'yellow', 'flashing', 'red', 'green', 'yellow']);
  const times = changes.map(({ t }) => t);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(frames.filter(({ said }) => said === 'flashing').length).toBeGreaterThan(6 * FPS);
});

test('a lamp whose LEDs flicker between frames stays lit', () => {
  const flicker = Array.from({ length: 8 }, (): Phase[] => [
    { seconds: 1, lit: ['red'] },
    { seconds: 0.2, lit: [] },
  ]).flat();
  expect(states(play([...cycle, ...flicker]).changes)).toEqual(['red', 'green', 'yellow', 'red']);
});

test('a lamp whose LEDs beat with the shutter is dark now and then, and still lit', () => {
  const beat = Array.from({ length: 6 }, (): Phase[] => [
    { seconds: 1.6, lit: ['green'] },
    { seconds: 0.4, lit: [] },
  ]).flat();
  expect(states(play([...cycle, { seconds: 5, lit: ['red'] }, ...beat]).changes).slice(-2)).toEqual([
    'red',
    'green',
  ]);
});

test('a dead yellow lamp is a dark signal between green and red, never a guess', () => {
  const dead: Phase[] = [
    { seconds: 10, lit: ['green'] },
    { seconds: 3, lit: [] },
    { seconds: 10, lit: ['red'] },
  ];
  expect(states(play([...dead, ...dead]).changes)).toEqual(['green', 'off', 'red', 'green', 'off', 'red']);
});

describe('what stands in front of the signal is unknown', () => {
  test.each([
    ['a red bus', [190, 30, 30]],
    ['a green bus', [40, 170, 120]],
    ['a white van', [225, 225, 220]],
    ['a yellow truck', [230, 180, 40]],
    ['a dark truck', [70, 75, 90]],
  ] as const)('%s', (_, covered) => {
    const { changes, frames } = play([
      ...cycle,
      ...cycle,
      { seconds: 6, lit: ['green'], view: { covered } },
      ...cycle,
    ]);
    const before = 2 * (12 + 10 + 3) * FPS;
    const hidden = frames.slice(before + 2, before + 6 * FPS);
    expect(new Set(hidden.map(({ said }) => said))).not.toContain('red');
    expect(hidden.filter(({ said }) => said === 'unknown' || said === 'off').length).toBeGreaterThan(
      hidden.length - 6,
    );
    expect(states(changes).slice(-3)).toEqual(['red', 'green', 'yellow']);
  });

  test('also at the very first sight', () => {
    const { changes } = play([{ seconds: 5, lit: ['green'], view: { covered: [190, 30, 30] } }]);
    expect(states(changes)).toEqual([]);
  });
});

test('low sun on the lenses delays the first reading, and then it is right', () => {
  const { frames } = play([...cycle, ...cycle, ...cycle], { daylight: 1, sun: 0.5 });
  const wrong = frames.filter(({ said, lit }) => said !== 'unknown' && said !== lit.join('+'));
  expect(wrong).toEqual([]);
  expect(frames.filter(({ t, said }) => t > 25 && said === 'unknown')).toEqual([]);
});

test('sun that makes every lens glow is no red light', () => {
  const { frames } = play([{ seconds: 10, lit: ['green'], view: { daylight: 1, sun: 0.9 } }]);
  expect(frames.filter(({ said }) => said.includes('red'))).toEqual([]);
});
