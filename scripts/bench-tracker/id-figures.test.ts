import { describe, expect, test } from 'vitest';
import type { PixelBox } from '../../edge-agent/src/base/box.ts';
import { IdFigures, type Body, type Named } from './id-figures.ts';

const at = (x: number): PixelBox => [x, 100, 40, 60];
const track = (id: number, x: number): Named => ({ id, box: at(x) });
const body = (id: number, x: number, ignored = false): Body => ({ id, box: at(x), ignored });

function judged(...frames: [found: Named[], bodies: Body[]][]): IdFigures {
  const figures = new IdFigures();
  for (const [found, bodies] of frames) figures.frame(found, bodies);
  return figures;
}

describe('an id switch', () => {
  test('is another track on a body than the last time', () => {
    const figures = judged([[track(7, 0)], [body(1, 0)]], [[track(8, 5)], [body(1, 5)]]);
    expect(figures.switches).toBe(1);
    expect(figures.switchesPer100).toBe(100);
  });

  test('is none when the same track comes back after a gap', () => {
    const seen: [Named[], Body[]] = [[track(7, 0)], [body(1, 0)]];
    expect(judged(seen, [[], [body(1, 0)]], [[], []], seen).switches).toBe(0);
  });

  test('counts after a gap too, when another track comes back', () => {
    const figures = judged([[track(7, 0)], [body(1, 0)]], [[], []], [[track(8, 0)], [body(1, 0)]]);
    expect(figures.switches).toBe(1);
  });

  test('is none when a neighbour’s box happens to lie better for a frame', () => {
    const figures = judged(
      [
        [track(7, 0), track(8, 30)],
        [body(1, 0), body(2, 30)],
      ],
      // The body of track 8 is hidden; its last box now lies on body 1 a little better than that of track 7.
      [[track(7, 8), track(8, 2)], [body(1, 0)]],
    );
    expect(figures.switches).toBe(0);
  });

  test('is none on somebody hidden or tiny', () => {
    const figures = judged([[track(7, 0)], [body(1, 0, true)]], [[track(8, 0)], [body(1, 0, true)]]);
    expect(figures.switches).toBe(0);
    expect(figures.tracks).toBe(0);
  });
});

describe('IDF1', () => {
  test('is whole when each body has one track and nothing is missed', () => {
    const frame: [Named[], Body[]] = [
      [track(7, 0), track(8, 200)],
      [body(1, 0), body(2, 200)],
    ];
    expect(judged(frame, frame).idf1).toBe(1);
  });

  test('is half when the track changes in the middle', () => {
    const figures = judged([[track(7, 0)], [body(1, 0)]], [[track(8, 0)], [body(1, 0)]]);
    expect(figures.idf1).toBe(0.5);
  });

  test('does not change for boxes on somebody ignored', () => {
    const figures = judged([
      [track(7, 0), track(9, 300)],
      [body(1, 0), body(2, 300, true)],
    ]);
    expect(figures.idf1).toBe(1);
  });

  test('falls for two boxes on one body, and for a box on nothing', () => {
    expect(judged([[track(7, 0), track(8, 3)], [body(1, 0)]]).idf1).toBeCloseTo(2 / 3);
    expect(judged([[track(7, 0), track(8, 500)], [body(1, 0)]]).idf1).toBeCloseTo(2 / 3);
  });
});

test('mostly tracked is who was found in four of five frames', () => {
  const found: [Named[], Body[]] = [[track(7, 0)], [body(1, 0), body(2, 300)]];
  expect(judged(found, found, found, found, [[], [body(1, 0)]]).mostlyTracked).toBe(0.5);
});
