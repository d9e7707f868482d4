import { familyOf } from '@vamco/contracts';
import type { Detection } from '../detect/detection.ts';
import { assign } from './assign.ts';
import { unlikeness } from './likeness.ts';
import type { BoxMotion } from './motion.ts';

/** Something that expects to be seen again. */
export interface Candidate {
  motion: Pick<BoxMotion, 'surprise' | 'isAhead'>;
  /** Who was not seen in the frame before is known again by its looks more than by its place. */
  isLost: boolean;
  /** Seen once: nobody knows where it is going. */
  isNew: boolean;
  class: Detection['class'];
  /** Colours that are remembered of it. */
  colours: ArrayLike<number> | undefined;
}

/** The dearest pair that is still believed. */
const LIMIT = 10;
/** The same where there is no choice. */
const ALONE_LIMIT = 24;
/** One kind taken for another: a motorbike for a person, say. */
const OTHER_FAMILY = 1;
/** Price of a grey level of unlikeness, and the most that looks may cost. */
const UNLIKE = 0.094;
const MOST_UNLIKE = 4.5;
const LOST_LOOKS = 1.5;

/**
 * Index pairs (track, detection), each index once: the cheapest of all ways to pair them (Hungarian assignment, as in
 * SORT, Bewley et al. 2016), where a pair that is too dear stays apart. Boxes of little score take part, as in ByteTrack
 * (Zhang et al. 2022), but in the same assignment and at a price.
 *
 * @param faint boxes below this score are faint: they must lie better than sure ones, by this price
 */
export function associate(
  tracks: readonly Candidate[],
  detections: readonly Detection[],
  faint: { below: number; price: number },
): [number, number][] {
  const priceOf = ({ score }: Detection) => (score < faint.below ? faint.price : 0);
  return assign(
    tracks.map((track) => detections.map((detection) => costOf(track, detection, priceOf(detection)))),
    LIMIT,
  );
}

/**
 * Pairs of those whom `associate` left apart, at a higher price, where there is no choice: no other box for the track,
 * no other track for the box, and it goes on as it went. On an empty street whoever comes out of a tree's shade is who
 * went in.
 */
export function associateAlone(
  tracks: readonly Candidate[],
  detections: readonly Detection[],
  sure: number,
): [number, number][] {
  const near = tracks.flatMap((track, index) =>
    detections.flatMap((detection, number): [number, number][] => {
      if (detection.score < sure || familyOf(track.class) !== familyOf(detection.class)) return [];
      if (!track.motion.isAhead(detection.box)) return [];
      return costOf(track, detection, 0, ALONE_LIMIT) < ALONE_LIMIT ? [[index, number]] : [];
    }),
  );
  const isAlone = ([index, number]: [number, number]) =>
    near.every(([i, n]) => (i === index) === (n === number));
  return near.filter(isAlone);
}

function costOf(track: Candidate, detection: Detection, price: number, limit = LIMIT): number {
  // One sighting does not tell where to look for a faint box.
  if (price > 0 && track.isNew) return Infinity;
  const surprise = track.motion.surprise(detection.box) + price;
  // Most pairs are far apart: their looks need no comparison.
  if (!(surprise < limit)) return Infinity;
  const looks = Math.min(MOST_UNLIKE, UNLIKE * unlikeness(track.colours, detection.colours));
  const kind = familyOf(track.class) === familyOf(detection.class) ? 0 : OTHER_FAMILY;
  return surprise + kind + (track.isLost ? LOST_LOOKS : 1) * looks;
}
