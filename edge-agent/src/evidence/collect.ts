import type { MediaRef, Still } from '@vamco/contracts';
import type { PixelBox } from '../base/box.ts';
import type { GroundPoint } from '../track/track.ts';
import { toOverlay, toStill } from './still.ts';

/** Writes bytes to the disk for good and says how they are addressed. */
export type StoreMedia = (bytes: Buffer) => Promise<{ sha256: string; bytes: number; file: string }>;

/** The three moments of an act, as points of the track. */
export interface Moments {
  before: GroundPoint;
  at: GroundPoint;
  after: GroundPoint;
}

export interface Evidence {
  stills: Still[];
  overlay: MediaRef | undefined;
  files: { sha256: string; bytes: number; file: string }[];
}

/** Before is where the act began, after is the newest look at the vehicle. */
export function chooseMoments(
  trajectory: readonly GroundPoint[],
  beganS: number,
  atS: number,
): Moments | undefined {
  const nearest = (t: number) =>
    trajectory.reduce<GroundPoint | undefined>(
      (best, point) => (best === undefined || Math.abs(point.t - t) < Math.abs(best.t - t) ? point : best),
      undefined,
    );
  const [before, at, after] = [nearest(beganS), nearest(atS), trajectory.at(-1)];
  return before && at && after ? { before, at, after } : undefined;
}

/**
 * Reads the three frames, stores them as they are, and a marked copy of the middle one beside them.
 * A frame that is gone is left out; without any, `stills` is empty and there is no case to send.
 */
export async function collectEvidence(
  moments: Moments,
  readFrame: (number: number) => Promise<Buffer | undefined>,
  store: StoreMedia,
  marks: {
    polygon: readonly (readonly [number, number])[];
    caption: string;
    source: { width: number; height: number };
  },
): Promise<Evidence> {
  const roles = ['before', 'at', 'after'] as const;
  const found = await Promise.all(
    roles.map(async (role) => ({ role, frame: await readFrame(moments[role].frame) })),
  );
  const evidence: Evidence = { stills: [], overlay: undefined, files: [] };
  // Side by side: the reviewer waits for the slowest of them, not for all in turn.
  const stills = found.flatMap(({ role, frame }) =>
    frame ? [{ role, still: toStill(frame).then(store) }] : [],
  );
  const middle = found.find(({ role }) => role === 'at')?.frame;
  const overlay =
    middle && toOverlay(middle, { ...marks, box: pixelBox(moments.at, marks.source) }).then(store);
  for (const { role, still } of stills) {
    const file = await still;
    const point = moments[role];
    const atMs = Math.round((point.t - moments.at.t) * 1000);
    evidence.files.push(file);
    evidence.stills.push({ role, atMs, box: normBox(point), media: reference(file) });
  }
  if (overlay) {
    const file = await overlay;
    evidence.files.push(file);
    evidence.overlay = reference(file);
  }
  return evidence;
}

function reference({ sha256, bytes }: { sha256: string; bytes: number }): MediaRef {
  return { sha256, bytes };
}

function normBox({ at, width, height }: GroundPoint): number[] {
  const unit = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 1e4) / 1e4;
  return [at[0] - width / 2, at[1] - height, width, height].map(unit);
}

function pixelBox({ at, width, height }: GroundPoint, size: { width: number; height: number }): PixelBox {
  return [
    (at[0] - width / 2) * size.width,
    (at[1] - height) * size.height,
    width * size.width,
    height * size.height,
  ];
}
