import type { Scene } from 'three';
import type { WorldState } from '../world/actor.ts';

/** A place that is drawn: what stands still, and what of it changes from frame to frame. */
export interface Setting {
  still: Scene;
  /** Actors are added here. */
  moving: Scene;
  /** Switches whatever of the place changes. */
  show(state: WorldState): void;
  /** Height of the ground, metres. */
  ground(x: number, s: number): number;
}
