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

/** Colours of warning lamps on a roof. */
export type WarningColour = 'red' | 'blue';

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
  /** Where in a stride someone on foot is, 0..1; undefined for who stands or sits. */
  stride?: number;
  /** Its warning lamp that is lit; undefined for whoever is on no emergency duty. */
  flash?: WarningColour;
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
  /** What each counter of a hall calls; empty for none. */
  calls?: string[];
  /** What has happened to the camera. */
  view?: View;
}

/** How a camera sees that someone has meddled with, or that fails. Nothing of it is a healthy one. */
export interface View {
  /** Degrees it was turned, to the right and downwards. */
  yaw: number;
  pitch: number;
  /** Part of the picture that something lies over, 0..1. */
  covered: number;
  /** Radius of the blur, pixels. */
  blur: number;
  /** Part of the light that is lost, 0..1. */
  dark: number;
}

/** A world that plays in steps of `STEP_S`; the same seed plays the same. */
export interface World<State extends WorldState = WorldState> {
  step(): void;
  readonly state: State;
}

/** Seconds between two frames of the world: 12.5 a second. */
export const STEP_S = 0.08;
