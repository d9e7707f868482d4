import type { ObjectClass } from '@vamco/contracts';
import type { Detection } from '../detect/detection.ts';
import { associate, type Candidate } from './associate.ts';
import { BoxMotion } from './motion.ts';
import { Stillness } from './stillness.ts';
import type { GroundPoint, Track } from './track.ts';

/** Above: a detection may begin a track. Below: it may only continue one (ByteTrack, Zhang et al. 2022). */
const SURE_SCORE = 0.45;
/** Sightings that make a tentative track believable. */
const CONFIRM_SIGHTINGS = 3;
/** A confirmed track waits this long for its vehicle to come out from behind a bus. */
const LOST_S = 3;
/** A tentative one is noise when it is not seen again at once. */
const TENTATIVE_S = 0.5;
/** One that stands waits longer: a queue passes before a parked car, and it comes out where it was. */
const LOST_STANDING_S = 8;
/** … and the search for it does not widen. */
const STANDING_AGE_S = 1;
/** Ground points kept: 2 minutes at 5 frames a second; then every second one of the older half goes. */
const MAX_TRAJECTORY = 600;

interface Followed {
  track: Track;
  motion: BoxMotion;
  lastSeenS: number;
  votes: Map<ObjectClass, number>;
  stillness: Stillness;
}

/** What one frame changed. `active` are the confirmed tracks seen in it; `ended` will not come back. */
export interface TrackUpdate {
  active: Track[];
  ended: Track[];
}

/** Follows several objects over frames. No clock: time comes with the frame, in seconds. */
export class Tracker {
  #followed: Followed[] = [];
  #nextId = 1;

  /**
   * @param detections of one frame, pixels of a picture of `size`
   * @param t seconds, growing; a gap only widens the search
   */
  update(
    detections: Detection[],
    size: { width: number; height: number },
    t: number,
    frame: number,
  ): TrackUpdate {
    const sure = detections.filter((detection) => detection.score >= SURE_SCORE);
    const faint = detections.filter((detection) => detection.score < SURE_SCORE);
    const rest = new Set(this.#followed);
    const unmatched = this.#match(rest, sure, size, t, frame);
    this.#match(rest, faint, size, t, frame);
    const ended = this.#forget(rest, t);
    for (const detection of unmatched) this.#begin(detection, size, t, frame);
    const active = this.#followed
      .filter(({ track, lastSeenS }) => track.state === 'confirmed' && lastSeenS === t)
      .map(({ track }) => track);
    return { active, ended };
  }

  /** Ends everything, as when the stream stops. */
  end(): Track[] {
    const confirmed = this.#followed.map(({ track }) => track).filter((track) => track.state !== 'tentative');
    for (const track of confirmed) track.state = 'ended';
    this.#followed = [];
    return confirmed;
  }

  #match(rest: Set<Followed>, detections: Detection[], size: Size, t: number, frame: number): Detection[] {
    const waiting = [...rest];
    const candidates = waiting.map(({ track, motion, lastSeenS }): Candidate => {
      return {
        predicted: motion.predict(t),
        // Who stood when it was covered is sought where it stood.
        ageS: Math.min(t - lastSeenS, track.standing ? STANDING_AGE_S : Infinity),
        young: motion.updates < 3,
        class: track.class,
      };
    });
    const unmatched = new Set(detections);
    for (const [index, number] of associate(candidates, detections)) {
      const followed = waiting[index];
      const detection = detections[number];
      if (followed === undefined || detection === undefined) continue;
      rest.delete(followed);
      unmatched.delete(detection);
      see(followed, detection, size, t, frame);
    }
    return [...unmatched];
  }

  #forget(unseen: Set<Followed>, t: number): Track[] {
    const ended: Track[] = [];
    this.#followed = this.#followed.filter((followed) => {
      if (!unseen.has(followed)) return true;
      const { track, lastSeenS } = followed;
      if (track.state === 'confirmed') track.state = 'lost';
      if (t - lastSeenS <= patienceS(track)) return true;
      if (track.state !== 'tentative') ended.push(track);
      track.state = 'ended';
      return false;
    });
    return ended;
  }

  #begin(detection: Detection, size: Size, t: number, frame: number): void {
    const track: Track = {
      id: this.#nextId,
      state: 'tentative',
      class: detection.class,
      score: detection.score,
      box: detection.box,
      trajectory: [],
    };
    this.#nextId += 1;
    const motion = new BoxMotion(detection.box, t);
    const votes = new Map<ObjectClass, number>();
    track.votes = votes;
    const followed = { track, motion, lastSeenS: t, votes, stillness: new Stillness() };
    this.#followed.push(followed);
    record(followed, detection, size, t, frame);
  }
}

function patienceS({ state, standing }: Track): number {
  if (state === 'tentative') return TENTATIVE_S;
  return standing ? LOST_STANDING_S : LOST_S;
}

interface Size {
  width: number;
  height: number;
}

function see(followed: Followed, detection: Detection, size: Size, t: number, frame: number): void {
  const { track, motion } = followed;
  motion.update(detection.box, t);
  followed.lastSeenS = t;
  track.score = Math.max(track.score, detection.score);
  track.box = detection.box;
  record(followed, detection, size, t, frame);
  if (track.state === 'lost' || track.trajectory.length >= CONFIRM_SIGHTINGS) track.state = 'confirmed';
}

function record(
  { track, votes, stillness }: Followed,
  { class: name, score, box }: Detection,
  size: Size,
  t: number,
  frame: number,
): void {
  const [x, y, w, h] = box;
  votes.set(name, (votes.get(name) ?? 0) + score);
  if ((votes.get(name) ?? 0) > (votes.get(track.class) ?? 0)) track.class = name;
  const point: GroundPoint = {
    at: [(x + w / 2) / size.width, (y + h) / size.height],
    width: w / size.width,
    height: h / size.height,
    t,
    frame,
  };
  track.trajectory.push(point);
  track.standing = stillness.see(point);
  if (track.trajectory.length > MAX_TRAJECTORY) thin(track.trajectory);
}

/** Halves the older half: how it came here stays known, however long it stands. */
function thin(trajectory: GroundPoint[]): void {
  const half = Math.floor(trajectory.length / 2);
  const kept = trajectory.slice(0, half).filter((_, index) => index % 2 === 0);
  trajectory.splice(0, half, ...kept);
}
