import { Type, type Static } from 'typebox';
import { PlateColour, PlateLayout } from '../events/plate-read.v1.ts';
import { RidersSeen } from '../events/riders.ts';
import { EventId, GeoPoint, NormBox, Sha256, UtcTime } from '../ids.ts';
import { Law } from '../law.ts';
import { RuleId } from '../rule-table.ts';
import { Exemption, VehicleClass } from '../vocabulary.ts';
import { ClipState } from './clips.ts';

/** What an officer may decide. `unsure` leaves the case open for a second look. */
export const Outcome = Type.Enum(['confirmed', 'rejected', 'unsure']);
/** Why; a rejection needs one, so that rules can learn from false alarms. */
export const DecisionReason = Type.Enum([
  'clear-violation',
  'no-violation',
  'wrong-vehicle',
  'authorised-vehicle',
  'officer-directing',
  'poor-picture',
  'camera-moved',
  'other',
]);
export const CaseState = Type.Enum(['pending', 'confirmed', 'rejected', 'unsure']);

export const Decision = Type.Object({
  id: EventId,
  violation: EventId,
  outcome: Outcome,
  reason: DecisionReason,
  note: Type.String({ maxLength: 500 }),
  by: Type.Object({ id: Type.String(), name: Type.String() }),
  at: UtcTime,
});

/** Body of `POST /api/violations/:id/decisions`. `after` guards against deciding on an outdated page. */
export const NewDecision = Type.Object(
  {
    outcome: Outcome,
    reason: DecisionReason,
    note: Type.Optional(Type.String({ maxLength: 500 })),
    after: Type.Integer({ minimum: 0, description: 'Number of decisions that the officer saw' }),
  },
  { additionalProperties: false },
);

/** A plate as the list and the case show it. `display` is null when it stayed unreadable. */
export const PlateItem = Type.Object({
  display: Type.Union([Type.String(), Type.Null()]),
  confidence: Type.Number(),
  colour: PlateColour,
  layout: PlateLayout,
  raw: Type.String(),
  alternatives: Type.Array(Type.String()),
});

/** One row of the list; its state is that of the newest decision. */
export const ViolationItem = Type.Object({
  id: EventId,
  state: CaseState,
  rule: RuleId,
  class: VehicleClass,
  at: UtcTime,
  storedAt: UtcTime,
  box: Type.String(),
  camera: Type.String(),
  place: Type.String(),
  score: Type.Number(),
  exemption: Type.Union([Exemption, Type.Null()], {
    description: 'Why the law may exempt this vehicle; null where nothing speaks for it',
  }),
  plate: Type.Union([PlateItem, Type.Null()]),
  thumbnail: Type.Union([Type.String(), Type.Null()], {
    description: 'Address of the `at` still once it has arrived',
  }),
});

/** One picture of a case. `url` is null while the box has not sent it yet. */
export const CasePicture = Type.Object({
  role: Type.Enum(['before', 'at', 'after', 'overlay', 'plate']),
  at: UtcTime,
  box: Type.Union([NormBox, Type.Null()]),
  sha256: Sha256,
  url: Type.Union([Type.String(), Type.Null()]),
});

export const ViolationCase = Type.Object({
  ...ViolationItem.properties,
  ruleVersion: Type.Integer(),
  riders: Type.Union([RidersSeen, Type.Null()], {
    description: 'Who sits on the motorbike; null where no rule asked',
  }),
  zone: Type.String(),
  began: UtcTime,
  errMs: Type.Integer(),
  timeSource: Type.String(),
  point: Type.Union([GeoPoint, Type.Null()]),
  track: Type.String(),
  model: Type.String(),
  epoch: Type.String(),
  seq: Type.Integer(),
  hash: Sha256,
  sealed: Type.Boolean({ description: 'The box’s seal has arrived: the case can be exported' }),
  law: Type.Union([Law, Type.Null()], {
    description: 'The row of the law for the day of the act; null when the tables have none',
  }),
  clip: Type.Union(
    [Type.Object({ url: Type.String(), fromMs: Type.Integer(), toMs: Type.Integer() }), Type.Null()],
    {
      description:
        'The stream around the act (ms from it), when the box has sent it and nothing in it is private',
    },
  ),
  clipState: ClipState,
  pictures: Type.Array(CasePicture),
  decisions: Type.Array(Decision),
});

/** Body of `GET /api/violations`: newest first; `next` is the cursor of the following page. */
export const ViolationPage = Type.Object({
  items: Type.Array(ViolationItem),
  next: Type.Union([Type.String(), Type.Null()]),
});

export type Outcome = Static<typeof Outcome>;
export type DecisionReason = Static<typeof DecisionReason>;
export type CaseState = Static<typeof CaseState>;
export type Decision = Static<typeof Decision>;
export type NewDecision = Static<typeof NewDecision>;
export type PlateItem = Static<typeof PlateItem>;
export type ViolationItem = Static<typeof ViolationItem>;
export type CasePicture = Static<typeof CasePicture>;
export type ViolationCase = Static<typeof ViolationCase>;
export type ViolationPage = Static<typeof ViolationPage>;
