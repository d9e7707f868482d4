import { Type, type Static } from 'typebox';

/** `[x, y, w, h]` in pixels of the clip. */
const Box = Type.Array(Type.Integer(), { minItems: 4, maxItems: 4 });

/** One object in one frame: `[track, x, y, w, h, visible %]`, the box clipped to the picture. */
const Row = Type.Array(Type.Integer(), { minItems: 6, maxItems: 6 });

/**
 * What really happened in a rendered clip: the judge of detector, tracker and rules. Times are seconds from
 * the start of the clip; ground positions are metres (`x` right of the road's middle, `s` along the road).
 */
export const Truth = Type.Object({
  schema: Type.Literal('truth.v1'),
  seed: Type.Integer(),
  width: Type.Integer(),
  height: Type.Integer(),
  fps: Type.Number(),
  tracks: Type.Array(
    Type.Object({
      id: Type.Integer(),
      class: Type.String(),
      riders: Type.Integer(),
      intent: Type.String({ description: '`normal`, or the rule that this one breaks on purpose' }),
      /** `[t, x, s, speed in km/h]` once a second. */
      ground: Type.Array(Type.Array(Type.Number(), { minItems: 4, maxItems: 4 })),
      largest: Box,
    }),
  ),
  frames: Type.Array(Type.Object({ t: Type.Number(), objects: Type.Array(Row) })),
  passages: Type.Array(
    Type.Object({
      t: Type.Number(),
      line: Type.String(),
      direction: Type.Enum(['forward', 'backward']),
      class: Type.String(),
      track: Type.Integer(),
    }),
  ),
  violations: Type.Array(
    Type.Object({
      rule: Type.String(),
      start: Type.Number(),
      end: Type.Number(),
      class: Type.String(),
      track: Type.Integer(),
      zone: Type.String(),
    }),
  ),
});
export type Truth = Static<typeof Truth>;
