import { Type, type Static } from 'typebox';

export const VehicleClass = Type.Enum(['car', 'motorbike', 'bus', 'truck', 'bicycle']);
export const ObjectClass = Type.Enum(['car', 'motorbike', 'bus', 'truck', 'bicycle', 'person']);
/** Rules that can propose a violation today; each is one file of `edge-agent/src/rules`. */
export const RuleId = Type.Enum(['wrong-way', 'no-entry']);
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
export type RuleId = Static<typeof RuleId>;
export type AlertId = Static<typeof AlertId>;
