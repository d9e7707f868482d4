import type { ClipAnswer, ClipState } from '@vamco/contracts';
import type { ClipFacts } from '../evidence/case-clip.ts';

/** Who asked for a clip, and what the box says; `answer` is undefined while it has said nothing. */
export interface AskedFor {
  by: { id: string; name: string };
  at: string;
  answer: ClipAnswer | undefined;
}

/**
 * Where the clip of a case is. What the box sealed of it counts before what it answered, and what is here before both.
 */
export function clipState(
  { manifest, sealed, isHere, isPrivate }: ClipFacts,
  request: AskedFor | undefined,
  boxOnline: boolean,
): ClipState {
  const asked = request ? { by: request.by, at: request.at } : null;
  const is = (state: ClipState['state'], why: ClipState['why'] = null): ClipState => ({
    ...{ state, why, boxOnline, asked },
  });
  if (manifest === undefined) return is('none', 'not-sealed');
  if (sealed && 'none' in sealed) return is('none', sealed.none);
  // Whether it may be shown, the manifest says: it is on its way as well.
  if (isHere) return is(isPrivate === undefined ? 'coming' : isPrivate ? 'export-only' : 'here');
  if (!request) return is('on-box');
  if (request.answer === undefined) return is('asked');
  if (request.answer === 'coming') return is('coming');
  return is('none', request.answer === 'not-kept' && sealed ? 'left' : request.answer);
}
