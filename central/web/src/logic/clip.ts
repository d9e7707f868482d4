import type { ClipState } from '@vamco/contracts';

/** Which sentence says where a clip is. */
export type ClipSentence =
  'on-box' | 'asked' | 'asked-offline' | 'coming' | 'coming-offline' | 'here' | 'export-only' | 'none';

/** A box that is away changes what is to be expected only while something is to come from it. */
export function clipSentence({ state, boxOnline }: Pick<ClipState, 'state' | 'boxOnline'>): ClipSentence {
  return (state === 'asked' || state === 'coming') && !boxOnline ? `${state}-offline` : state;
}
