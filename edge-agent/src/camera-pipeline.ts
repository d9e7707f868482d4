import { randomBytes } from 'node:crypto';
import type { Sealed } from '@vamco/bundle';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  BurntIn,
  CameraConfig,
  CameraHealth,
  EventDraft,
  EventTime,
  SceneConfig,
  SiteConfig,
  UsedFile,
} from '@vamco/contracts';
import { Analysis, cropsOf } from './analysis.ts';
import { BoundedQueue } from './base/bounded-queue.ts';
import { utcText, type Clock } from './base/clock.ts';
import type { Logger } from './base/log.ts';
import { BurntInWatch } from './burnt-in/burnt-in-watch.ts';
import { TextReader } from './burnt-in/text-reader.ts';
import type { FrameSink } from './camera/connection.ts';
import type { SegmentLine } from './camera/ffmpeg-lines.ts';
import { Stream } from './camera/stream.ts';
import { streamSource } from './camera/stream-source.ts';
import { isRecorded } from './config/camera-problems.ts';
import { CameraState } from './camera-state.ts';
import { FrameAssembler } from './decode/frame-assembler.ts';
import type { CaptureTime, Frame } from './decode/frame.ts';
import { StillCuts } from './decode/still-cuts.ts';
import { layoutSheet, type Sheet } from './decode/sheet.ts';
import { StreamClock } from './decode/stream-clock.ts';
import type { Detector } from './detect/detector.ts';
import {
  chooseMoments,
  collectEvidence,
  sealedFile,
  type Evidence,
  type StoreMedia,
  type StoredFile,
} from './evidence/collect.ts';
import { ClipMaker, type ClipMakerParts } from './evidence/clip-maker.ts';
import type { Account } from './explain/account.ts';
import type { Sealer } from './evidence/sealer.ts';
import { StillsRing } from './evidence/stills-ring.ts';
import type { ClipWish } from './outbox/clip-rows.ts';
import type { PlateVision } from './plates/plate-vision.ts';
import { MainStills } from './main-stills.ts';
import { PlateReports, type PlateData } from './plate-reports.ts';
import { PLATE_LOOKS_PER_SECOND, PlateWatch, type WatchedPlate } from './plates/plate-watch.ts';
import type { RiderHeads } from './riders/rider-heads.ts';
import { RIDER_LOOKS_PER_SECOND, RiderWatch } from './riders/rider-watch.ts';
import type { Passage } from './rules/passage.ts';
import type { RidersOf } from './rules/riders.ts';
import type { RuleHit } from './rules/rule-hit.ts';
import type { NormPoint } from './scene/geometry.ts';
import { isCertified } from './scene/certificate.ts';
import { createScene, type Scene } from './scene/scene.ts';
import type { Holidays } from './scene/schedule.ts';
import { SegmentRing } from './segments/segment-ring.ts';
import type { Track } from './track/track.ts';
import type { TrustProblem } from './trust/trust-watch.ts';
import { evidenceBody } from './evidence-body.ts';
import { violationData } from './violation-data.ts';

/** Frames that may wait for the detector; older ones are skipped and counted. */
const QUEUE = 3;
/** How long after the decision the third still is taken. */
const AFTER_MS = 400;
/** Seen in fewer frames it was hardly there. */
const MIN_FRAMES = 3;
/** How much of a signal’s time around the act is sealed. */
const SIGNAL_MARGIN_S = 120;
const AFTER_MOVE_MS = 1_600;
const SEGMENT_S = 2;

export interface PipelineParts {
  site: SiteConfig;
  camera: CameraConfig;
  detector: Detector;
  /** Public holidays, for signs that know them. */
  holidays: Holidays;
  /** Reads plates; a camera that needs none has none. */
  plates: PlateVision | undefined;
  /** Finds riders' heads; a box without that model has none. */
  riders: RiderHeads | undefined;
  /** Reads what cameras write into their pictures; shared by those of a box, its own when left out. */
  reader?: TextReader;
  clock: Clock;
  log: Logger;
  bootId: string;
  stillsDir: string;
  /** Folder of this camera's own on the disk: recorded segments, reference pictures. */
  dir: string;
  storeMedia: StoreMedia;
  /** Puts a finished event into the outbox. */
  emit: (draft: EventDraft, files: StoredFile[], sealed?: Sealed, clip?: ClipWish) => void;
  /** How clips of cases are kept. */
  clips: Pick<ClipMakerParts, 'orders' | 'shelf' | 'adopt'>;
  sealer: Pick<Sealer, 'seal'>;
  /** Remembers what became of each vehicle; may forget, never fails. */
  remember: (account: Account) => void;
  /** What the evidence says of this box: its program, models and configuration. */
  about: { software: string; models: UsedFile[]; config: string };
}

