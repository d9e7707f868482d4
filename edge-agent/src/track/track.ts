import type { ObjectClass } from '@vamco/contracts';
import type { PixelBox } from '../base/box.ts';
import type { NormPoint } from '../scene/geometry.ts';

/** Where a track touched the ground in one frame. */
export interface GroundPoint {
  /** Bottom centre of the box, 0..1 of the picture. */
  at: NormPoint;
  /** Standard deviation of `at`, sideways and up and down, 0..1 of the picture: two of them hold 95 % (rendered clips). */
  sigma?: NormPoint;
  /** Size of the box, 0..1 of the picture: the yardstick for "how far is far" at this distance. */
  width: number;
  height: number;
  /** Somebody nearer hides the lower edge of the box: it touches the ground further down. */
  hiddenBelow?: boolean;
  /** Seconds on the track's own timeline (stream or capture time). */
  t: number;
  /** Number of the frame. */
  frame: number;
}

/** Where a vehicle stands, and since when. */
export interface Standing {
  at: NormPoint;
  sinceS: number;
}

/** `lost` means not seen in the last frame, but expected back. */
export type TrackState = 'tentative' | 'confirmed' | 'lost' | 'ended';

/** One thing followed over frames. */
export interface Track {
  id: number;
  state: TrackState;
  /** The class that most of its score went to. */
  class: ObjectClass;
  /** Best detection score so far, 0..1. */
  score: number;
  /** Newest box in pixels of the picture. */
  box: PixelBox;
  /** Ground points of the frames in which it was seen, oldest first; of long stays, the older half is thinned out. */
  trajectory: GroundPoint[];
  /** Detection scores by class: how sure the class is. */
  votes?: ReadonlyMap<ObjectClass, number>;
  /** Set while it stands still. */
  standing?: Standing | undefined;
}
