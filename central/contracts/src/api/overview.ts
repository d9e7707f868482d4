import { Type, type Static } from 'typebox';
import { CameraHealth } from '../events/box-health-reported.v1.ts';
import { UtcTime } from '../ids.ts';
import { Decision, ViolationItem } from './violations.ts';

/** Body of `GET /api/overview`: figures above the list. Days are those of Asia/Ho_Chi_Minh. */
export const Overview = Type.Object({
  pending: Type.Integer(),
  decidedToday: Type.Integer(),
  violationsToday: Type.Integer(),
  passagesToday: Type.Integer(),
});

/** One box as `GET /api/boxes` lists it. */
export const BoxSummary = Type.Object({
  id: Type.String(),
  state: Type.Enum(['online', 'offline', 'never-seen']),
  lastEventAt: Type.Union([UtcTime, Type.Null()]),
  cameras: Type.Array(CameraHealth),
});

/** What `GET /api/stream` (server-sent events) pushes; the event name is the key. */
export const StreamMessages = {
  violation: ViolationItem,
  decision: Decision,
  overview: Overview,
} as const;

export type Overview = Static<typeof Overview>;
export type BoxSummary = Static<typeof BoxSummary>;