/** One camera from its stream to its events. Its failure touches no other camera. */
export class CameraPipeline {
  readonly #parts: PipelineParts;
  #scene: SceneConfig;
  /** What each decoded picture holds: the whole frame, lamps of signals, regions to look at closer. */
  #sheet: Sheet;
  readonly #ring: StillsRing;
  /** What analysis looks at: the substream where there is one. */
  readonly #stream: Stream;
  /** The main stream beside a substream: stills and segments only. */
  readonly #mainStream: Stream | undefined;
  readonly #main: MainStills | undefined;
  readonly #segments: SegmentRing | undefined;
  readonly #state: CameraState;
  readonly #clips: ClipMaker;
  readonly #burntIn: BurntInWatch | undefined;
  /** The run that numbers the tracks; a new one at each connection. */
  #run = newRun();
  #queue = new BoundedQueue<Frame>(QUEUE);
  #analysed = 0;
  /** The newest frame's time: what ties monotonic seconds to the wall clock. */
  #newest: CaptureTime | undefined;
  #skipped = 0;
  readonly #pending = new Set<Promise<void>>();

  constructor(parts: PipelineParts) {
    const { camera, detector, clock, log } = parts;
    this.#parts = parts;
    this.#scene = camera.presets[0]?.scene ?? NO_SCENE;
    this.#sheet = layoutSheet(detector.input, cropsOf(createScene(this.#scene), detector.input));
    this.#ring = new StillsRing(parts.stillsDir);
    const { substreamUrl, clipMegabytes } = camera;
    if (isRecorded(camera))
      this.#segments = new SegmentRing(join(parts.dir, 'segments'), clipMegabytes * 1_000_000);
    // On a full disk the stream is looked at, but not recorded.
    const main = () => ({
      stillsDir: this.#ring.dir,
      segments: this.#segments?.hasRoom ? { dir: this.#segments.dir, seconds: SEGMENT_S } : undefined,
    });
    const common = { acceleration: camera.decoder, clock, log };
    const frames = { fps: camera.detectFps, pad: detector.input.pad, realtime: true };
    this.#stream = new Stream({
      source: streamSource(substreamUrl ?? camera.streamUrl, camera),
      wanted: () => ({
        ...{ ...frames, sheet: this.#sheet },
        ...(substreamUrl === undefined ? main() : { stillsDir: undefined, segments: undefined }),
      }),
      newSink: () => this.#newSink(),
      ...common,
    });
    if (substreamUrl !== undefined) {
      this.#main = new MainStills();
      this.#mainStream = new Stream({
        source: streamSource(camera.streamUrl, camera),
        wanted: () => ({ ...frames, ...main(), sheet: undefined }),
        newSink: () => this.#newMainSink(),
        ...{ ...common, log: log.child({ stream: 'main' }) },
      });
    }
    this.#clips = new ClipMaker({
      ...{ camera: camera.id, ring: this.#segments, send: camera.clip.send === 'always' },
      ...{ ...parts.clips, sealer: parts.sealer, storeMedia: parts.storeMedia },
      ...{ dir: join(parts.dir, 'clips'), clock, log },
    });
    this.#state = new CameraState({
      ...{ camera, dir: parts.dir, input: detector.input, clock, log },
      onProblem: (problem) => {
        this.#emitProblem(problem);
      },
      onPreset: (id) => {
        this.#turnTo(id);
      },
    });
    this.#burntIn = camera.burntIn && this.#newBurntIn(camera.burntIn);
  }

  get health(): CameraHealth {
    return {
      id: this.#parts.camera.id,
      ...this.#stream.health,
      analysed: this.#analysed,
      skipped: this.#skipped,
      ...this.#state.health,
    };
  }

  /** The newest part of the main stream as it came; undefined for recordings and where no room is given. */
  get segments(): SegmentRing | undefined {
    return this.#segments;
  }

  /** Runs until the signal aborts; waits for evidence under way. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([
      ...[this.#stream.run(signal), this.#mainStream?.run(signal), this.#state.run(signal)],
      this.#clips.run(signal),
    ]);
    this.#queue.close();
    await Promise.allSettled(this.#pending);
  }

  /** Another preset has another scene; what was followed at the old one is over. */
  #turnTo(preset: string): void {
    const { camera, detector } = this.#parts;
    this.#scene = camera.presets.find(({ id }) => id === preset)?.scene ?? NO_SCENE;
    this.#sheet = layoutSheet(detector.input, cropsOf(createScene(this.#scene), detector.input));
    this.#stream.renew();
  }

  #newSink(): FrameSink {
    const { clock } = this.#parts;
    this.#queue.close();
    const queue = new BoundedQueue<Frame>(QUEUE);
    this.#queue = queue;
    this.#run = newRun();
    if (!this.#main) this.#ring.restart();
    const streamClock = new StreamClock(clock);
    const assembler = new FrameAssembler(this.#sheet, (frame) => {
      const time = streamClock.captured(frame.streamS);
      this.#main?.analysed(frame.number, time.monoMs);
      const skipped = queue.push({ ...frame, time });
      if (!skipped) return;
      this.#skipped += 1;
      assembler.reuse(skipped);
    });
    const seen = (frame: Frame) => {
      assembler.reuse(frame);
    };
    this.#analyse(queue, this.#run, seen).catch((error: unknown) => {
      this.#parts.log.error({ err: error }, 'analysis stopped');
    });
    if (!this.#main) this.#segments?.restart((stampS) => streamClock.timeOf(stampS)?.utcMs);
    return {
      stamp: (stamp) => {
        assembler.stamp(stamp);
      },
      chunk: (bytes) => {
        assembler.chunk(bytes);
      },
      segment: this.#addSegment,
      described: ({ declaredFps }) => {
        this.#state.described(declaredFps);
      },
      arriving: (stampS) => {
        streamClock.arriving(stampS);
        this.#state.arriving();
      },
      cameraClock: () => undefined,
    };
  }

  #newMainSink(): FrameSink {
    const streamClock = new StreamClock(this.#parts.clock);
    this.#ring.restart();
    this.#main?.restart();
    this.#segments?.restart((stampS) => streamClock.timeOf(stampS)?.utcMs);
    let number = 0;
    return {
      stamp: ({ seconds, width, height }) => {
        number += 1;
        this.#main?.still(number, streamClock.captured(seconds).monoMs, { width, height });
        this.#ring.trim(number);
      },
      chunk: () => undefined,
      segment: this.#addSegment,
      described: () => undefined,
      arriving: (stampS) => {
        streamClock.arriving(stampS);
      },
      cameraClock: () => undefined,
    };
  }

  readonly #addSegment = (segment: SegmentLine) => {
    this.#segments?.add(segment).catch((error: unknown) => {
      this.#parts.log.error({ err: error }, 'a segment could not be kept');
    });
  };

  /** How far the main stream's picture may be from a frame of the substream. */
  get #stillErrMs(): number {
    return 600 / this.#parts.camera.detectFps;
  }

  /** The full-size picture of an analysed frame. */
  readonly #readStill = (number: number): Promise<Buffer | undefined> => {
    const still = this.#main ? this.#main.numberFor(number, this.#stillErrMs) : number;
    return still === undefined ? Promise.resolve(undefined) : this.#ring.read(still);
  };

  /** @param seen the pixels of a frame are no longer needed */
  async #analyse(queue: BoundedQueue<Frame>, run: string, seen: (frame: Frame) => void): Promise<void> {
    const { camera, detector, holidays, log } = this.#parts;
    const certified = (utcMs: number) => isCertified(camera.certificate, utcMs);
    const stills = new StillCuts(this.#readStill);
    const watch = this.#newWatch(stills);
    const riderWatch = this.#newRiderWatch(stills);
    const riders = this.#ridersOf(riderWatch);
    const analysis = new Analysis(this.#scene, detector, { holidays, isCertified: certified, riders });
    const reports = watch && this.#newReports(watch, run);
    let isFirst = true;
    for (let frame = await queue.next(); frame !== undefined; frame = await queue.next()) {
      this.#state.frame(frame);
      this.#burntIn?.frame(frame.number, frame.time);
      const { active, ended, passages, hits, verdicts } = await analysis.frame(
        frame,
        frame.time.monoMs / 1000,
        queue.length === 0,
        { utcMs: frame.time.utcMs, untrusted: this.#state.untrusted },
      );
      seen(frame);
      this.#analysed += 1;
      this.#newest = frame.time;
      if (isFirst) log.info('the first picture of this connection was analysed');
      isFirst = false;
      const followed = this.#onStills(active.filter(isSeen), frame);
      const now = { number: frame.number, atS: frame.time.monoMs / 1000, behind: queue.length > 0 };
      const size = this.#main?.size ?? frame.source;
      watch?.frame(followed, now, this.#plateFailed);
      riderWatch?.frame(followed, { ...now, size }, this.#ridersFailed);
      if (!this.#main) this.#ring.trim(frame.number);
      // Lines and zones hold for one view only; the rules are told, and judge nothing.
      if (this.#state.untrusted === undefined) {
        for (const passage of passages) {
          this.#emitPassage(passage, frame.time, run);
          reports?.want(passage.track);
        }
      }
      for (const hit of hits)
        this.#track(
          this.#emitViolation(hit, frame, analysis, run, { watch, riderWatch }).then(() =>
            reports?.now(hit.track),
          ),
        );
      for (const track of ended)
        this.#remember(
          track,
          {
            plate: watch?.funnelOf(track.id),
            riders: track.class === 'motorbike' ? riderWatch?.funnelOf(track.id) : undefined,
            verdicts: verdicts.get(track.id) ?? [],
          },
          frame.time,
          run,
        );
      if (reports && ended.length > 0) this.#track(reports.left(ended));
    }
    if (reports) this.#track(reports.end());
  }

  #newBurntIn(config: BurntIn): BurntInWatch {
    const { reader = new TextReader(), clock, log } = this.#parts;
    return new BurntInWatch({
      ...{ config, reader, clock, log, readStill: this.#readStill },
      stillErrMs: this.#main ? this.#stillErrMs : 0,
      onRead: (reading) => {
        this.#state.showed(reading);
      },
    });
  }

  #newWatch(stills: StillCuts): PlateWatch | undefined {
    const { plates: vision, clock } = this.#parts;
    if (vision === undefined) return undefined;
    return new PlateWatch({
      ...{ vision, stills, now: () => clock.now() },
      looksPerSecond: PLATE_LOOKS_PER_SECOND,
    });
  }

  /** Riders are looked at where a rule asks: in lanes. */
  #newRiderWatch(stills: StillCuts): RiderWatch | undefined {
    const { camera, riders: net, clock } = this.#parts;
    if (!camera.riders || net === undefined || !hasLanes(this.#scene)) return undefined;
    return new RiderWatch({
      ...{ net, stills, now: () => clock.now() },
      looksPerSecond: RIDER_LOOKS_PER_SECOND,
    });
  }

  #ridersOf(watch: RiderWatch | undefined): RidersOf {
    const without = this.#parts.camera.riders ? 'no-model' : 'switched-off';
    return watch ? (id) => watch.ridersOf(id) : () => without;
  }

  readonly #ridersFailed = (error: unknown) => {
    this.#parts.log.error({ err: error }, 'a look at riders failed');
  };

  readonly #plateFailed = (error: unknown) => {
    this.#parts.log.error({ err: error }, 'a look at a plate failed');
  };

  /** The whole way of a vehicle that left; people and what was seen once are no passages. */
  #remember(
    { id, class: name, trajectory }: Track,
    found: Pick<Account, 'plate' | 'riders' | 'verdicts'>,
    now: CaptureTime,
    run: string,
  ): void {
    const [first, last] = [trajectory[0], trajectory.at(-1)];
    if (!first || !last || trajectory.length < MIN_FRAMES || name === 'person') return;
    const wallMs = (t: number) => now.utcMs - (now.monoMs - t * 1000);
    this.#parts.remember({
      ...{ camera: this.#parts.camera.id, run, track: id, class: name, ...found },
      ...{ fromMs: wallMs(first.t), toMs: wallMs(last.t), frames: trajectory.length },
      widest: Math.max(...trajectory.map(({ width }) => width)),
    });
  }

  #newReports(watch: PlateWatch, run: string): PlateReports {
    const { camera, storeMedia, emit } = this.#parts;
    const put = async (about: PlateData, { read, crop }: WatchedPlate) => {
      const file = crop && (await storeMedia(crop.jpeg));
      const media = file && { sha256: file.sha256, bytes: file.bytes };
      // The time of the frame that was read is the time of the event; without a crop it is now.
      const time = this.#timeOf(crop?.atS ?? this.#parts.clock.now() / 1000);
      const plate = { ...read, ...(media && { crop: { atMs: 0, media } }) };
      emit({ schema: 'plate.read.v1', time, data: { ...about, plate } }, file ? [file] : []);
    };
    return new PlateReports({ camera: camera.id, run, watch, put });
  }

  /** Boxes in pixels of the stills, which may be larger than what was analysed. */
  #onStills(tracks: Track[], { source }: Frame): Track[] {
    const size = this.#main?.size;
    if (size === undefined) return tracks;
    const scale = size.width / source.width;
    return tracks.map((track) => {
      const [x, y, w, h] = track.box;
      return { ...track, box: [x * scale, y * scale, w * scale, h * scale] };
    });
  }

  #emitProblem(problem: TrustProblem): void {
    const { camera, clock, log } = this.#parts;
    log.warn({ code: 'CAMERA_UNTRUSTED', problem }, 'the camera’s picture cannot be trusted');
    const time = this.#timeOf(clock.now() / 1000);
    const data = { camera: camera.id, alert: `camera-${problem}` as const, began: time.utc };
    this.#parts.emit({ schema: 'counter.alert-raised.v1', time, data }, []);
  }

  #emitPassage({ line, direction, track, atS, speed }: Passage, now: CaptureTime, run: string): void {
    const { camera } = this.#parts;
    const data = {
      camera: camera.id,
      track: { run, id: track.id },
      class: track.class,
      score: score(track.score),
      line,
      direction,
      ...(speed && { speed: { kmh: speed.kmh, low: speed.low, high: speed.high } }),
    };
    this.#parts.emit({ schema: 'passage.recorded.v1', time: this.#time(atS, now), data }, []);
  }

  async #emitViolation(
    hit: RuleHit,
    frame: Frame,
    analysis: Analysis,
    run: string,
    { watch, riderWatch }: { watch: PlateWatch | undefined; riderWatch: RiderWatch | undefined },
  ): Promise<void> {
    const { camera, site } = this.#parts;
    const time = this.#time(hit.atS, frame.time);
    // A head says up to a second late that it was moved.
    await sleep(this.#state.hasHead ? AFTER_MOVE_MS : AFTER_MS);
    if (this.#state.wasUntrustedSince(hit.beganS)) return;
    const moments = chooseMoments(hit.track.trajectory, hit.beganS, hit.atS);
    if (moments === undefined || run !== this.#run) return;
    const polygon = outlineOf(analysis.scene, hit.zone);
    const began = utcText(frame.time.utcMs - (frame.time.monoMs - hit.beganS * 1000));
    const caption = `${site.site.name} · ${camera.name} · ${hit.rule}${light(hit)} · ${time.utc}`;
    const windows = (camera.privateWindows ?? []).map((window) => window.map(toPoint));
    // Where the heads were at that very moment; at another one they are elsewhere.
    const heads = hit.riders?.clearestS === moments.at.t ? hit.riders.marks : [];
    const marks = { polygon, heads, caption, source: this.#main?.size ?? frame.source, windows };
    const evidence = await collectEvidence(moments, this.#readStill, this.#parts.storeMedia, marks);
    if (evidence.stills.length === 0) {
      this.#parts.log.error(
        { code: 'NO_STILLS', rule: hit.rule },
        'a violation had no pictures and was dropped',
      );
      return;
    }
    const plate = await watch?.plateOf(hit.track.id);
    await this.#sealAndEmit(
      {
        ...{ hit, run, time, began, analysis, plate, streamErrMs: frame.time.errMs },
        riderModel: riderWatch?.label,
      },
      evidence,
    );
  }

  /** Seals what is known of the act, then puts the event that names the seal: both are stored, or none. */
  async #sealAndEmit(act: Act, evidence: Evidence): Promise<void> {
    const { camera, site, detector, sealer, storeMedia, emit, about } = this.#parts;
    const { hit, run, time, began, analysis, plate } = act;
    const crop = plate?.crop && (await storeMedia(plate.crop.jpeg));
    const cropAt = { atMs: Math.round(((plate?.crop?.atS ?? hit.atS) - hit.atS) * 1000) };
    const files = [...evidence.sealed, ...(crop ? [sealedFile('plate.jpg', 'plate', crop, cropAt)] : [])];
    const { trust, clock: cameraClock } = this.#state.testimony;
    const phases = hit.signal
      ? analysis.phases(hit.signal.id, hit.beganS - SIGNAL_MARGIN_S, hit.atS + SIGNAL_MARGIN_S)
      : [];
    const current = camera.presets.find(({ id }) => id === this.#state.preset);
    const preset = current ?? { id: 'none', scene: NO_SCENE };
    const { beforeS, afterS } = camera.clip;
    const span = { fromMs: -beforeS * 1000, toMs: afterS * 1000 };
    const clip = this.#segments ? span : ({ none: 'not-recorded' } as const);
    const facts = {
      ...{ hit, run, time, began, plate, trust, cameraClock, phases, preset, camera, files, clip },
      riderModel: act.riderModel,
    };
    const body = evidenceBody({ ...facts, ...about, site: site.site, streamErrMs: act.streamErrMs });
    await sealer.seal(body, async (sealed) => {
      const manifest = await storeMedia(sealed.bytes, 'sealed');
      const { stills, overlay } = evidence;
      const event = { hit, site: site.site, camera: camera.id, run, began, stills, overlay };
      const data = violationData({ ...event, model: detector.label, manifest: manifest.sha256 });
      const all = [...evidence.files, ...(crop ? [crop] : []), manifest];
      const wish = this.#segments && {
        ...{ manifest: manifest.sha256, camera: camera.id, errMs: act.streamErrMs },
        ...wishedAt(Date.parse(time.utc), span),
      };
      emit({ schema: 'violation.detected.v1', time, data }, all, sealed, wish);
      this.#clips.wake();
    });
  }

  /** Track seconds are monotonic; the newest frame says what the wall clock made of them. */
  #time(atS: number, now: CaptureTime): EventTime {
    const monoMs = atS * 1000;
    return {
      utc: utcText(now.utcMs - (now.monoMs - monoMs)),
      errMs: now.errMs,
      source: 'unsynced',
      bootId: this.#parts.bootId,
      monoMs: Math.max(0, Math.round(monoMs)),
    };
  }

  #timeOf(atS: number): EventTime {
    const { clock } = this.#parts;
    const now = { monoMs: clock.now(), utcMs: clock.utcMs(), errMs: 1000 };
    return this.#time(atS, this.#newest ?? now);
  }

  #track(work: Promise<void>): void {
    const guarded = work
      .catch((error: unknown) => {
        this.#parts.log.error({ err: error }, 'evidence failed');
      })
      .finally(() => this.#pending.delete(guarded));
    this.#pending.add(guarded);
  }
}

