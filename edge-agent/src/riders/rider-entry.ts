import { Type, type Static } from 'typebox';
import { ModelEntry } from '../models/model-file.ts';

const probability = Type.Number({ minimum: 0, maximum: 1 });
const aroundBox = Type.Number({ minimum: -0.45, maximum: 1 });

/** The manifest's entry of the net that finds riders' heads: one motorbike in, a row a head out. */
export const RiderEntry = Type.Object({
  ...ModelEntry.properties,
  input: Type.Object({
    name: Type.String(),
    width: Type.Integer({ minimum: 16, maximum: 1024 }),
    height: Type.Integer({ minimum: 16, maximum: 1024 }),
    pad: Type.Integer({ minimum: 0, maximum: 255 }),
  }),
  output: Type.Object({ name: Type.String() }),
  /** From here on a row is a head. */
  scoreThreshold: probability,
  around: Type.Object(
    { sides: aroundBox, above: aroundBox, below: aroundBox },
    {
      description:
        'What the net is shown beside the motorbike’s box, in parts of its sides; negative: less than the box',
    },
  ),
  calibration: Type.Object({
    helmet: Type.Object({ scale: Type.Number(), offset: Type.Number() }, { description: 'On the log odds' }),
    temper: Type.Number({
      ...{ exclusiveMinimum: 0, maximum: 1 },
      description: 'On summed log odds of several looks: those at one vehicle are alike',
    }),
  }),
});
export type RiderEntry = Static<typeof RiderEntry>;
