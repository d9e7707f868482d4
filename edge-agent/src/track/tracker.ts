import type { Detection } from '../detect/detection.ts';
import { associate, associateAlone, type Candidate } from './associate.ts';
import { EXPECTED_S, isDouble, isSomebodyNew } from './beginnings.ts';
import { cameraShift } from './camera-shift.ts';
import { Followed, type Moment } from './followed.ts';
import type { Track } from './track.ts';

/** What the detector is at least asked for: fainter boxes are noise. */
export const FAINT_SCORE = 0.25;
/**
 * Faint boxes must lie better where somebody is expected, by a price, and tell nothing of the camera; from `begins` on a box may
 * begin a track. On an empty street more than half of what is fainter is nothing. Where many drive it takes more: bodies hide each other, and
 * what is left of them answers as somebody else (of the boxes between .52 and .58 in a real junction one in twelve is what people
 * labelled there, from .64 to .70 half are).
 */
const SCORES = {
  onEmptyStreet: { faint: { below: 0.5, price: 4 }, begins: 0.52 },
  amongMany: { faint: { below: 0.58, price: 6 }, begins: 0.64 },
} as const;
/** Sightings that make a tentative track believable; two are enough when their scores are this good together. */
const CONFIRM_SIGHTINGS = 3;
const CONFIRM_EVIDENCE = 1.1;
/** A confirmed track waits this long for its vehicle to come out from behind a bus. */
const LOST_S = 3;
/** A tentative one is noise when it is not seen again at once. */
const TENTATIVE_S = 0.5;
/** One that stands waits longer: a queue passes before a parked car, and it comes out where it was. */
const LOST_STANDING_S = 8;
/** So few that move are an empty street: whoever comes out of a tree's shade is who went in. */
const EMPTY_STREET = 6;
/** Settled are those that were seen so often, and so lately that their place is known: they tell whether the camera shakes. */
const SETTLED_SIGHTINGS = 4;
const SETTLED_S = 0.5;

type Scores = (typeof SCORES)[keyof typeof SCORES];

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
   * @param detections of one frame, pixels of a picture of `size`; those below FAINT_SCORE do not count
   * @param t seconds, growing; a gap only widens the search
   */
  update(detections: Detection[], size: Moment['size'], t: number, frame: number): TrackUpdate {
    const scores = SCORES[this.#isEmptyStreet ? 'onEmptyStreet' : 'amongMany'];
    const usable = detections.filter(({ score }) => score >= FAINT_SCORE);
    const sure = usable.filter(({ score }) => score >= scores.faint.below);
    const moment: Moment = { t, frame, size, boxes: sure.map(({ box }) => box) };
    this.#expect(t, sure);
    const seen = this.#match(usable, scores, moment);
    const ended = this.#forget(t);
    const unseen = this.#followed.filter(
      ({ track, lastSeenS }) => isKnown(track) && lastSeenS < t && t - lastSeenS < EXPECTED_S,
    );
    const expected = unseen.map(({ track, motion }) => ({ class: track.class, expected: motion.expected }));
    for (const detection of usable) {
      if (detection.score < scores.begins || !isSomebodyNew(detection, seen, expected)) continue;
      this.#followed.push(new Followed(this.#nextId, detection, moment));
      this.#nextId += 1;
      seen.push(detection);
    }
    const active = this.#followed.filter(
      ({ track, lastSeenS }) => track.state === 'confirmed' && lastSeenS === t,
    );
    return { active: active.map(({ track }) => track), ended };
  }

  /** Ends everything, as when the stream stops. */
  end(): Track[] {
    const confirmed = this.#followed.map(({ track }) => track).filter((track) => track.state !== 'tentative');
    for (const track of confirmed) track.state = 'ended';
    this.#followed = [];
    return confirmed;
  }

  get #isEmptyStreet(): boolean {
    const moving = this.#followed.filter(({ track }) => isKnown(track) && !track.standing);
    return moving.length <= EMPTY_STREET;
  }

  /** Where everything should be now, also when the camera moved. */
  #expect(t: number, sure: readonly Detection[]): void {
    for (const { motion } of this.#followed) motion.advance(t);
    const settled = this.#followed.filter(
      ({ track, lastSeenS }) => track.trajectory.length >= SETTLED_SIGHTINGS && t - lastSeenS < SETTLED_S,
    );
    const [dx, dy] = cameraShift(
      settled.map(({ motion }) => motion.expected),
      sure,
    );
    if (dx !== 0 || dy !== 0) for (const { motion } of this.#followed) motion.shift(dx, dy);
  }

  /** Pairs tracks with boxes; gives the boxes that found their track. */
  #match(detections: readonly Detection[], { faint, begins }: Scores, moment: Moment): Detection[] {
    const pairs = associate(this.#followed.map(candidateOf), detections, faint);
    const seen = this.#see(this.#followed, detections, pairs, moment);
    if (!this.#isEmptyStreet) return seen;
    const left = this.#followed.filter(({ track, lastSeenS }) => lastSeenS < moment.t && isKnown(track));
    const free = detections.filter((one) => !seen.some((other) => other === one || isDouble(other, one)));
    const alone = associateAlone(left.map(candidateOf), free, begins);
    return [...seen, ...this.#see(left, free, alone, moment)];
  }

  #see(
    followed: readonly Followed[],
    detections: readonly Detection[],
    pairs: readonly [number, number][],
    moment: Moment,
  ): Detection[] {
    return pairs.flatMap(([index, number]) => {
      const [one, detection] = [followed[index], detections[number]];
      if (!one || !detection) return [];
      one.see(detection, moment);
      if (isBelievable(one)) one.track.state = 'confirmed';
      return [detection];
    });
  }

  #forget(t: number): Track[] {
    const ended: Track[] = [];
    this.#followed = this.#followed.filter(({ track, lastSeenS }) => {
      if (lastSeenS === t) return true;
      if (track.state === 'confirmed') track.state = 'lost';
      if (t - lastSeenS <= patienceS(track)) return true;
      if (track.state !== 'tentative') ended.push(track);
      track.state = 'ended';
      return false;
    });
    return ended;
  }
}

function candidateOf({ track, motion, colours }: Followed): Candidate {
  return {
    ...{ motion, colours, class: track.class },
    ...{ isLost: track.state === 'lost', isNew: track.trajectory.length === 1 },
  };
}

/** Believed once: not a box that came and went. */
function isKnown({ state }: Track): boolean {
  return state === 'confirmed' || state === 'lost';
}

function isBelievable({ track: { state, trajectory }, evidence }: Followed): boolean {
  return state !== 'tentative' || trajectory.length >= CONFIRM_SIGHTINGS || evidence >= CONFIRM_EVIDENCE;
}

function patienceS({ state, standing }: Track): number {
  if (state === 'tentative') return TENTATIVE_S;
  return standing ? LOST_STANDING_S : LOST_S;
}
