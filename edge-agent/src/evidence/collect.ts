import type { EvidenceFile, MediaRef, Still } from '@vamco/contracts';
import type { PixelBox } from '../base/box.ts';
import type { NormPoint } from '../scene/geometry.ts';
import type { GroundPoint } from '../track/track.ts';
import { shrink, toMarked, toPreview } from './still.ts';

/** A file that is on the disk for good. */
export interface StoredFile {
  sha256: string;
  bytes: number;
  file: string;
  /** May be sent after everything else. */
  later?: boolean;
}

/** Writes bytes to the disk for good and says how they are addressed; `sealed` ones are under stricter access. */
export type StoreMedia = (bytes: Buffer, kind?: 'jpg' | 'sealed') => Promise<StoredFile>;

/** The three moments of an act, as points of the track. */
export interface Moments {
  before: GroundPoint;
  at: GroundPoint;
  after: GroundPoint;
}

export interface Evidence {
  /** What reviewers see first: small copies. */
  stills: Still[];
  overlay: MediaRef | undefined;
  /** What is sealed: originals as they were taken, and every copy that somebody may see. */
  sealed: EvidenceFile[];
  files: StoredFile[];
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
 * Reads the three frames and stores them as they are, with small copies for reviewers and a marked copy of the middle
 * one. A frame that is gone is left out; without any, `stills` is empty and there is no case to send.
 */
export async function collectEvidence(
  moments: Moments,
  readFrame: (number: number) => Promise<Buffer | undefined>,
  store: StoreMedia,
  marks: {
    polygon: readonly (readonly [number, number])[];
    /** Riders’ heads at the time of the act, 0..1 of the picture. */
    heads: readonly NormPoint[];
    caption: string;
    source: { width: number; height: number };
    /** Private windows, burnt into every copy. */
    windows: readonly (readonly NormPoint[])[];
  },
): Promise<Evidence> {
  const roles = (['before', 'at', 'after'] as const).filter(
    // Nobody needs the same picture twice: what is seen best at its first moment has no “before”.
    (role) => role !== 'before' || moments.before.frame !== moments.at.frame,
  );
  const found = await Promise.all(
    roles.map(async (role) => ({ role, frame: await readFrame(moments[role].frame) })),
  );
  const evidence: Evidence = { stills: [], overlay: undefined, sealed: [], files: [] };
  const { windows } = marks;
  // Side by side: the reviewer waits for the slowest of them, not for all in turn.
  const stills = found.flatMap(({ role, frame }) =>
    frame
      ? [
          {
            role,
            original: store(frame, 'sealed'),
            preview: toPreview(frame, windows).then((jpeg) => store(jpeg)),
          },
        ]
      : [],
  );
  const middle = found.find(({ role }) => role === 'at')?.frame;
  const drawn = { ...marks, box: pixelBox(moments.at, marks.source) };
  const drawing = middle && toMarked(middle, drawn, windows);
  const overlay = drawing?.then(shrink).then((jpeg) => store(jpeg));
  const marked = drawing?.then((jpeg) => store(jpeg, 'sealed'));
  await Promise.all([overlay, marked, ...stills.flatMap(({ original, preview }) => [original, preview])]);

  const masked = windows.length > 0;
  for (const { role, ...both } of stills) {
    const [original, preview] = [await both.original, await both.preview];
    const point = moments[role];
    const atMs = Math.round((point.t - moments.at.t) * 1000);
    evidence.stills.push({ role, atMs, box: normBox(point), media: reference(preview) });
    evidence.files.push(preview, { ...original, later: true });
    evidence.sealed.push(sealedFile(`${role}.jpg`, role, original, { atMs }));
    if (preview.sha256 !== original.sha256) {
      const derived = { atMs, from: original.sha256, masked };
      evidence.sealed.push(sealedFile(`preview-${role}.jpg`, 'preview', preview, derived));
    }
  }
  const from = evidence.sealed.find(({ role }) => role === 'at')?.sha256;
  for (const [name, copy] of [
    ['preview-marked', overlay],
    ['marked', marked],
  ] as const) {
    const file = await copy;
    if (!file || from === undefined) continue;
    const role = name === 'marked' ? 'marked' : 'preview';
    evidence.sealed.push(sealedFile(`${name}.jpg`, role, file, { atMs: 0, from, masked }));
    evidence.files.push(role === 'marked' ? { ...file, later: true } : file);
    if (role === 'preview') evidence.overlay = reference(file);
  }
  return evidence;
}

/** How a stored picture stands in the manifest. */
export function sealedFile(
  name: string,
  role: EvidenceFile['role'],
  { sha256, bytes }: StoredFile,
  more: Pick<EvidenceFile, 'atMs' | 'from' | 'masked'>,
): EvidenceFile {
  return { path: `files/${name}`, role, mime: 'image/jpeg', sha256, bytes, ...more };
}

function reference({ sha256, bytes }: StoredFile): MediaRef {
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
