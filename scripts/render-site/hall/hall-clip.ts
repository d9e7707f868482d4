import type { SiteCamera } from '../camera/camera.ts';
import { planOf, type HallPlan, type Scenario } from './plan.ts';

/** One clip of the hall: what happens, and from which corner it is watched. */
export interface HallClip {
  name: string;
  seconds: number;
  camera: SiteCamera;
  hall: HallPlan;
  /** Highest bit rate, kbit/s. */
  kbits: number;
}

const usual = { width: 1280, height: 720, barrel: 0.06 };

/** Two corners under the ceiling: over the citizens' backs to the staff, and over the staff to the citizens. */
export const corners = {
  citizens: { ...usual, id: 'hall', x: -6.2, y: 3.05, s: -5.2, pitch: 23, yaw: 50, fov: 58 },
  staff: { ...usual, id: 'counters', x: 6.25, y: 3.05, s: 5.25, pitch: 25, yaw: 228, fov: 58 },
} satisfies Record<string, SiteCamera>;

export function hallClip(
  name: string,
  corner: keyof typeof corners,
  scenario: Scenario,
  seed: number,
  { seconds = 50, kbits = 2200 } = {},
): HallClip {
  return {
    name,
    seconds,
    camera: corners[corner],
    hall: planOf(scenario, seed, seconds),
    kbits,
  };
}
