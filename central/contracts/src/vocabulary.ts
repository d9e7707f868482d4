import { Type, type Static } from 'typebox';

export const VehicleClass = Type.Enum(['car', 'motorbike', 'bus', 'truck', 'bicycle']);
export const ObjectClass = Type.Enum(['car', 'motorbike', 'bus', 'truck', 'bicycle', 'person']);
/** Where a vehicle goes at a junction, seen from where it comes from. */
export const Movement = Type.Enum(['straight', 'left', 'right', 'u-turn']);
/** What a road signal shows; `unknown` is a normal answer: covered, washed out, contradictory. */
export const SignalState = Type.Enum(['red', 'yellow', 'green', 'red+yellow', 'flashing', 'off', 'unknown']);
/** Why the law may exempt a vehicle from a rule: what the box saw; whether it was on duty an officer decides. */
export const Exemption = Type.Enum(['warning-lamps'], {
  description: 'warning-lamps: red or blue lamps flashed on its roof (vehicles with priority)',
});
/** Findings over a one-stop counter, and of a camera that can no longer be trusted. */
export const AlertId = Type.Enum([
  'counter-unattended',
  'queue-long',
  'wait-long',
  'after-hours',
  'camera-covered',
  'camera-moved',
  'camera-frozen',
  'camera-blurred',
  'camera-too-dark',
  'camera-over-exposed',
  'camera-few-frames',
  'camera-wrong-clock',
]);

export type VehicleClass = Static<typeof VehicleClass>;
export type ObjectClass = Static<typeof ObjectClass>;
export type Exemption = Static<typeof Exemption>;
export type SignalState = Static<typeof SignalState>;
export type Movement = Static<typeof Movement>;
export type AlertId = Static<typeof AlertId>;

/** Classes that are easily taken for each other: a van is often car and truck at once, a person never is. */
export type ObjectFamily = 'vehicle' | 'two-wheeler' | 'person';
export function familyOf(name: ObjectClass): ObjectFamily {
  if (name === 'person') return 'person';
  return name === 'motorbike' || name === 'bicycle' ? 'two-wheeler' : 'vehicle';
}
