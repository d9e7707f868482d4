import { expect, test } from 'vitest';
import type { ActorState } from '../world/actor.ts';
import { createLook, type ActorModel } from '../world/looks.ts';
import { Random } from '../world/random.ts';
import { masts, project, type SiteCamera } from './camera.ts';
import { see } from './see.ts';

const straight: SiteCamera = { ...masts.behind, x: 0, s: -30, yaw: 0, barrel: 0 };

function actor(id: number, model: ActorModel, x: number, s: number): ActorState {
  const look = createLook(model, new Random(id));
  return { id, look, intent: undefined, x, s, heading: 0, speed: 0, braking: false, lean: 0 };
}

test('a motorbike behind a bus is hidden, and seen again beside it', () => {
  const bus = actor(1, 'bus', 2, -8);
  const hidden = see(straight, [bus, actor(2, 'motorbike', 2, 0)]);
  expect(hidden.find((one) => one.actor.id === 2)?.visible ?? 0).toBeLessThan(0.2);
  const beside = see(straight, [bus, actor(2, 'motorbike', -3, 0)]);
  expect(beside.find((one) => one.actor.id === 2)?.visible).toBeGreaterThan(0.95);
});

test('who leaves the picture is seen in part, and its whole box goes on beyond the edge', () => {
  const [seen] = see(straight, [actor(1, 'bus', 7.5, -16)]);
  expect(seen?.visible).toBeGreaterThan(0);
  expect(seen?.visible).toBeLessThan(0.9);
  expect((seen?.full.x ?? 0) + (seen?.full.w ?? 0)).toBeGreaterThan(straight.width);
  expect((seen?.box.x ?? 0) + (seen?.box.w ?? 0)).toBeLessThanOrEqual(straight.width);
});

test('what stands before someone hides it', () => {
  const wall = { kind: 'house', x: 0, s: -12, size: [20, 1], up: [0, 5], heading: 0 } as const;
  const [seen] = see(straight, [actor(1, 'hatch', 0, 0)], [wall]);
  expect(seen?.visible ?? 0).toBeLessThan(0.1);
});

test('the lens bends as it is drawn: ideal = r (1 + b r²) / (1 + b)', () => {
  const bent = { ...straight, barrel: 0.08 };
  const half = Math.hypot(bent.width, bent.height) / 2;
  for (const [x, s] of [
    [-6, -14],
    [5, 0],
    [1, 30],
  ] as const) {
    const [ideal, real] = [project(straight, x, 0, s), project(bent, x, 0, s)];
    if (!ideal || !real) throw new Error('both see the road');
    const from = ({ u, v }: { u: number; v: number }) =>
      Math.hypot(u - bent.width / 2, v - bent.height / 2) / half;
    const r = from(real);
    expect((r * (1 + 0.08 * r * r)) / 1.08).toBeCloseTo(from(ideal), 6);
  }
});
