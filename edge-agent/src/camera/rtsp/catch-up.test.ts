import { expect, test } from 'vitest';
import { CatchUp } from './catch-up.ts';

/** Ten pictures a second of 100 kB, a key picture every two seconds; the reader takes `takes` bytes a second. */
function play(takes: (streamS: number) => number, seconds: number, keyEvery = 20) {
  let letGoS = 0;
  const catchUp = new CatchUp((s) => {
    letGoS += s;
  });
  const got: number[] = [];
  let [backlogBytes, most] = [0, 0];
  for (let picture = 0; picture < seconds * 10; picture += 1) {
    const streamS = picture / 10;
    backlogBytes = Math.max(0, backlogBytes - takes(streamS) / 10);
    const isKey = () => picture % keyEvery === 0;
    if (!catchUp.admits({ streamS, begins: true, isKey, backlogBytes, bytesPerS: 1_000_000 })) continue;
    backlogBytes += 100_000;
    most = Math.max(most, backlogBytes);
    got.push(picture);
  }
  const resumed = got.filter((picture, index) => index > 0 && picture !== (got[index - 1] ?? 0) + 1);
  return { got, most, resumed, letGoS };
}

test('who keeps up gets every picture', () => {
  const { got, letGoS } = play(() => 2_000_000, 60);
  expect(got).toHaveLength(600);
  expect(letGoS).toBe(0);
});

test('what is let go is counted, as seconds of the stream', () => {
  // Once: between twenty and thirty seconds nothing is read.
  const { got, letGoS } = play((streamS) => (streamS > 20 && streamS < 30 ? 0 : 5_000_000), 60);
  expect(letGoS).toBeGreaterThan(4);
  expect(letGoS * 10).toBeCloseTo(600 - got.length, 6);
});

test('who takes half of the stream is never much more than three seconds behind, and goes on with key pictures alone', () => {
  const { got, most, resumed } = play(() => 500_000, 300);
  expect(most).toBeLessThanOrEqual(5_100_000);
  expect(resumed.length).toBeGreaterThan(5);
  expect(resumed.every((picture) => picture % 20 === 0)).toBe(true);
  expect(got.length).toBeGreaterThan(1_300);
});

test('who begins with much to read keeps the beginning', () => {
  const { got } = play((streamS) => (streamS < 6 ? 0 : 5_000_000), 30);
  expect(got).toHaveLength(300);
});

test('a stream without key pictures goes on after a while', () => {
  const { resumed } = play((streamS) => (streamS > 20 && streamS < 30 ? 0 : 5_000_000), 60, Infinity);
  expect(resumed).toHaveLength(1);
});
