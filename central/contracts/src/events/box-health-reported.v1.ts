import { Type, type Static } from 'typebox';
import { envelope } from '../envelope.ts';
import { Name } from '../ids.ts';

const Count = Type.Integer({ minimum: 0 });

/** `starting` has no frame yet, `up` gives frames, `down` is being retried with back-off. */
export const CameraState = Type.Enum(['starting', 'up', 'down']);

/** How one camera does; counters run since the agent started. */
export const CameraHealth = Type.Object(
  {
    id: Name,
    state: CameraState,
    reason: Type.Optional(
      Type.String({ maxLength: 32, description: 'Why it is down, a code: `auth`, `stalled`, …' }),
    ),
    analysed: Count,
    skipped: Type.Integer({
      minimum: 0,
      description: 'Frames dropped before analysis because the box was busy',
    }),
    restarts: Count,
    frameAgeMs: Type.Optional(Count),
    plates: Type.Optional(
      Type.Object(
        {
          vehicles: Count,
          read: Count,
          usualPerMille: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000 })),
        },
        {
          additionalProperties: false,
          description:
            'Vehicles of the last full hour and plates that were read of them; usually, of a thousand, over the day before',
        },
      ),
    ),
    untrusted: Type.Optional(
      Type.String({
        maxLength: 16,
        description: 'Why its picture is not judged: `moved`, `covered`, `moving`, …',
      }),
    ),
    preset: Type.Optional(Name),
    clockOffsetMs: Type.Optional(Type.Integer({ description: 'Camera’s clock minus the box’s' })),
    burntIn: Type.Optional(
      Type.Object(
        {
          offsetMs: Type.Optional(Type.Integer({ description: 'Clock in the picture minus the box’s' })),
          errMs: Type.Optional(Count),
          why: Type.Optional(
            Type.Enum(['unreadable', 'stopped', 'contradictory', 'no-reader'], {
              description: 'Why the newest reading told nothing',
            }),
          ),
          name: Type.Optional(Type.Enum(['as-expected', 'other', 'unreadable'])),
        },
        { additionalProperties: false, description: 'What the camera writes into its picture' },
      ),
    ),
  },
  { additionalProperties: false },
);

/** What a box says of itself every 30 seconds. */
export const BoxHealthReportedV1 = envelope(
  'box.health-reported.v1',
  Type.Object(
    {
      version: Type.String({ maxLength: 32 }),
      uptimeS: Count,
      outbox: Type.Object(
        { events: Count, media: Count, rejected: Count, oldestS: Count },
        { additionalProperties: false },
      ),
      diskFreeBytes: Count,
      cameras: Type.Array(CameraHealth, { maxItems: 8 }),
    },
    { additionalProperties: false },
  ),
);
export type BoxHealthReportedV1 = Static<typeof BoxHealthReportedV1>;
export type CameraHealth = Static<typeof CameraHealth>;
export type CameraState = Static<typeof CameraState>;
