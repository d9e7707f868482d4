import { BoxHealthReportedV1 } from './box-health-reported.v1.ts';
import { ClipRequestAnsweredV1 } from './clip-request-answered.v1.ts';
import { CounterAlertRaisedV1 } from './counter-alert-raised.v1.ts';
import { PassageRecordedV1 } from './passage-recorded.v1.ts';
import { PlateReadV1 } from './plate-read.v1.ts';
import { ViolationDetectedV1 } from './violation-detected.v1.ts';

/** Every event a box may send, by schema id. The collector also keeps all older versions here. */
export const eventSchemas = {
  'passage.recorded.v1': PassageRecordedV1,
  'violation.detected.v1': ViolationDetectedV1,
  'counter.alert-raised.v1': CounterAlertRaisedV1,
  'plate.read.v1': PlateReadV1,
  'box.health-reported.v1': BoxHealthReportedV1,
  'clip.request-answered.v1': ClipRequestAnsweredV1,
} as const;

export type VamcoEvent =
  | PassageRecordedV1
  | ViolationDetectedV1
  | CounterAlertRaisedV1
  | PlateReadV1
  | BoxHealthReportedV1
  | ClipRequestAnsweredV1;
export type EventSchemaId = keyof typeof eventSchemas;
/** An event as a step makes it, before the outbox gives it a number, a chain link and a signature. */
export type EventDraft = VamcoEvent extends infer E
  ? E extends VamcoEvent
    ? Pick<E, 'schema' | 'time' | 'data'>
    : never
  : never;
