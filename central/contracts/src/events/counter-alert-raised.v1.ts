import { Type, type Static } from 'typebox';
import { envelope } from '../envelope.ts';
import { Name, UtcTime } from '../ids.ts';
import { AlertId } from '../vocabulary.ts';
import { MediaRef } from './media-ref.ts';

/** A finding over a one-stop counter, or of a camera there that can no longer be trusted. */
export const CounterAlertRaisedV1 = envelope(
  'counter.alert-raised.v1',
  Type.Object(
    {
      camera: Name,
      alert: AlertId,
      zone: Type.Optional(Name),
      began: UtcTime,
      waiting: Type.Optional(Type.Integer({ minimum: 0, description: 'People waiting when it was raised' })),
      still: Type.Optional(MediaRef),
    },
    { additionalProperties: false },
  ),
);
export type CounterAlertRaisedV1 = Static<typeof CounterAlertRaisedV1>;
