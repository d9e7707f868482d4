import { Type, type Static } from 'typebox';
import { Epoch, Name, Seq, Sha256 } from './ids.ts';

/**
 * At most this many hole ranges are listed; when there are more, `upTo` stops before the next and another
 * acknowledgement speaks for what lies beyond.
 */
export const MAX_ACK_HOLES = 32;

export const RejectionCode = Type.Enum([
  'not-json',
  'too-large',
  'unknown-schema',
  'invalid',
  'bad-signature',
  'conflict',
  'wrong-box',
]);

/**
 * What the collector has committed, sent to `…/down/ack` after the commit. A box may delete event `seq`
 * of `epoch` when `seq <= upTo` and `seq` lies in no hole; a rejected one goes to the box’s own quarantine.
 */
export const Ack = Type.Object(
  {
    box: Name,
    epoch: Epoch,
    upTo: Type.Integer({ minimum: 0, description: 'Highest number spoken for; 0 when none is stored' }),
    holes: Type.Array(Type.Array(Seq, { minItems: 2, maxItems: 2 }), {
      maxItems: MAX_ACK_HOLES,
      description:
        'Inclusive ranges [from, to] up to `upTo` that are not stored, or of which nothing is said here',
    }),
    rejected: Type.Array(
      Type.Object(
        {
          payloadSha256: Type.String({ ...Sha256, description: 'SHA-256 of the payload that was refused' }),
          code: RejectionCode,
          reason: Type.String({ maxLength: 200 }),
        },
        { additionalProperties: false },
      ),
      { maxItems: 16 },
    ),
  },
  { additionalProperties: false, $id: 'ack.v1' },
);
export type Ack = Static<typeof Ack>;
export type RejectionCode = Static<typeof RejectionCode>;
