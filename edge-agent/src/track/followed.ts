import type { ObjectClass } from '@vamco/contracts';
import type { PixelBox } from '../base/box.ts';
import type { Detection } from '../detect/detection.ts';
import { isHiddenBelow } from './hidden-below.ts';
import { remember } from './likeness.ts';
import { BoxMotion, trembleOf } from './motion.ts';
import { Stillness } from './stillness.ts';
import type { GroundPoint, Track } from './track.ts';

/** Ground points kept: 2 minutes at 5 frames a second; then every second one of the older half goes. */
const MAX_TRAJECTORY = 600;

/** A picture's number and time, and its size in pixels. */
export interface Moment {
  /** Seconds, growing. */
  t: number;
  frame: number;
  size: { width: number; height: number };
  /** Every sure box that the picture shows, pixels. */
  boxes: readonly PixelBox[];
}

/** A track with all that is known to find it again. */
export class Followed {
  readonly track: Track;
  readonly motion: BoxMotion;
  lastSeenS: number;
  /** Sum of the scores of all sightings. */
  evidence = 0;
  colours: Float32Array | undefined;
  readonly #votes = new Map<ObjectClass, number>();
  readonly #stillness = new Stillness();

  constructor(id: number, detection: Detection, moment: Moment) {
    const { class: name, box } = detection;
    this.track = {
      ...{ id, state: 'tentative', class: name, score: 0, box, trajectory: [], votes: this.#votes },
    };
    this.motion = new BoxMotion(box, moment.t);
    this.lastSeenS = moment.t;
    this.#record(detection, moment);
  }

  /** Seen again; `motion` was advanced to this moment before. */
  see(detection: Detection, moment: Moment): void {
    this.motion.update(detection.box);
    this.lastSeenS = moment.t;
    this.#record(detection, moment);
  }

  #record({ class: name, score, box, colours }: Detection, { size, t, frame, boxes }: Moment): void {
    const { track } = this;
    const votes = this.#votes;
    track.box = box;
    track.score = Math.max(track.score, score);
    this.evidence += score;
    this.colours = remember(this.colours, colours);
    votes.set(name, (votes.get(name) ?? 0) + score);
    if ((votes.get(name) ?? 0) > (votes.get(track.class) ?? 0)) track.class = name;
    const [x, y, w, h] = box;
    const [noiseX, noiseY] = trembleOf(box);
    const point: GroundPoint = {
      at: [(x + w / 2) / size.width, (y + h) / size.height],
      sigma: [noiseX / size.width, noiseY / size.height],
      width: w / size.width,
      height: h / size.height,
      ...(isHiddenBelow(box, boxes) && { hiddenBelow: true }),
      t,
      frame,
    };
    track.trajectory.push(point);
    track.standing = this.#stillness.see(point);
    if (track.trajectory.length > MAX_TRAJECTORY) thin(track.trajectory);
  }
}

/** Halves the older half: how it came here stays known, however long it stands. */
function thin(trajectory: GroundPoint[]): void {
  const half = Math.floor(trajectory.length / 2);
  const kept = trajectory.slice(0, half).filter((_, index) => index % 2 === 0);
  trajectory.splice(0, half, ...kept);
}
