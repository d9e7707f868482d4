import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AgentError } from '../base/errors.ts';
import { planClip, type ClipPlan } from './clip-plan.ts';
import { extentOf } from './extent.ts';
import { KeyFramesChecked } from './key-frames-checked.ts';
import { PiecesAtHand, type PieceAtHand, type PiecePlace } from './pieces-at-hand.ts';
import { gapsMs } from './segment-index.ts';
import { writeClip } from './write-clip.ts';

/** When nothing more has come by then, the clip is shorter than asked for. */
const GIVE_UP_MS = 3_000;
/** A clock that was set back must not keep a clip waiting for long. */
const LONGEST_WAIT_MS = 60_000;
const LOOK_AHEAD_MS = 500;
const LOOK_MS = 50;

/** A clip that was cut; times are UTC, Unix milliseconds, with the error of the frames it is made of. */
export interface Clip {
  file: string;
  bytes: number;
  startsAtMs: number;
  endsAtMs: number;
  /** Inside it nothing came from the camera for so long. */
  missingMs: number;
}

export interface ClipSource {
  /** Pieces that touch a span, oldest first, the one being written last. */
  places(fromMs: number, toMs: number): PiecePlace[];
  /** Can more of that time still come? */
  mayGrow(toMs: number): boolean;
}

/** See `SegmentRing.cut`. */
export async function cutClip(
  source: ClipSource,
  [fromMs, toMs]: readonly [number, number],
  into: string,
  nowMs: number,
): Promise<Clip | undefined> {
  const [hand, checked] = [new PiecesAtHand(), new KeyFramesChecked()];
  try {
    const dueMs = performance.now() + Math.min(LONGEST_WAIT_MS, Math.max(0, toMs - nowMs));
    let [endsAtMs, grewMs] = [-Infinity, dueMs];
    for (;;) {
      const pieces = await hand.look(source.places(fromMs, toMs));
      const plan = planClip(pieces, fromMs, toMs);
      // While the last frame is on its way, those before it are looked at.
      if (plan) await checked.feed(pieces, plan);
      if (plan && plan.endsAtMs >= toMs) return await finish(pieces, plan, checked, into);
      const leftMs = dueMs - performance.now();
      // More is waited for while more comes.
      if (plan && plan.endsAtMs > endsAtMs)
        [endsAtMs, grewMs] = [plan.endsAtMs, Math.max(dueMs, performance.now())];
      const isOver = !source.mayGrow(toMs) || performance.now() > grewMs + GIVE_UP_MS;
      if (leftMs <= 0 && isOver) return plan && (await finish(pieces, plan, checked, into));
      await sleep(leftMs > 0 ? Math.min(LOOK_AHEAD_MS, leftMs) : LOOK_MS);
    }
  } finally {
    checked.stop();
    await hand.close();
  }
}

async function finish(
  pieces: readonly PieceAtHand[],
  plan: ClipPlan,
  checked: KeyFramesChecked,
  into: string,
): Promise<Clip> {
  const { startsAtMs, endsAtMs } = plan;
  const file = join(into, `clip-${Math.round(startsAtMs)}-${Math.round(endsAtMs)}.mp4`);
  const used = new Set(plan.samples.map(({ piece }) => piece));
  const missingMs = gapsMs(pieces.filter((_, index) => used.has(index)).map(spanOf));
  const [written, plays] = await Promise.allSettled([writeClip(pieces, plan, file), checked.end()]);
  if (written.status === 'rejected') throw written.reason;
  if (plays.status === 'fulfilled' && plays.value)
    return { file, bytes: written.value, startsAtMs, endsAtMs, missingMs };
  await unlink(file).catch(() => undefined);
  throw new AgentError('BAD_VIDEO', 'a key frame of the recorded stream cannot be decoded');
}

/** From the first picture of a piece to the end of its last one. */
function spanOf({ startMs, pictures }: PieceAtHand): { startMs: number; endMs: number } {
  const { least, most } = extentOf(pictures.map(({ stampMs }) => stampMs));
  const lengthMs = most - least;
  return { startMs, endMs: startMs + lengthMs + lengthMs / Math.max(1, pictures.length - 1) };
}
