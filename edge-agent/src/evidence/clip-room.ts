/** A clip that is kept for a case; UTC, Unix ms. */
export interface KeptClip {
  file: string;
  bytes: number;
  actMs: number;
  /** Somebody still waits for it: it must not go. */
  isWaiting: boolean;
}

/** Clips of acts before a moment that nobody waits for. */
export function tooOld(kept: readonly KeptClip[], beforeMs: number): KeptClip[] {
  return kept.filter(({ actMs, isWaiting }) => !isWaiting && actMs < beforeMs);
}

/**
 * The oldest clips that must go so that one of `bytes` fits into the budget; undefined when those that somebody
 * waits for leave no room for it.
 */
export function roomFor(
  bytes: number,
  kept: readonly KeptClip[],
  budgetBytes: number,
): KeptClip[] | undefined {
  let lacking = bytes - budgetBytes + kept.reduce((sum, one) => sum + one.bytes, 0);
  const gone: KeptClip[] = [];
  for (const clip of [...kept].sort((a, b) => a.actMs - b.actMs)) {
    if (lacking <= 0) break;
    if (clip.isWaiting) continue;
    lacking -= clip.bytes;
    gone.push(clip);
  }
  return lacking > 0 ? undefined : gone;
}
