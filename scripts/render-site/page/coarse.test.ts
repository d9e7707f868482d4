import { BoxGeometry, BufferAttribute, SphereGeometry, type BufferGeometry } from 'three';
import { expect, test } from 'vitest';
import { coarser } from './coarse.ts';

function painted(geometry: BufferGeometry): BufferGeometry {
  const flat = geometry.toNonIndexed();
  const { count } = flat.getAttribute('position');
  flat.setAttribute('color', new BufferAttribute(new Float32Array(count * 3).fill(0.5), 3));
  return flat;
}

const triangles = (geometry: BufferGeometry) => (geometry.getIndex()?.count ?? 0) / 3;

test('a box stays a box with hard edges', () => {
  const box = coarser(painted(new BoxGeometry(1, 1, 1)), 0.05);
  expect(triangles(box)).toBe(12);
  // Four corners a side: each side keeps its own direction.
  expect(box.getAttribute('position').count).toBe(24);
});

test('a ball loses triangles, but no place moves further than a cell', () => {
  const cell = 0.04;
  const ball = coarser(painted(new SphereGeometry(0.1, 20, 14)), cell);
  expect(triangles(ball)).toBeGreaterThan(20);
  expect(triangles(ball)).toBeLessThan(250);
  const at = ball.getAttribute('position');
  for (let i = 0; i < at.count; i += 1) {
    const radius = Math.hypot(at.getX(i), at.getY(i), at.getZ(i));
    expect(Math.abs(radius - 0.1)).toBeLessThan(cell);
  }
});

test('what is smaller than a cell is gone', () => {
  expect(triangles(coarser(painted(new SphereGeometry(0.01, 8, 6)), 0.1))).toBe(0);
});
