import { Type, type Static } from 'typebox';
import { ModelEntry } from '../models/model-file.ts';

const probability = Type.Number({ minimum: 0, maximum: 1 });

/** The manifest's entry of a plate finder: any picture size in steps, rows of candidates out. */
export const FinderEntry = Type.Object({
  ...ModelEntry.properties,
  input: Type.Object({
    name: Type.String(),
    step: Type.Integer({ minimum: 1, description: 'Width and height are multiples of this' }),
    maxPixels: Type.Integer({ minimum: 1024, description: 'Larger pictures are shrunk to this area' }),
    pad: Type.Integer({ minimum: 0, maximum: 255 }),
  }),
  output: Type.Object({ name: Type.String() }),
  /** From here on a candidate is read. */
  scoreThreshold: probability,
  /** From here on a candidate that cannot be read is still called a plate. */
  plateThreshold: probability,
});
export type FinderEntry = Static<typeof FinderEntry>;

/** Turns what a look says into the measured probability that the whole text is right. */
export const Calibration = Type.Object({
  bias: Type.Number(),
  posterior: Type.Number({ description: 'Weight of the log odds of the best text' }),
  fit: Type.Number({ description: 'Weight of the log of what the grammar allows' }),
  sure: Type.Number({
    description: 'Further weight of log odds above 1: the reader understates what it is sure of',
  }),
});
export type Calibration = Static<typeof Calibration>;

/** The manifest's entry of a plate reader. */
export const ReaderEntry = Type.Object({
  ...ModelEntry.properties,
  input: Type.Object({
    name: Type.String(),
    width: Type.Integer({ minimum: 16, maximum: 1024 }),
    height: Type.Integer({ minimum: 16, maximum: 1024 }),
    margin: Type.Number({ minimum: 0, maximum: 0.5, description: 'Around the plate, in parts of its sides' }),
  }),
  outputs: Type.Object({ signs: Type.String(), colour: Type.String(), layout: Type.String() }),
  calibration: Type.Object({ look: Calibration, vote: Calibration }),
  /** Below this confidence a text is not claimed. */
  confidenceThreshold: probability,
});
export type ReaderEntry = Static<typeof ReaderEntry>;
