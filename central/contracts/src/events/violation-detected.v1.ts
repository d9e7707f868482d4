import { Type, type Static } from 'typebox';
import { envelope } from '../envelope.ts';
import { GeoPoint, Name, NormBox, Sha256, UtcTime } from '../ids.ts';
import { RuleId } from '../rule-table.ts';
import { Exemption, SignalState, VehicleClass } from '../vocabulary.ts';
import { MediaRef } from './media-ref.ts';
import { RidersSeen } from './riders.ts';
import { TrackRef } from './track-ref.ts';

/** One moment of the act: the original still, untouched. `atMs` counts from the event’s time. */
export const Still = Type.Object(
  {
    role: Type.Enum(['before', 'at', 'after']),
    atMs: Type.Integer({ description: 'Milliseconds from the time of the act; negative is earlier' }),
    box: NormBox,
    media: MediaRef,
  },
  { additionalProperties: false },
);

/** A rule’s proposal, which a named officer confirms or rejects. JPEG stills follow over HTTP. */
export const ViolationDetectedV1 = envelope(
  'violation.detected.v1',
  Type.Object(
    {
      camera: Name,
      place: Type.Object(
        { name: Type.String({ maxLength: 80 }), point: Type.Optional(GeoPoint) },
        { additionalProperties: false },
      ),
      track: TrackRef,
      class: VehicleClass,
      score: Type.Number({ minimum: 0, maximum: 1, description: 'Best detection score of the track' }),
      rule: Type.Object(
        { id: RuleId, version: Type.Integer({ minimum: 1 }) },
        { additionalProperties: false },
      ),
      /** The zone or line of the scene. */
      zone: Name,
      also: Type.Optional(
        Type.Array(RuleId, {
          minItems: 1,
          maxItems: 3,
          description: 'Lesser acts of the same vehicle: one vehicle is one case',
        }),
      ),
      signal: Type.Optional(
        Type.Object(
          {
            state: SignalState,
            sinceMs: Type.Integer({
              description: 'Milliseconds from the time of the act; negative is earlier',
            }),
          },
          {
            additionalProperties: false,
            description: 'What the light showed from before the act to its time',
          },
        ),
      ),
      riders: Type.Optional(RidersSeen),
      exemption: Type.Optional(Exemption),
      began: UtcTime,
      stills: Type.Array(Still, { minItems: 1, maxItems: 3 }),
      overlay: Type.Optional(MediaRef),
      manifest: Type.Optional(
        Type.String({ ...Sha256, description: 'SHA-256 of the sealed manifest, which follows over HTTP' }),
      ),
      model: Type.String({
        maxLength: 64,
        description: 'Name, version and first 8 hex digits of the detector’s hash',
      }),
    },
    { additionalProperties: false },
  ),
);
export type ViolationDetectedV1 = Static<typeof ViolationDetectedV1>;
export type Still = Static<typeof Still>;
