import { Type, type Static } from 'typebox';

/** A track never leaves its box without the run that numbered it. */
export const TrackRef = Type.Object(
  {
    run: Type.String({
      pattern: '^[0-9a-f]{8}$',
      description: 'Start of the camera pipeline that numbered the track',
    }),
    id: Type.Integer({ minimum: 1 }),
  },
  { additionalProperties: false },
);
export type TrackRef = Static<typeof TrackRef>;
