import { Type, type Static } from 'typebox';

const closed = { additionalProperties: false } as const;
const Confidence = Type.Number({ minimum: 0, maximum: 1, description: 'Probability that this is so' });

/** Whether one person on a motorbike wears a helmet; `unknown` accuses nobody. */
export const RiderSeen = Type.Object(
  { helmet: Type.Enum(['yes', 'no', 'unknown']), confidence: Confidence },
  closed,
);

/** Who sits on a motorbike, voted over all looks at it. */
export const RidersSeen = Type.Object(
  {
    count: Type.Integer({
      minimum: 1,
      maximum: 4,
      description: 'Persons on the motorbike; 4 is four or more',
    }),
    confidence: Confidence,
    looks: Type.Integer({ minimum: 1, description: 'Frames in which they were looked at' }),
    heads: Type.Array(RiderSeen, {
      minItems: 1,
      maxItems: 4,
      description: 'The driver, then the passengers from front to back',
    }),
  },
  closed,
);
export type RiderSeen = Static<typeof RiderSeen>;
export type RidersSeen = Static<typeof RidersSeen>;
