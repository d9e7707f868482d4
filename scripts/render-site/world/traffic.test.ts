import { describe, expect, test } from 'vitest';
import { STEP_S } from './actor.ts';
import { createWay } from './junction.ts';
import type { ActorModel } from './looks.ts';
import type { TrafficPlan } from './rates.ts';
import { perform } from './script.ts';
import { Random } from './random.ts';
import { usualPlan } from './signal-plan.ts';
import { Traffic, type Newcomer } from './traffic.ts';

/** Nobody comes but those who are told to. */
const emptyStreets: TrafficPlan = {
  ...{ seed: 1, signal: usualPlan, density: 1e-6, bikes: 0.7, breach: {}, script: [], evenPlates: false },
};

describe('somebody stands beyond the junction', () => {
  const parked = perform('park-no-parking-sign', new Random(1));
  const along = parked.pause?.along ?? 0;
  /** Plays until all have gone by who can, and says who is left. */
  const left = (followers: Newcomer[]) => {
    const traffic = new Traffic(emptyStreets);
    const cast = [{ ...parked, along }, ...followers];
    for (const one of cast) expect(traffic.enter(one)).toBe(true);
    for (let t = 0; t < 60; t += STEP_S) traffic.step();
    return traffic.state.actors.filter(({ look }) => look.class !== 'person').map(({ look }) => look.model);
  };
  const behind = (model: ActorModel, metres: number): Newcomer => ({
    ...{ model, way: createWay('north', 'straight', 'outer'), along: along - metres, wished: 8 },
  });

  test('who parks stays, motorbikes and cars go around', () => {
    expect(left([behind('motorbike', 14), behind('sedan', 28), behind('motorbike', 42)])).toEqual([
      parked.model,
    ]);
  });

  test('who stops for a while drives on after it', () => {
    const { pause, ...stops } = perform('stop-no-stopping-sign', new Random(1));
    const traffic = new Traffic(emptyStreets);
    traffic.enter({
      ...stops,
      along: (pause?.along ?? 0) - 20,
      pause: { along: pause?.along ?? 0, seconds: 10 },
    });
    const speeds = [8, 30].map((seconds) => {
      for (let t = 0; t < seconds; t += STEP_S) traffic.step();
      return traffic.state.actors.find(({ look }) => look.class !== 'person')?.speed;
    });
    expect(speeds[0]).toBeLessThan(0.5);
    expect(speeds[1]).toBeUndefined();
  });
});

test('nobody jumps: who sets out anew is somebody new', () => {
  const traffic = new Traffic({ ...emptyStreets, density: 0.5 });
  const places = new Map<number, { x: number; s: number }>();
  let farthest = 0;
  for (let t = 0; t < 120; t += STEP_S) {
    for (const { id, x, s } of traffic.state.actors) {
      const before = places.get(id) ?? { x, s };
      farthest = Math.max(farthest, Math.hypot(x - before.x, s - before.s));
      places.set(id, { x, s });
    }
    traffic.step();
  }
  // Thirty metres a second, and what a vehicle is pushed aside in a step.
  expect(farthest).toBeLessThan(30 * STEP_S);
});
