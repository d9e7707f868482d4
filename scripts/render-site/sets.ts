import { masts, type SiteCamera } from './camera/camera.ts';
import { hallClip, type HallClip } from './hall/hall-clip.ts';
import { scenarios } from './hall/plan.ts';
import type { JunctionClip } from './world/clip.ts';
import type { Condition } from './world/light.ts';
import { lawful, type Scripted, type TrafficPlan } from './world/rates.ts';
import { cycleS, usualPlan } from './world/signal-plan.ts';

export const setNames = ['smoke', 'rules', 'near-misses', 'night', 'plates', 'counter', 'long'] as const;
export type SetName = (typeof setNames)[number];

/** Red for the main street begins so many seconds into the clip. */
function redAfter(seconds: number) {
  const redBegins = usualPlan.green.main + usualPlan.yellowS;
  return { ...usualPlan, offsetS: (redBegins - seconds + cycleS(usualPlan)) % cycleS(usualPlan) };
}

function script(...rows: [atS: number, act: Scripted['act']][]): Scripted[] {
  return rows.map(([atS, act]) => ({ atS, act }));
}

function clip(
  name: string,
  camera: SiteCamera,
  condition: Condition,
  plan: Partial<TrafficPlan> & { seed: number },
  more: Partial<JunctionClip> = {},
): JunctionClip {
  const traffic = { ...lawful, signal: redAfter(6), ...plan };
  return { name, camera, condition, traffic, seconds: 60, kbits: 2600, ...more };
}

/** Every breach at rates that give each rule several chances a clip. */
const breaches: TrafficPlan['breach'] = {
  ...{
    'red-light': 0.3,
    'stop-line': 0.25,
    'wrong-lane': 0.12,
    'no-helmet-driver': 0.12,
    'three-passengers': 0.08,
  },
  speed: 0.06,
};
const acts = script(
  [2, 'wrong-way'],
  [3, 'park-no-parking-sign'],
  [5, 'no-turn'],
  [9, 'stop-no-stopping-sign'],
  [14, 'sidewalk'],
  [19, 'no-u-turn'],
  [24, 'prohibited-road'],
  [29, 'wrong-lane'],
  [33, 'wrong-way'],
  [36, 'no-turn'],
  [41, 'sidewalk'],
  [45, 'prohibited-road'],
  [48, 'no-u-turn'],
);
const nearMisses = script(
  [4, 'walks-motorbike'],
  [7, 'emergency-vehicle'],
  [42, 'emergency-vehicle'],
  [36, 'walks-motorbike'],
);

/** The clips of a set; the same for ever, each from its own seed. */
export function clipsOf(set: SetName): (JunctionClip | HallClip)[] {
  const cameras = Object.values(masts);
  switch (set) {
    case 'smoke':
      return [
        clip(
          'demo',
          masts.behind,
          'day',
          {
            ...{ seed: 27, density: 0.75, signal: redAfter(7), breach: { 'red-light': 0.4 } },
            script: script([1, 'wrong-way'], [0.5, 'no-turn'], [4, 'sidewalk'], [5, 'prohibited-road']),
          },
          { seconds: 24, kbits: 520 },
        ),
        hallClip('hall', 'citizens', 'unattended', 12, { seconds: 12, kbits: 420 }),
      ];
    case 'rules':
      return cameras.flatMap((camera, index) =>
        (['day', 'dusk'] as const).map((condition, at) =>
          clip(`rules-${camera.id}-${condition}`, camera, condition, {
            ...{ seed: 100 + index * 10 + at, density: 1.05, breach: breaches, script: acts },
          }),
        ),
      );
    case 'near-misses':
      return cameras.flatMap((camera, index) => [
        clip(`near-${camera.id}-day`, camera, 'low-sun', {
          seed: 200 + index * 10,
          script: nearMisses,
          jam: [1, 12],
        }),
        clip(`near-${camera.id}-officer`, camera, 'day', { seed: 201 + index * 10, officer: [6, 40] }),
      ]);
    case 'night':
      return cameras.flatMap((camera, index) =>
        (['night', 'infrared', 'rain'] as const).map((condition, at) =>
          clip(`night-${camera.id}-${condition}`, camera, condition, {
            ...{ seed: 300 + index * 10 + at, density: 0.9, breach: breaches, script: acts },
          }),
        ),
      );
    case 'plates':
      return (['day', 'overcast', 'night'] as const).flatMap((condition, index) => [
        clip(`plates-rear-${condition}`, plateCameras.rear, condition, {
          seed: 400 + index,
          density: 0.9,
          evenPlates: true,
        }),
        clip(`plates-front-${condition}`, plateCameras.front, condition, {
          seed: 410 + index,
          density: 0.9,
          evenPlates: true,
        }),
      ]);
    case 'counter':
      return scenarios.flatMap((scenario, index) => [
        hallClip(`counter-citizens-${scenario}`, 'citizens', scenario, 600 + index),
        hallClip(`counter-staff-${scenario}`, 'staff', scenario, 621 + index),
      ]);
    case 'long':
      return [
        clip(
          'long-behind-day',
          masts.behind,
          'day',
          { seed: 500, breach: breaches, script: acts },
          { seconds: 600 },
        ),
      ];
  }
}

/** Far from every seed of a set, and even: a hall's night visitor goes by its parity. */
const SEEDS_BETWEEN_DRAWS = 10_000;

/**
 * The same clip with other people, vehicles and plates in it: for figures on what nobody has looked at.
 * @param draw 1 for the second drawing of it, and so on; 0 gives the clip itself
 */
export function drawnAgain<Clip extends JunctionClip | HallClip>(clip: Clip, draw: number): Clip {
  if (draw === 0) return clip;
  const name = `${clip.name}-${draw}`;
  const shift = <Plan extends { seed: number }>(plan: Plan) => ({
    ...plan,
    seed: plan.seed + draw * SEEDS_BETWEEN_DRAWS,
  });
  return 'hall' in clip
    ? { ...clip, name, hall: shift(clip.hall) }
    : { ...clip, name, traffic: shift(clip.traffic) };
}

/** Long lenses with the count line in the middle: plates of motorbikes are 45 to 60 pixels wide, of cars 60 to 160. */
const plateCameras = {
  rear: {
    ...masts.behind,
    id: 'behind',
    x: 5.2,
    y: 5.6,
    s: -36,
    pitch: 23,
    yaw: -3,
    fov: 13.5,
    isForPlates: true,
  },
  front: {
    ...masts.front,
    id: 'front',
    x: 3.6,
    y: 5.6,
    s: 4,
    pitch: 11.6,
    yaw: 180,
    fov: 10.5,
    isForPlates: true,
  },
} satisfies Record<string, SiteCamera>;

/** Traffic with every breach, for simulations without pictures. */
export function busyPlan(seed: number, density: number): TrafficPlan {
  const script = acts.map(({ atS, act }) => ({ atS: atS * 2, act }));
  return { ...lawful, seed: 700 + seed, signal: redAfter(6), density, breach: breaches, script };
}
