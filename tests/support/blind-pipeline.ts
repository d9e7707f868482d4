import { join } from 'node:path';
import { SiteConfig, type EventDraft } from '@vamco/contracts';
import { Default } from 'typebox/value';
import { systemClock } from '../../edge-agent/src/base/clock.ts';
import { createLogger } from '../../edge-agent/src/base/log.ts';
import { CameraPipeline } from '../../edge-agent/src/pipeline/camera-pipeline.ts';
import { loadCalendars } from '../../edge-agent/src/config/load-calendars.ts';
import type { Detector } from '../../edge-agent/src/detect/detector.ts';
import { root } from './programs.ts';

/** Sees nothing, and costs nothing: what is tested is everything around it. */
const blind = {
  input: { width: 320, height: 192, pad: 114 },
  label: 'none',
  detect: () => Promise.resolve([]),
} as unknown as Detector;

/** The whole way of one camera with a detector that sees nothing, and the events that leave it. */
export function blindPipeline(dir: string, camera: Record<string, unknown>) {
  const events: EventDraft[] = [];
  const site = Default(SiteConfig, {
    version: 1,
    site: { id: 'site-1', name: 'Ngã tư' },
    box: { id: 'box-1' },
    uplink: { broker: 'mqtt://127.0.0.1:1', media: 'http://127.0.0.1:1' },
    cameras: [{ id: 'cam-01', name: 'Camera 01', plates: false, ...camera }],
  }) as SiteConfig;
  const [config] = site.cameras;
  if (!config) throw new Error('no camera');
  const pipeline = new CameraPipeline({
    ...{
      site,
      camera: config,
      detector: blind,
      plates: undefined,
      riders: undefined,
      clock: systemClock,
      bootId: '00000000',
    },
    log: createLogger('silent'),
    stillsDir: join(dir, 'stills'),
    dir,
    storeMedia: () => Promise.reject(new Error('nothing is stored here')),
    emit: (draft) => {
      events.push(draft);
    },
    holidays: loadCalendars(join(root, 'firmware-config/calendars')),
    clips: {
      orders: { nextClip: () => undefined, settleClip: () => undefined, isClipKept: () => false },
      shelf: { makeRoom: () => Promise.resolve(true) },
      adopt: () => Promise.reject(new Error('no clip is kept here')),
    },
    sealer: { seal: () => Promise.reject(new Error('nothing is sealed here')) },
    remember: () => undefined,
    about: { software: 'test', models: [], config: '' },
  });
  return { pipeline, events };
}
