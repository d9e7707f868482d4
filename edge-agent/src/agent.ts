import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { EventDraft, SiteConfig } from '@vamco/contracts';
import { utcText, type Clock } from './base/clock.ts';
import { AgentError } from './base/errors.ts';
import type { Logger } from './base/log.ts';
import { requireFfmpeg } from './camera/ffmpeg.ts';
import { CameraPipeline } from './camera-pipeline.ts';
import { Detector } from './detect/detector.ts';
import { readModel } from './detect/model-manifest.ts';
import { healthData } from './health/health.ts';
import { loadOrCreateBoxKey } from './outbox/box-key.ts';
import { pruneMedia, storeMedia } from './outbox/media-files.ts';
import { Outbox } from './outbox/outbox.ts';
import { MediaUploader } from './uplink/media-upload.ts';
import { Uplink } from './uplink/uplink.ts';

const HEALTH_MS = 30_000;
const PRUNE_MS = 3_600_000;
const KEEP_MEDIA_MS = 24 * 3_600_000;
const VERSION = '0.1.0';

export interface AgentOptions {
  site: SiteConfig;
  dataDir: string;
  manifest: string;
  clock: Clock;
  log: Logger;
}

/** Composition root of the box: the only place that builds the steps and connects them. Runs until aborted. */
export async function runAgent(
  { site, dataDir, manifest, clock, log }: AgentOptions,
  signal: AbortSignal,
): Promise<void> {
  requireFfmpeg();
  prepareFolder(dataDir);
  const model = readModel(manifest, site.model);
  const key = loadOrCreateBoxKey(dataDir);
  const box = site.box.id;
  const outbox = new Outbox({ dir: dataDir, box, key, clock, log });
  const mediaDir = join(dataDir, 'media');
  const uplink = new Uplink({
    config: {
      box,
      version: VERSION,
      broker: site.uplink.broker,
      tls: site.uplink.tls,
      resendMs: 30_000,
      deafMs: 90_000,
    },
    ...{ source: outbox, key, clock, log: log.child({ step: 'uplink' }) },
  });
  const uploader = new MediaUploader({
    box,
    base: site.uplink.media,
    source: outbox,
    key,
    log: log.child({ step: 'media' }),
    tls: site.uplink.tls,
  });
  const emit = (draft: EventDraft, files: { sha256: string; bytes: number; file: string }[] = []) => {
    outbox.put(draft, files);
    uplink.wake();
    if (files.length > 0) uploader.wake();
  };

  const bootId = randomBytes(4).toString('hex');
  const ringRoot = join(existsSync('/dev/shm') ? '/dev/shm' : dataDir, `vamco-${box}-${process.pid}`);
  const pipelines = await Promise.all(
    site.cameras.map(async (camera) => {
      // A session each: cameras must not wait for one another.
      const detector = await Detector.load(model);
      const parts = { site, camera, detector, clock, bootId, emit, log: log.child({ camera: camera.id }) };
      const store = (bytes: Buffer) => storeMedia(mediaDir, bytes);
      return new CameraPipeline({ ...parts, stillsDir: join(ringRoot, camera.id), storeMedia: store });
    }),
  );

  const sources = {
    version: VERSION,
    dir: dataDir,
    cameras: () => pipelines.map((p) => p.health),
    outbox: () => outbox.depth(),
  };
  const reportHealth = async () => {
    const time = {
      utc: utcText(clock.utcMs()),
      errMs: 1000,
      source: 'unsynced',
      bootId,
      monoMs: Math.round(clock.now()),
    } as const;
    emit({ schema: 'box.health-reported.v1', time, data: await healthData(sources, clock) });
  };
  const fail = (error: unknown) => {
    log.error({ err: error }, 'health report failed');
  };
  const timers = [
    setInterval(() => void reportHealth().catch(fail), HEALTH_MS),
    setInterval(
      () =>
        void pruneMedia(mediaDir, KEEP_MEDIA_MS, Date.now(), (file) => outbox.isMediaWaiting(file)).catch(
          fail,
        ),
      PRUNE_MS,
    ),
  ];
  uplink.start(signal);
  void reportHealth().catch(fail);
  log.info({ box, cameras: site.cameras.length, model: model.entry.version }, 'agent started');
  await Promise.all([uploader.run(signal), ...pipelines.map((pipeline) => pipeline.run(signal))]);
  timers.forEach(clearInterval);
  outbox.close();
}

function prepareFolder(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true });
    accessSync(dir, constants.W_OK);
  } catch (cause) {
    throw new AgentError('NOT_WRITABLE', `the data folder ${dir} cannot be written`, { cause });
  }
}
