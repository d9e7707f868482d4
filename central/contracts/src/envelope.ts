import { Type, type Static, type TSchema } from 'typebox';
import { Epoch, EventId, Name, Seq, Sha256, UtcTime } from './ids.ts';

/** Largest event on the wire, in bytes of UTF-8 JSON with its signature. */
export const MAX_EVENT_BYTES = 1536;

/** When something happened, by which clock, and how wrong that clock may be. */
export const EventTime = Type.Object(
  {
    utc: UtcTime,
    errMs: Type.Integer({ minimum: 0, description: 'Bound of the error of `utc`, ± ms' }),
    source: Type.Enum(['chrony', 'camera', 'unsynced'], { description: 'Who vouches for `utc`' }),
    bootId: Type.String({ pattern: '^[0-9a-f]{8}$', description: 'Changes at each start of the box' }),
    monoMs: Type.Integer({ minimum: 0, description: 'Monotonic clock of that boot: order and durations' }),
  },
  { additionalProperties: false },
);

/** Outer fields that every event has. `data` depends on `schema`. */
export function envelope<Id extends string, Data extends TSchema>(schema: Id, data: Data) {
  return Type.Object(
    {
      schema: Type.Literal(schema),
      id: EventId,
      box: Name,
      epoch: Epoch,
      seq: Seq,
      prev: Type.Union([Sha256, Type.Literal('')], {
        description: 'Hash of the event before it in this epoch; empty for the first',
      }),
      time: EventTime,
      data,
      sig: Type.String({
        pattern: '^[A-Za-z0-9+/]{86}==$',
        description: 'Ed25519 over the event hash, base64, by the key of the box',
      }),
    },
    { additionalProperties: false, $id: schema },
  );
}

export type EventTime = Static<typeof EventTime>;
