import { familyOf } from '@vamco/contracts';
import type { PixelBox } from '../base/box.ts';
import type { Detection } from '../detect/detection.ts';

/** Something that expects to be seen again. */
export interface Candidate {
  predicted: PixelBox;
  /** Seconds since it was last seen: the longer, the wider the search. */
  ageS: number;
  /** Young tracks do not know their speed yet and may be anywhere near. */
  young: boolean;
  class: Detection['class'];
}

/** Index pairs (track, detection), each index once, cheapest pair first. */
export function associate(
  tracks: readonly Candidate[],
  detections: readonly Detection[],
): [number, number][] {
  const pairs: { track: number; detection: number; cost: number }[] = [];
  tracks.forEach((track, t) => {
    detections.forEach((detection, d) => {
      const cost = costOf(track, detection);
      if (cost < 1) pairs.push({ track: t, detection: d, cost });
    });
  });
  pairs.sort((a, b) => a.cost - b.cost);
  const usedTracks = new Set<number>();
  const usedDetections = new Set<number>();
  const matches: [number, number][] = [];
  for (const { track, detection } of pairs) {
    if (usedTracks.has(track) || usedDetections.has(detection)) continue;
    usedTracks.add(track);
    usedDetections.add(detection);
    matches.push([track, detection]);
  }
  return matches;
}

/**
 * Below 1 is a possible match: distance of the centres in box sizes, against a gate that grows with the
 * time unseen, plus a price for another size and another kind. Overlap alone fails at 5 frames a second,
 * where a small fast vehicle never overlaps itself.
 */
function costOf(track: Candidate, { box, class: name }: Detection): number {
  const [x, y, w, h] = track.predicted;
  const dx = (box[0] + box[2] / 2 - x - w / 2) / ((box[2] + w) / 2);
  const dy = (box[1] + box[3] / 2 - y - h / 2) / ((box[3] + h) / 2);
  const gate = (track.young ? 1 : 0.5) + Math.min(1.2, 0.4 * track.ageS);
  const size = Math.abs(Math.log((box[2] * box[3]) / (w * h)));
  if (size > 1.4) return Infinity;
  return Math.hypot(dx, dy) / gate + 0.25 * size + (familyOf(track.class) === familyOf(name) ? 0 : 0.35);
}