/** One act, while its evidence is put together. */
interface Act {
  hit: RuleHit;
  run: string;
  time: EventTime;
  began: string;
  analysis: Analysis;
  plate: WatchedPlate | undefined;
  /** The net that found the heads. */
  riderModel: string | undefined;
  streamErrMs: number;
}

const NO_SCENE: SceneConfig = { signals: [], lines: [], zones: [], regions: [] };
/** What the rule is about, as a polygon: a zone, or a line there and back. */
function outlineOf(scene: Scene, id: string): readonly NormPoint[] {
  const line = scene.lines.find((one) => one.id === id);
  return line ? [line.from, line.to] : (scene.zones.find((zone) => zone.id === id)?.polygon ?? []);
}

const wishedAt = (actMs: number, { fromMs, toMs }: { fromMs: number; toMs: number }) => ({
  ...{ actMs, fromMs: actMs + fromMs, toMs: actMs + toMs },
});
const hasLanes = ({ zones }: SceneConfig) => zones.some(({ kind }) => kind === 'lane');
const toPoint = ([x = 0, y = 0]: number[]): NormPoint => [x, y];
const isSeen = ({ state }: Track) => state === 'confirmed';
const light = ({ signal, atS }: RuleHit) =>
  signal ? ` · ${signal.id}: ${signal.state} ${(atS - signal.sinceS).toFixed(1)} s` : '';
const newRun = () => randomBytes(4).toString('hex');
const score = (value: number) => Math.round(value * 1000) / 1000;
