import { expect, test } from 'vitest';
import type { ActorState } from '../world/actor.ts';
import { createLook, type Look } from '../world/looks.ts';
import { Random } from '../world/random.ts';
import { dressed } from '../world/wear.ts';
import { masts, type SiteCamera } from './camera.ts';
import { see } from './see.ts';

/** Looks north along the road, from so high. */
const over = (y: number, s = -14): SiteCamera => ({
  ...{ ...masts.behind, x: 0, y, s, yaw: 0, fov: 24, barrel: 0 },
  pitch: (Math.atan2(y - 1.2, -s) * 180) / Math.PI,
});

function bike(riders: number, more: Partial<ActorState> & { model?: Look['model'] } = {}): ActorState {
  const { model = 'motorbike', ...rest } = more;
  const look = createLook(model, new Random(3), { riders });
  return {
    ...{ id: 1, look, intent: undefined, x: 0, s: 0, heading: 0, speed: 0, braking: false, lean: 0 },
    ...rest,
  };
}

const headsOf = (camera: SiteCamera, actors: ActorState[], props: Parameters<typeof see>[2] = []) =>
  see(camera, actors, props).find(({ actor }) => actor.id === 1)?.heads ?? [];

test('the head of a single rider is in the upper part of the box, as large as a head, in full view', () => {
  const [seen] = see(over(5), [bike(1)]);
  const [head] = seen?.heads ?? [];
  if (!seen || !head) throw new Error('a rider is seen');
  expect(seen.heads).toHaveLength(1);
  expect((head.v - seen.box.y) / seen.box.h).toBeLessThan(0.25);
  expect(head.v).toBeGreaterThan(seen.box.y);
  expect(Math.abs(head.u - (seen.box.x + seen.box.w / 2))).toBeLessThan(2);
  expect(head.size / seen.box.h).toBeGreaterThan(0.1);
  expect(head.size / seen.box.h).toBeLessThan(0.2);
  expect(head.visible).toBe(1);
});

test('whoever rides to the right is led by the head on the right', () => {
  const heads = headsOf(over(3), [bike(3, { heading: Math.PI / 2 })]);
  expect(heads).toHaveLength(3);
  expect(heads.map(({ u }) => u)).toEqual([...heads.map(({ u }) => u)].sort((a, b) => b - a));
  expect(heads.every(({ visible }) => visible > 0.7)).toBe(true);
});

test('from low behind only the last head is seen, from the front only the driver', () => {
  const behind = headsOf(over(1.8), [bike(2)]).map(({ visible }) => visible);
  expect(behind[0]).toBeLessThan(0.4);
  expect(behind[1]).toBe(1);
  const front = headsOf(over(1.8), [bike(2, { heading: Math.PI })]).map(({ visible }) => visible);
  expect(front[0]).toBe(1);
  expect(front[1]).toBeLessThan(0.4);
});

test('heads behind a bus, behind a wall and outside of the picture are not visible', () => {
  const bus = { ...bike(0, { model: 'bus', s: -5.5, x: 0 }), id: 2 };
  const low = over(1.8, -26);
  expect(headsOf(low, [bike(1), bus])[0]?.visible ?? 0).toBe(0);
  const wall = { kind: 'house', x: 0, s: -5, size: [20, 1], up: [0, 5], heading: 0 } as const;
  expect(headsOf(low, [bike(1)], [wall])[0]?.visible ?? 0).toBe(0);
  // The wheels are in the picture, the head is not.
  const down = { ...over(5), pitch: 26.5, fov: 20 };
  expect(headsOf(down, [bike(1)])[0]?.visible).toBe(0);
});

test('nobody rides a motorbike that is pushed; its owner is no rider', () => {
  expect(headsOf(over(5), [bike(0, { model: 'pushed-motorbike' })])).toEqual([]);
});

test('a head goes with its body when that leans', () => {
  const [upright, leaning] = [0, 0.3].map((lean) => headsOf(over(2), [bike(1, { lean })])[0]?.u ?? NaN);
  expect((leaning ?? 0) - (upright ?? 0)).toBeGreaterThan(20);
});

test('dressed riders are the same for a seed, and many: a third bare-headed, some carry three or four', () => {
  const all = Array.from({ length: 2000 }, (_, id) => dressed(bike(1, { id }), 4));
  expect(dressed(bike(1, { id: 7 }), 4)).toEqual(all[7]);
  const riders = all.flatMap(({ look }) => look.riders);
  const share = (hits: number, of: number) => hits / of;
  const bare = share(riders.filter(({ helmet }) => !helmet).length, riders.length);
  expect(bare).toBeGreaterThan(0.3);
  expect(bare).toBeLessThan(0.4);
  const full = share(all.filter(({ look }) => look.riders.length > 2).length, all.length);
  expect(full).toBeGreaterThan(0.09);
  expect(full).toBeLessThan(0.15);
  const helmets = ['half-shell', 'three-quarter', 'full-face'];
  expect(riders.every(({ helmet, wear }) => helmets.includes(wear?.top ?? '') === helmet)).toBe(true);
  expect(new Set(riders.map(({ wear }) => wear?.top)).size).toBe(7);
});
