import { statfs } from 'node:fs/promises';
import type { BoxHealthReportedV1, CameraHealth } from '@vamco/contracts';
import type { Clock } from '../base/clock.ts';
import { fitCameras } from './fit-cameras.ts';

/** Where the figures of a health report come from. */
export interface HealthSources {
  version: string;
  dir: string;
  cameras(): CameraHealth[];
  outbox(): BoxHealthReportedV1['data']['outbox'];
}

/** What the box says of itself right now. */
export async function healthData(sources: HealthSources, clock: Clock): Promise<BoxHealthReportedV1['data']> {
  const disk = await statfs(sources.dir);
  return {
    version: sources.version,
    uptimeS: Math.floor(clock.now() / 1000),
    outbox: sources.outbox(),
    diskFreeBytes: disk.bavail * disk.bsize,
    cameras: fitCameras(sources.cameras()),
  };
}
