import type { ClipAnswer } from '@vamco/contracts';

/** What this box has of a clip that it is asked for. */
export interface AskedClip {
  /** Did this box seal this case under this manifest? */
  isOwn: boolean;
  /** Undefined when none is kept, nor to be cut; one without a file is still to be cut. */
  clip: { file: string | undefined; isRefused: boolean } | undefined;
}

/**
 * What is answered to who asks for a clip.
 *
 * @param isThere is this file on the disk?
 */
export function clipAnswer({ isOwn, clip }: AskedClip, isThere: (file: string) => boolean): ClipAnswer {
  if (!isOwn) return 'unknown-case';
  if (!clip) return 'not-kept';
  if (clip.file === undefined) return 'coming';
  if (!isThere(clip.file)) return 'not-kept';
  return clip.isRefused ? 'unsendable' : 'coming';
}
