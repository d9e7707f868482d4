import type { PinnedAddress } from '../pinned-address.ts';
import type { Credentials } from '../rtsp/http-auth.ts';

/** Which device the cage talks to, and as whom. */
export interface CageTarget {
  /** Path and scheme as configured, `http://host:port/onvif/device_service`. */
  url: string;
  pinned: PinnedAddress;
  credentials: Credentials | undefined;
}

/** What can be asked of a device. */
export type CageQuestion =
  | { ask: 'device' }
  | { ask: 'clock' }
  | { ask: 'presets' }
  | { ask: 'status' }
  | { ask: 'goto'; preset: string }
  | { ask: 'events' }
  | { ask: 'snapshot' };

export interface CageRequest {
  id: number;
  target: CageTarget;
  question: CageQuestion;
}

/** `fault` is a reason (see `why-down.ts`) or `not-onvif`, `no-ptz`, `no-events`, `no-snapshot`. */
export type CageReply = { id: number; answer: unknown } | { id: number; fault: string };
