import type { Track } from '../track/track.ts';

/** A box that ends so near to the lower edge of the picture is cut off there. */
const CUT = 0.995;

/**
 * The track without those looks in which the lower edge of the picture cuts the vehicle off: what touches the ground is
 * not in the picture then, and the end of the box is not where it stands.
 */
export function onGround(track: Track): Track {
  const { trajectory } = track;
  if (trajectory.every(({ at }) => at[1] < CUT)) return track;
  return { ...track, trajectory: trajectory.filter(({ at }) => at[1] < CUT) };
}
