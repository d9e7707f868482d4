import type { Look } from './looks.ts';
import type { Pose } from './path.ts';

/** Rules that someone may break on purpose; ids of the law table. */
export type Breach =
  | 'red-light'
  | 'stop-line'
  | 'wrong-way'
  | 'wrong-lane'
  | 'no-turn'
  | 'no-u-turn'
  | 'prohibited-road'
  | 'stop-no-stopping-sign'
  | 'park-no-parking-sign'
  | 'sidewalk'
  | 'no-helmet-driver'
  | 'no-helmet-passenger'
  | 'three-passengers'
  | 'speed';

/** What looks like a breach and is none. */
export type NearMiss =
  | 'yellow-crossing'
  | 'waits-on-line-since-green'
  | 'turns-right-on-red'
  | 'officer-directs'
  | 'emergency-vehicle'
  | 'clears-on-red'
  | 'walks-motorbike';

/** One actor in one frame. */
export interface ActorState extends Pose {
  id: number;
  look: Look;
  /** What it is there for; undefined for those who keep every rule. */
  intent: Breach | NearMiss | undefined;
  /** m/s */
  speed: number;
  braking: boolean;
  /** Sideways lean of a two-wheeler, radians, right is positive. */
  lean: number;
}

/** A lamp head in one frame. */
export interface HeadState {
  arm: 'south' | 'east' | 'north' | 'west';
  light: 'red' | 'yellow' | 'green' | 'off';
  /** What the countdown shows, seconds. */
  left: number;
}

/** Everything that moves or changes, in one frame. */
export interface WorldState {
  actors: ActorState[];
  heads: HeadState[];
}

/** A world that plays in steps of `STEP_S`; the same seed plays the same. */
export interface World {
  step(): void;
  readonly state: WorldState;
}

/** Seconds between two frames of the world: 12.5 a second. */
export const STEP_S = 0.08;
