import type { SiteCamera } from '../camera/camera.ts';
import type { Condition } from './light.ts';
import type { TrafficPlan } from './rates.ts';

/** One clip of the junction: who drives, who watches, in which light. */
export interface JunctionClip {
  name: string;
  seconds: number;
  camera: SiteCamera;
  condition: Condition;
  traffic: TrafficPlan;
  /** Highest bit rate, kbit/s. */
  kbits: number;
}
