import { Type, type Static } from 'typebox';
import { envelope } from '../envelope.ts';
import { Name } from '../ids.ts';
import { ObjectClass } from '../vocabulary.ts';
import { TrackRef } from './track-ref.ts';

/** A road user went over a counting line: a fact, no judgement. */
export const PassageRecordedV1 = envelope(
  'passage.recorded.v1',
  Type.Object(
    {
      camera: Name,
      track: TrackRef,
      class: ObjectClass,
      score: Type.Number({ minimum: 0, maximum: 1, description: 'Best detection score of the track' }),
      line: Name,
      direction: Type.Enum(['forward', 'backward'], { description: 'Along or against the line’s `forward`' }),
      speed: Type.Optional(
        Type.Object(
          { kmh: Type.Number(), low: Type.Number(), high: Type.Number() },
          {
            additionalProperties: false,
            description: 'For reference: mean over the last seconds, and its 95 % interval',
          },
        ),
      ),
    },
    { additionalProperties: false },
  ),
);
export type PassageRecordedV1 = Static<typeof PassageRecordedV1>;
