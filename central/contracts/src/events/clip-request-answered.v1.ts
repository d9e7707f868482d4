import { Type, type Static } from 'typebox';
import { ClipAnswer } from '../clip-request.ts';
import { envelope } from '../envelope.ts';
import { EventId } from '../ids.ts';

/** A box says what becomes of the clip it was asked for; of two answers to one request the later number counts. */
export const ClipRequestAnsweredV1 = envelope(
  'clip.request-answered.v1',
  Type.Object({ request: EventId, case: EventId, answer: ClipAnswer }, { additionalProperties: false }),
);
export type ClipRequestAnsweredV1 = Static<typeof ClipRequestAnsweredV1>;
