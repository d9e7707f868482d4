import { Type, type Static } from 'typebox';

const Int = Type.Integer();
const Seconds = Type.Number({ description: 'from the start of the clip' });
const Box = Type.Array(Int, { minItems: 4, maxItems: 4, description: '[x, y, w, h], pixels of the clip' });

/**
 * One object in one frame:
 * `[track, x, y, w, h, fx, fy, fw, fh, visible %, ground x cm, ground s cm, km/h × 10]`. The first box is the part that
 * is seen, the second the whole body, also beyond the picture's edges.
 */
const Row = Type.Array(Int, { minItems: 13, maxItems: 13 });

/** One plate in one frame: `[track, x1, y1, … x4, y4, width × 10]`, top left, top right, bottom right, bottom left. */
const PlateRow = Type.Array(Int, { minItems: 10, maxItems: 10 });

const Act = {
  rule: Type.String({ description: 'id of the law table' }),
  start: Seconds,
  /** When it is decided: the moment that a rule should name. */
  moment: Seconds,
  end: Seconds,
  class: Type.String(),
  track: Int,
  zone: Type.String({ description: 'line or zone of the scene; empty where none is concerned' }),
};

/**
 * What really happened in a clip: the judge of detector, tracker, plates, rules and alerts. Made by the renderer, or by
 * hand for real footage (then `tracks`, `frames` and the lists that were not written down stay empty). Ground positions
 * are metres, `x` to the east and `s` to the north of the junction's middle.
 */
export const Truth = Type.Object({
  schema: Type.Literal('truth.v2'),
  name: Type.String(),
  seed: Int,
  camera: Type.String(),
  condition: Type.String({ description: 'day, low-sun, overcast, rain, dusk, night, infrared, indoor' }),
  width: Int,
  height: Int,
  fps: Type.Number(),
  seconds: Type.Number(),
  tracks: Type.Array(
    Type.Object({
      id: Int,
      class: Type.String(),
      /** Helmet or not of each on a two-wheeler, from front to back. */
      riders: Type.Array(Type.Boolean()),
      intent: Type.String({ description: '`normal`, or what this one is there for' }),
      plate: Type.Optional(
        Type.Object({ text: Type.String(), family: Type.String(), colour: Type.String() }),
      ),
      /** The largest box of it that was seen. */
      largest: Box,
    }),
  ),
  frames: Type.Array(
    Type.Object({
      t: Seconds,
      objects: Type.Array(Row),
      plates: Type.Array(PlateRow),
      /** How many stand or drive in each zone of the scene that holds anyone. */
      zones: Type.Optional(Type.Record(Type.String(), Int)),
    }),
  ),
  /** What each signal of the scene shows from `t` on. */
  signals: Type.Array(Type.Object({ t: Seconds, signal: Type.String(), state: Type.String() })),
  passages: Type.Array(
    Type.Object({
      t: Seconds,
      line: Type.String(),
      direction: Type.Enum(['forward', 'backward']),
      class: Type.String(),
      track: Int,
      /** Could be seen well when it came over the line. */
      certain: Type.Boolean(),
    }),
  ),
  /** `certain`: seen well enough that a careful witness would swear to it; others may be told or not. */
  violations: Type.Array(Type.Object({ ...Act, certain: Type.Boolean() })),
  /** What looks like a breach of `rule` and is none. */
  nonViolations: Type.Array(Type.Object({ kind: Type.String(), ...Act })),
  /** From the moment that it is so to the last one; `place` is a counter or part of the hall, empty for the camera. */
  alerts: Type.Array(
    Type.Object({ alert: Type.String(), start: Seconds, end: Seconds, place: Type.String() }),
  ),
  /** Visits to a one-stop counter: in the hall, called, done; `counter` is empty for who left unserved. */
  visits: Type.Array(
    Type.Object({
      person: Int,
      counter: Type.String(),
      cameS: Seconds,
      servedS: Type.Optional(Seconds),
      leftS: Type.Optional(Seconds),
    }),
  ),
  /** One second of the clip stands for so many of a real hall; 1 without it. */
  timeFactor: Type.Optional(Type.Number()),
  /** Parts of a hall that `zones` and `alerts` speak of, as a healthy camera sees them: `[x, y]`, 0..1 of the picture. */
  places: Type.Optional(
    Type.Array(
      Type.Object({
        id: Type.String(),
        kind: Type.Enum(['staff-side', 'citizen-side', 'seats', 'queue', 'hall']),
        polygon: Type.Array(Type.Array(Type.Number(), { minItems: 2, maxItems: 2 })),
      }),
    ),
  ),
});
export type Truth = Static<typeof Truth>;
