import { Type, type Static } from 'typebox';

export const VehicleClass = Type.Enum(['car', 'motorbike', 'bus', 'truck', 'bicycle']);
export const ObjectClass = Type.Enum(['car', 'motorbike', 'bus', 'truck', 'bicycle', 'person']);
/** Rules that can propose a violation today; each is one file of `edge-agent/src/rules`. */
export const RuleId = Type.Enum(['red-light', 'stop-line', 'wrong-way', 'no-entry']);
/** What a road signal shows; `unknown` is a normal answer: covered, washed out, contradictory. */
export const SignalState = Type.Enum(['red', 'yellow', 'green', 'red+yellow', 'flashing', 'off', 'unknown']);
/** Findings over a one-stop counter, and of a camera that can no longer be trusted. */
export const AlertId = Type.Enum([
  'counter-unattended',
  'queue-long',
  'wait-long',
  'after-hours',
  'camera-covered',
  'camera-moved',
  'camera-frozen',
]);

export type VehicleClass = Static<typeof VehicleClass>;
export type ObjectClass = Static<typeof ObjectClass>;
export type SignalState = Static<typeof SignalState>;
export type RuleId = Static<typeof RuleId>;
export type AlertId = Static<typeof AlertId>;

/** Classes that are easily taken for each other: a van is often car and truck at once, a person never is. */
export type ObjectFamily = 'vehicle' | 'two-wheeler' | 'person';
export function familyOf(name: ObjectClass): ObjectFamily {
  if (name === 'person') return 'person';
  return name === 'motorbike' || name === 'bicycle' ? 'two-wheeler' : 'vehicle';
}
