import { createHash, randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { canonicalJson, type CameraHealth, type SiteConfig, type UsedFile } from '@vamco/contracts';
import { utcText, type Clock } from './base/clock.ts';
import { AgentError } from './base/errors.ts';
import type { Logger } from './base/log.ts';
import { TextReader } from './burnt-in/text-reader.ts';
import { requireFfmpeg } from './camera/ffmpeg.ts';
import { CameraPipeline } from './pipeline/camera-pipeline.ts';
import { EventTimes } from './pipeline/event-times.ts';
import { loadCalendars } from './config/load-calendars.ts';
import { decodeSparingly } from './decode/picture.ts';
import { Detector } from './detect/detector.ts';
import { readDetector } from './detect/read-detector.ts';
import type { ModelName } from './models/model-file.ts';
import { ClipShelf } from './evidence/clip-shelf.ts';
import { Sealer } from './evidence/sealer.ts';
import type { Account } from './explain/account.ts';
import { AccountBook } from './explain/account-book.ts';
import type { StoreMedia } from './evidence/collect.ts';
import { healthData } from './health/health.ts';
import { loadOrCreateBoxKey } from './outbox/box-key.ts';
import { adoptMedia, pruneMedia, storeMedia } from './outbox/media-files.ts';
import { Outbox } from './outbox/outbox.ts';
import { PlateVision } from './plates/plate-vision.ts';
import { loadRiderHeads } from './riders/load-rider-heads.ts';
import { Shipping } from './shipping.ts';
import { FAINT_SCORE } from './track/tracker.ts';

const HEALTH_MS = 30_000;
const PRUNE_MS = 3_600_000;
const KEEP_MEDIA_MS = 24 * 3_600_000;
/** Originals and manifests: until whoever needs a case from the box itself has come by. */
const KEEP_SEALED_MS = 7 * KEEP_MEDIA_MS;
const keepMs = (name: string) => (name.endsWith('.jpg') ? KEEP_MEDIA_MS : KEEP_SEALED_MS);
const VERSION = '0.1.0';

export interface AgentOptions {
  site: SiteConfig;
  dataDir: string;
  manifest: string;
  /** Folder of the public holidays. */
  calendars: string;
  clock: Clock;
  log: Logger;
}

/** Composition root of the box: the only place that builds the steps and connects them. Runs until aborted. */
export async function runAgent(
  { site, dataDir, manifest, calendars, clock, log }: AgentOptions,
  stop: AbortSignal,
): Promise<void> {
  requireFfmpeg();
  decodeSparingly();
  // A store that failed ends the program; the supervisor starts it again and the outbox is checked anew.
  const broken = new AbortController();
  const signal = AbortSignal.any([stop, broken.signal]);
  prepareFolder(dataDir);
  const model = readDetector(manifest, site.model);
  const key = loadOrCreateBoxKey(dataDir);
  const box = site.box.id;
  const outbox = new Outbox({ dir: dataDir, box, key, clock, log });
  const mediaDir = join(dataDir, 'media');
  const bootId = randomBytes(4).toString('hex');
  const times = new EventTimes(clock, bootId);
  const time = () => times.at();
  const shipping = new Shipping({
    ...{ site, version: VERSION, outbox, key, time, clock, log },
    onBroken: (error) => {
      broken.abort(error);
    },
  });

  // Named by the data folder: after a power cut or a kill the next start empties the same place.
  const folderId = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 8);
  const ringRoot = join(existsSync('/dev/shm') ? '/dev/shm' : dataDir, `vamco-${box}-${folderId}`);
  const plates = await PlateVision.load(manifest);
  const wantsRiders = site.cameras.some((camera) => camera.riders);
  const riders = wantsRiders ? await loadRiderHeads(manifest) : undefined;
  if (wantsRiders && !riders)
    log.warn({ code: 'NO_RIDER_MODEL' }, 'no model looks at riders: helmets and passengers are not judged');
  const holidays = loadCalendars(calendars);
  const reader = new TextReader();
  const about = {
    software: VERSION,
    models: [model, plates.finder, plates.reader, ...(riders ? [riders.model] : [])].map(usedFile),
    config: createHash('sha256').update(canonicalJson(site)).digest('hex'),
  };
  const book = new AccountBook(join(dataDir, 'explain.db'));
  const remember = (account: Account) => {
    try {
      book.add(account);
    } catch (error) {
      // What it remembers proves nothing: a full disk must not stop what does.
      log.debug({ err: error }, 'a vehicle could not be remembered');
    }
  };
  const sealer = new Sealer({
    ...{ box, key },
    head: () => outbox.sealHead(),
    utcNow: () => utcText(clock.utcMs()),
  });
  const shelves: ClipShelf[] = [];
  // A core is left to streams and rules.
  const threads = Math.max(1, Math.min(site.cameras.length, availableParallelism() - 1));
  const detector = await Detector.load(model, { threads, threshold: FAINT_SCORE });
  const pipelines = site.cameras.map((camera) => {
    const parts = {
      site,
      camera,
      detector,
      holidays,
      plates: camera.plates ? plates : undefined,
      riders: riders?.net,
      reader,
      clock,
      bootId,
      ...{ emit: shipping.emit, sealer, about, remember },
      log: log.child({ camera: camera.id }),
    };
    const dir = join(dataDir, 'cameras', camera.id);
    const store: StoreMedia = (bytes, kind) => storeMedia(mediaDir, bytes, kind);
    const limits = { bytes: camera.clip.keepMegabytes * 1_000_000, ageMs: KEEP_SEALED_MS };
    const shelf = new ClipShelf(camera.id, outbox, limits);
    shelves.push(shelf);
    const clips = {
      ...{ orders: shipping.clipOrders, shelf },
      adopt: (file: string) => adoptMedia(mediaDir, file, 'mp4'),
    };
    const stillsDir = join(ringRoot, camera.id);
    return new CameraPipeline({ ...parts, ...{ stillsDir, storeMedia: store, dir, clips } });
  });

  const sources = {
    version: VERSION,
    dir: dataDir,
    cameras: () => pipelines.map(({ health }) => ({ ...health, plates: plateRate(book, health.id, clock) })),
    outbox: () => outbox.depth(),
  };
  const reportHealth = async () => {
    shipping.emit({ schema: 'box.health-reported.v1', time: time(), data: await healthData(sources, clock) });
  };
  const fail = (error: unknown) => {
    log.error({ err: error }, 'health report failed');
  };
  const isNeeded = (file: string) => outbox.isMediaWaiting(file) || outbox.isClipKept(file);
  const prune = async () => {
    for (const shelf of shelves) await shelf.makeRoom(0, clock.utcMs());
    await pruneMedia(mediaDir, keepMs, Date.now(), isNeeded);
    shipping.takeBack();
  };
  const timers = [
    setInterval(() => void reportHealth().catch(fail), HEALTH_MS),
    setInterval(() => void prune().catch(fail), PRUNE_MS),
  ];
  void reportHealth().catch(fail);
  log.info({ box, cameras: site.cameras.length, model: detector.label }, 'agent started');
  await Promise.all([shipping.run(signal), ...pipelines.map((pipeline) => pipeline.run(signal))]);
  timers.forEach(clearInterval);
  // Another site file may be about to run in the same program.
  await Promise.all([detector.close(), plates.close(), riders?.net.close()]);
  outbox.close();
  book.close();
  rmSync(ringRoot, { recursive: true, force: true });
  if (broken.signal.aborted) throw broken.signal.reason;
}

/** Plates per vehicle of the last full hour, for the health report. */
function plateRate(book: AccountBook, camera: string, clock: Clock): NonNullable<CameraHealth['plates']> {
  const { vehicles, read, usualPerMille } = book.rate(camera, clock.utcMs());
  return { vehicles, read, ...(usualPerMille !== undefined && { usualPerMille }) };
}

function usedFile({ name, entry }: ModelName): UsedFile {
  return { name, version: entry.version, sha256: entry.sha256 };
}

function prepareFolder(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true });
    accessSync(dir, constants.W_OK);
  } catch (cause) {
    throw new AgentError('NOT_WRITABLE', `the data folder ${dir} cannot be written`, { cause });
  }
}
