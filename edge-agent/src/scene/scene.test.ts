import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cuts, inside, lineGeometry, side } from './geometry.ts';
import { sceneProblems } from './scene-problems.ts';

const unit = fc.double({ min: 0, max: 1, noNaN: true });
const square = [
  [0.2, 0.2],
  [0.8, 0.2],
  [0.8, 0.8],
  [0.2, 0.8],
] as const;

describe('geometry', () => {
  test('a point is inside a square exactly when both coordinates are', () => {
    fc.assert(
      fc.property(unit, unit, (x, y) => {
        fc.pre(Math.min(...[x, y].flatMap((v) => [Math.abs(v - 0.2), Math.abs(v - 0.8)])) > 1e-9);
        expect(inside(square, [x, y])).toBe(x > 0.2 && x < 0.8 && y > 0.2 && y < 0.8);
      }),
    );
  });

  test('the forward side is where the arrow points, whichever way the line was drawn', () => {
    for (const [from, to] of [
      [
        [0, 0.5],
        [1, 0.5],
      ],
      [
        [1, 0.5],
        [0, 0.5],
      ],
    ] as const) {
      expect(side(lineGeometry(from, to, [0, 1]), [0.5, 0.9])).toBeGreaterThan(0);
      expect(side(lineGeometry(from, to, [0, -1]), [0.5, 0.9])).toBeLessThan(0);
    }
  });

  test('a way cuts a line exactly when its ends lie on both sides and it passes between the line’s ends', () => {
    const line = lineGeometry([0.2, 0.5], [0.8, 0.5], [0, 1]);
    expect(cuts(line, [0.5, 0.4], [0.5, 0.6])).toBe(true);
    expect(cuts(line, [0.5, 0.4], [0.5, 0.49])).toBe(false);
    expect(cuts(line, [0.9, 0.4], [0.9, 0.6])).toBe(false);
  });
});

test('every problem of a scene is named by its place', () => {
  const problems = sceneProblems({
    signals: [],
    regions: [],
    lines: [
      { id: 'a', kind: 'count', from: [0.5, 0.5], to: [0.5, 0.5] },
      { id: 'a', kind: 'stop-line', from: [0, 0], to: [1, 1], signal: 'main' },
    ],
    zones: [
      {
        id: 'z',
        kind: 'lane',
        polygon: [
          [0, 0],
          [1, 1],
          [1, 0],
          [0, 1],
        ],
      },
    ],
  });
  expect(problems.map(({ path }) => path).sort()).toEqual([
    'lines/0',
    'lines/1/id',
    'lines/1/signal',
    'zones/0/direction',
    'zones/0/polygon',
  ]);
});

test('a scene that names what is not there, or never holds, is told by its place', () => {
  const never = { windows: [{ from: '07:00', to: '07:00' }], holidays: 'as-usual' as const };
  const square = [
    [0.1, 0.1],
    [0.5, 0.1],
    [0.5, 0.5],
    [0.1, 0.5],
  ];
  const problems = sceneProblems({
    signals: [],
    regions: [],
    lines: [
      {
        ...{ id: 'stop', kind: 'stop-line', from: [0, 0.5], to: [1, 0.5] },
        signals: { left: ['arrow'] },
        exits: { left: ['nowhere'], right: ['stop'] },
        forbids: [{ movement: 'left', when: never }],
      },
      { id: 'plain', kind: 'count', from: [0, 0.6], to: [1, 0.6], turnOnRed: [{ movement: 'right' }] },
    ],
    zones: [
      { id: 'plain', kind: 'no-stopping', polygon: square, signal: 'main', when: never },
      { id: 'closed', kind: 'prohibited-road', polygon: square },
      { id: 'fast', kind: 'speed', polygon: square },
      {
        id: 'flat',
        kind: 'no-entry',
        polygon: [
          [0, 0],
          [0.5, 0.5],
          [1, 1],
        ],
      },
    ],
    ground: {
      points: [
        [0, 0, 0, 0],
        [0.5, 0.5, 1, 1],
        [1, 1, 2, 2],
        [0.2, 0.2, 0.4, 0.4],
      ],
    },
  });
  expect(problems.map(({ path }) => path).sort()).toEqual([
    'ground/points',
    'lines/0/exits/left/0',
    'lines/0/exits/right/0',
    'lines/0/forbids/0/when',
    'lines/0/signals/left/0',
    'lines/1',
    'zones/0/id',
    'zones/0/signal',
    'zones/0/when',
    'zones/1/classes',
    'zones/2/limitKmh',
    'zones/3/polygon',
  ]);
});
