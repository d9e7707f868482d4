import { join } from 'node:path';
import { SiteConfig } from '@vamco/contracts';
import { Default } from 'typebox/value';
import { systemClock } from '../../edge-agent/src/base/clock.ts';
import { createLogger } from '../../edge-agent/src/base/log.ts';
import { CameraPipeline } from '../../edge-agent/src/camera-pipeline.ts';
import { defaultCalendars, loadCalendars } from '../../edge-agent/src/config/load-calendars.ts';
import type { Detector } from '../../edge-agent/src/detect/detector.ts';
import type { SegmentRing } from '../../edge-agent/src/segments/segment-ring.ts';

/** Sees nothing: clips are about everything before it. */
const blind = {
  input: { width: 320, height: 192, pad: 114 },
  label: 'none',
  detect: () => Promise.resolve([]),
} as unknown as Detector;

/** The real pipeline of one camera in this process, for the sake of its ring of recorded pieces. */
export function startRecording(
  streamUrl: string,
  dir: string,
): { ring: SegmentRing; stop: () => Promise<void> } {
  const nothing = () => Promise.reject(new Error('nothing is stored here'));
  const site = Default(SiteConfig, {
    version: 1,
    site: { id: 'bench-site', name: 'Đường 30/4' },
    box: { id: 'bench-box' },
    uplink: { broker: 'mqtt://127.0.0.1:1', media: 'http://127.0.0.1:1' },
    cameras: [
      {
        ...{ id: 'cam-clip', name: 'Clips', plates: false, streamUrl },
        presets: [{ id: 'home', scene: {} }],
      },
    ],
  }) as SiteConfig;
  const [camera] = site.cameras;
  if (!camera) throw new Error('no camera');
  const pipeline = new CameraPipeline({
    ...{ site, camera, detector: blind, plates: undefined, clock: systemClock, bootId: '00000000' },
    ...{ log: createLogger('silent'), stillsDir: join(dir, 'stills'), dir },
    ...{ storeMedia: nothing, sealer: { seal: nothing }, emit: () => undefined, remember: () => undefined },
    clips: {
      orders: { nextClip: () => undefined, settleClip: () => undefined, isClipKept: () => false },
      shelf: { makeRoom: () => Promise.resolve(true) },
      adopt: nothing,
    },
    holidays: loadCalendars(defaultCalendars),
    about: { software: 'bench', models: [], config: '' },
  });
  const { segments: ring } = pipeline;
  if (!ring) throw new Error('the camera records nothing');
  const end = new AbortController();
  const done = pipeline.run(end.signal);
  return {
    ring,
    stop: () => {
      end.abort();
      return done;
    },
  };
}
