import { expect, test } from 'vitest';
import { CatchUp } from './catch-up.ts';

interface Play {
  /** Pictures a second that the decoder can take at a moment. */
  takes: (streamS: number) => number;
  seconds: number;
  keyEvery?: number;
  /** What the decoder says of a picture, every second one of them. */
  tells?: (stampS: number) => number;
}

/** Ten pictures a second, a key picture every two seconds. */
function play({ takes, seconds, keyEvery = 20, tells = (stampS) => stampS }: Play) {
  let letGoS = 0;
  const catchUp = new CatchUp((s) => {
    letGoS += s;
  });
  const [got, waiting] = [[] as number[], [] as number[]];
  let [room, behindS] = [0, 0];
  for (let picture = 0; picture < seconds * 10; picture += 1) {
    const streamS = picture / 10;
    room = Math.min(1, room) + takes(streamS) / 10;
    for (; room >= 1 && waiting.length > 0; room -= 1) {
      const next = waiting.shift() ?? 0;
      if (next % 2 === 0) catchUp.decoded(tells(next / 10));
    }
    const isKey = () => picture % keyEvery === 0;
    if (!catchUp.admits({ stampS: streamS, streamS, nowMs: 5_000 + 1000 * streamS, isKey })) continue;
    got.push(picture);
    waiting.push(picture);
    behindS = Math.max(behindS, streamS > 40 ? streamS - (waiting[0] ?? 0) / 10 : 0);
  }
  const resumed = got.filter((picture, index) => index > 0 && picture !== (got[index - 1] ?? 0) + 1);
  return { got, behindS, resumed, letGoS };
}

/** Takes nothing for ten seconds, and is quick otherwise. */
const pauses = (streamS: number) => (streamS > 20 && streamS < 30 ? 0 : 50);

test('who keeps up gets every picture', () => {
  const { got, letGoS } = play({ takes: () => 20, seconds: 60 });
  expect(got).toHaveLength(600);
  expect(letGoS).toBe(0);
});

test('what is let go is counted, as seconds of the stream', () => {
  const { got, letGoS } = play({ takes: pauses, seconds: 60 });
  expect(letGoS).toBeGreaterThan(4);
  expect(letGoS * 10).toBeCloseTo(600 - got.length, 6);
});

test('who takes half of the stream gets it a few seconds late, and goes on with key pictures alone', () => {
  const { got, behindS, resumed } = play({ takes: () => 5, seconds: 300 });
  // Three seconds wait, and take twice as long.
  expect(behindS).toBeLessThan(6.5);
  expect(resumed.length).toBeGreaterThan(5);
  expect(resumed.every((picture) => picture % 20 === 0)).toBe(true);
  expect(got.length).toBeGreaterThan(1_300);
});

test('who begins with much to read keeps the beginning', () => {
  const { got } = play({ takes: (streamS) => (streamS < 6 ? 0 : 50), seconds: 30 });
  expect(got).toHaveLength(300);
});

test('a stream without key pictures goes on after a while', () => {
  const { resumed } = play({ takes: pauses, seconds: 60, keyEvery: Infinity });
  expect(resumed).toHaveLength(1);
});

test('of a decoder that counts otherwise nothing is known: it gets what there is', () => {
  const { got } = play({ takes: () => 10, seconds: 60, tells: (stampS) => stampS + 1_000 });
  expect(got.length).toBeGreaterThan(550);
});

test('time stamps that jump back do no harm', () => {
  const catchUp = new CatchUp(() => undefined);
  let admitted = 0;
  for (let picture = 0; picture < 600; picture += 1) {
    const stampS = picture < 300 ? picture / 10 + 5_000 : (picture - 300) / 10;
    const streamS = picture < 300 ? stampS : 5_030;
    admitted += Number(
      catchUp.admits({ stampS, streamS, nowMs: picture * 100, isKey: () => picture % 20 === 0 }),
    );
    catchUp.decoded(stampS);
  }
  expect(admitted).toBe(600);
});

test('a thrifty camera, of whose pictures the decoder tells when the next one comes, is not behind', () => {
  const catchUp = new CatchUp(() => undefined);
  let admitted = 0;
  for (let picture = 0; picture < 60; picture += 1) {
    const stampS = 2 * picture;
    admitted += Number(catchUp.admits({ stampS, streamS: stampS, nowMs: 1000 * stampS, isKey: () => true }));
    if (picture > 1) catchUp.decoded(stampS - 4);
  }
  expect(admitted).toBe(60);
});

test('a decoder that tells nothing any more gets another chance, now and then', () => {
  const catchUp = new CatchUp(() => undefined);
  const got: number[] = [];
  for (let picture = 0; picture < 600; picture += 1) {
    const stampS = picture / 10;
    const isKey = () => picture % 20 === 0;
    if (catchUp.admits({ stampS, streamS: stampS, nowMs: 100 * picture, isKey })) got.push(picture);
    if (picture < 200) catchUp.decoded(stampS);
  }
  const later = got.filter((picture) => picture > 240);
  expect(later.length).toBeGreaterThan(3);
  expect(later.every((picture) => picture % 20 === 0)).toBe(true);
});
