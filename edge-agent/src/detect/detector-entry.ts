import { ObjectClass } from '@vamco/contracts';
import { Type, type Static } from 'typebox';
import { ModelEntry } from '../models/model-file.ts';

/** The manifest's entry of a detector: one picture of a fixed size in, a row a candidate out. */
export const DetectorEntry = Type.Object({
  ...ModelEntry.properties,
  input: Type.Object({
    name: Type.String(),
    width: Type.Integer({ minimum: 32, maximum: 4096 }),
    height: Type.Integer({ minimum: 32, maximum: 4096 }),
    pad: Type.Integer({ minimum: 0, maximum: 255 }),
  }),
  output: Type.Object({ name: Type.String() }),
  classes: Type.Array(ObjectClass, { minItems: 1 }),
  scoreThreshold: Type.Number({ minimum: 0, maximum: 1 }),
});
export type DetectorEntry = Static<typeof DetectorEntry>;
