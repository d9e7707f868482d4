import { Type, type Static } from 'typebox';
import { Epoch, Name, UtcTime } from './ids.ts';

/** Retained on `…/up/status`; the last will says `offline`. */
export const BoxStatus = Type.Object(
  {
    box: Name,
    state: Type.Enum(['online', 'offline']),
    epoch: Epoch,
    version: Type.String({ maxLength: 32 }),
    since: UtcTime,
  },
  { additionalProperties: false, $id: 'box-status.v1' },
);
export type BoxStatus = Static<typeof BoxStatus>;
