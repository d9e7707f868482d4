import { describe, expect, test } from 'vitest';
import type { PixelBox } from '../base/box.ts';
import type { RgbPicture } from '../base/rgb-picture.ts';
import type { GroundPoint, Track } from '../track/track.ts';
import { FlashCount } from './flash-count.ts';
import { lookAtRoof, roofOf } from './roof-look.ts';
import { WarningLamps } from './warning-lamps.ts';

type Rgb = readonly [number, number, number];
interface Lamp {
  box: PixelBox;
  colour: Rgb;
}

const VAN: PixelBox = [40, 30, 60, 50];
const RED: Rgb = [255, 60, 50];
const BLUE: Rgb = [60, 100, 255];
/** A bar of two lamps on the roof of the van. */
const left = (colour: Rgb): Lamp => ({ box: [55, 27, 14, 4], colour });
const right = (colour: Rgb): Lamp => ({ box: [70, 27, 14, 4], colour });

function picture(lamps: readonly Lamp[], paint: Rgb): RgbPicture {
  const [width, height] = [160, 96];
  const data = new Uint8Array(width * height * 3).fill(110);
  const fill = ([x, y, w, h]: PixelBox, colour: Rgb) => {
    for (let v = y; v < y + h; v += 1)
      for (let u = x; u < x + w; u += 1) data.set(colour, (v * width + u) * 3);
  };
  fill(VAN, paint);
  for (const { box, colour } of lamps) fill(box, colour);
  return { data, width, height };
}

function track(id: number, box: PixelBox, name: Track['class'] = 'car'): Track {
  return { id, state: 'confirmed', class: name, score: 0.9, box, trajectory: [] };
}

interface Film {
  lamps: (t: number) => Lamp[];
  paint?: Rgb;
  fps?: number;
  seconds?: number;
  others?: Track[];
  name?: Track['class'];
}

/** What is said of the van after some seconds. */
function flashes({
  lamps,
  paint = [230, 230, 226],
  fps = 8,
  seconds = 4,
  others = [],
  name = 'car',
}: Film): boolean {
  const watch = new WarningLamps();
  for (let t = 0; t < seconds; t += 1 / fps)
    watch.frame(picture(lamps(t), paint), 1, [track(1, VAN, name), ...others], t);
  return watch.flashOn(1);
}

/** Two flashes a second, the lamps take turns. */
const bar = (t: number) => (Math.floor(t * 4.2) % 2 === 0 ? [left(RED)] : [right(BLUE)]);

test.each([5, 8, 12.5, 25])('an ambulance is known by its lamps, whatever the frame rate: %s', (fps) => {
  expect(flashes({ lamps: bar, fps })).toBe(true);
});

test('a red fire engine with blue lamps, and one that has only red ones on white', () => {
  const blink = (lamp: Lamp) => (t: number) => (Math.floor(t * 5) % 2 === 0 ? [lamp] : []);
  expect(flashes({ lamps: blink(left(BLUE)), paint: [190, 20, 20], name: 'truck' })).toBe(true);
  expect(flashes({ lamps: blink(left(RED)), name: 'truck' })).toBe(true);
});

test('lamps that take turns on a body with red stripes and a dark blue bar, each half as bright as by night', () => {
  const stripes: Lamp = { box: [42, 32, 56, 6], colour: [185, 100, 90] };
  const dull = (t: number) =>
    Math.floor(t * 4.2) % 2 === 0
      ? [stripes, left([205, 80, 70]), right([40, 60, 110])]
      : [stripes, left([120, 60, 60]), right([70, 110, 200])];
  const counted = { red: new FlashCount(), blue: new FlashCount() };
  for (let t = 0; t < 4; t += 0.125) {
    const { red, blue } = lookAtRoof(picture(dull(t), [230, 230, 226]), roofOf(VAN), 1);
    counted.red.look(red, t);
    counted.blue.look(blue, t);
  }
  expect([counted.red.flashes, counted.blue.flashes]).toEqual([false, false]);
  expect(flashes({ lamps: dull })).toBe(true);
});

test('lamps that are off, a blue sign, a red body are nothing', () => {
  expect(flashes({ lamps: () => [] })).toBe(false);
  expect(flashes({ lamps: () => [left(BLUE), right(RED)] })).toBe(false);
  expect(flashes({ lamps: () => [], paint: [200, 20, 20] })).toBe(false);
});

test('a third brake lamp that is pressed now and then is no warning lamp', () => {
  const braking = (t: number) => (t % 3 < 1.2 ? [left(RED)] : []);
  expect(flashes({ lamps: braking, seconds: 20 })).toBe(false);
});

test('amber indicators are none', () => {
  const indicator = (t: number) => (Math.floor(t * 3) % 2 === 0 ? [left([255, 165, 20])] : []);
  expect(flashes({ lamps: indicator, seconds: 12 })).toBe(false);
});

test('a colourless night says nothing', () => {
  const white = (t: number) => (Math.floor(t * 4.2) % 2 === 0 ? [left([250, 250, 250])] : []);
  expect(flashes({ lamps: white })).toBe(false);
});

test('what lies behind another vehicle may be its lamps; two-wheelers and people have no roof', () => {
  const bus = track(2, [30, 10, 90, 84], 'bus');
  expect(flashes({ lamps: bar, others: [bus] })).toBe(false);
  expect(flashes({ lamps: bar, name: 'motorbike' })).toBe(false);
});

test('who is too small to have lamps of a pixel is not looked at', () => {
  const watch = new WarningLamps();
  for (let t = 0; t < 4; t += 0.125)
    watch.frame(picture(bar(t), [230, 230, 226]), 4, [track(1, [160, 120, 90, 70])], t);
  expect(watch.flashOn(1)).toBe(false);
});

describe('who was not looked at for long may still show lamps', () => {
  /** A van that grows (or shrinks) by so much in each of eight looks a second, as high as `1 / scale` of the near one. */
  function after(seconds: number, growth: number, scale = 1): boolean {
    const watch = new WarningLamps();
    const trajectory: GroundPoint[] = [];
    for (let t = 0, height = 0.2; t <= seconds; t += 0.125, height *= growth) {
      trajectory.push({ at: [0.5, 0.5], width: 0.2, height, t, frame: trajectory.length + 1 });
      watch.frame(picture([], [230, 230, 226]), scale, [{ ...track(1, VAN), trajectory }], t);
    }
    return watch.mayShowOn(1);
  }

  test('for the first seconds, when it is near', () => {
    expect([1.5, 3].map((seconds) => after(seconds, 1))).toEqual([true, false]);
  });

  test('for as long as it is far away and comes nearer', () => {
    expect(after(6, 1.02, 3)).toBe(true);
  });

  test('not when it is far away and stays there, or flashes already', () => {
    expect([1, 0.98].map((growth) => after(1.5, growth, 3))).toEqual([false, false]);
    const watch = new WarningLamps();
    for (let t = 0; t < 2.2; t += 0.125) watch.frame(picture(bar(t), [230, 230, 226]), 1, [track(1, VAN)], t);
    expect([watch.flashOn(1), watch.mayShowOn(1)]).toEqual([true, false]);
  });
});
