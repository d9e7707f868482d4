import type { DateOrder } from './clock-text.ts';
import type { Gray } from './letters.ts';
import { textPictures } from './overlay-picture.ts';
import type { ReadTexts } from './text-reader.ts';
import { clockOf, LIKELY_MS, type ClockFinding, type ClockLook } from './ticking.ts';

/** One picture of the clock that is still to be read. */
export interface ClockCut extends Omit<ClockLook, 'texts'> {
  overlay: Gray;
}

/**
 * Reads one clock from several pictures of it: bright letters first, as most cameras write, then dark ones too. A time
 * near the right one ends the search; of any other, everything that can be read must be heard.
 */
export async function readClock(
  cuts: readonly ClockCut[],
  read: ReadTexts,
  order?: DateOrder,
): Promise<ClockFinding> {
  const bright = await looksOf(cuts, 'bright', read);
  const first = clockOf(bright, order);
  if ('offsetMs' in first && Math.abs(first.offsetMs) < LIKELY_MS) return first;
  const dark = await looksOf(cuts, 'dark', read);
  return clockOf(
    bright.map((look, index) => ({ ...look, texts: [...look.texts, ...(dark[index]?.texts ?? [])] })),
    order,
  );
}

async function looksOf(
  cuts: readonly ClockCut[],
  letters: 'bright' | 'dark',
  read: ReadTexts,
): Promise<ClockLook[]> {
  const pictures = await Promise.all(cuts.map(({ overlay }) => textPictures(overlay, letters)));
  const texts = await read(pictures.flat());
  return cuts.map(({ rightMs, errMs }, index) => ({
    ...{ rightMs, errMs },
    texts: texts.splice(0, pictures[index]?.length ?? 0),
  }));
}
