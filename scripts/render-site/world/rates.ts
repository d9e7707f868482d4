import type { Breach } from './actor.ts';
import type { SignalPlan } from './signal-plan.ts';

/** How a clip's traffic is; one number for each thing that can be set. */
export interface TrafficPlan {
  seed: number;
  signal: SignalPlan;
  /** 1 is a busy junction: about a vehicle a second over all arms. */
  density: number;
  /** Part of the vehicles that are two-wheelers. */
  bikes: number;
  /** Chance of each breach: of an arriving vehicle, or of one that could run the red. */
  breach: Partial<Record<Breach, number>>;
  /** Single events at a time of the clip. */
  script: Scripted[];
  /** The plates' colours in equal parts. */
  evenPlates: boolean;
  /** An officer in the middle waves the main street through from–to, whatever the lamps show. */
  officer?: readonly [fromS: number, toS: number];
  /** The north exit is blocked from–to, so that a queue stands over the junction. */
  jam?: readonly [fromS: number, toS: number];
}

/** Something that happens once. `spot` metres along the way is where it begins; without it at the edge of the world. */
export interface Scripted {
  atS: number;
  act:
    | 'wrong-way'
    | 'sidewalk'
    | 'wrong-lane'
    | 'no-turn'
    | 'no-u-turn'
    | 'prohibited-road'
    | 'stop-no-stopping-sign'
    | 'park-no-parking-sign'
    | 'three-passengers'
    | 'speed'
    | 'emergency-vehicle'
    | 'walks-motorbike';
}

/** Everything is kept to. */
export const lawful: Omit<TrafficPlan, 'seed' | 'signal'> = {
  density: 1,
  bikes: 0.66,
  breach: {},
  script: [],
  evenPlates: false,
};
