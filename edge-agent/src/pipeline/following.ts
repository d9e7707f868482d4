import type { CameraConfig, SceneConfig } from '@vamco/contracts';
import { Analysis, type Analysed } from '../analysis.ts';
import { UnderWay } from '../base/under-way.ts';
import type { BurntInWatch } from '../burnt-in/burnt-in-watch.ts';
import type { IncomingFrames } from '../decode/frame-intake.ts';
import type { CaptureTime, Frame } from '../decode/frame.ts';
import { StillCuts } from '../decode/still-cuts.ts';
import type { Account } from '../explain/account.ts';
import { PlateReports, type PlateData } from '../plates/plate-reports.ts';
import { PLATE_LOOKS_PER_SECOND, PlateWatch, type WatchedPlate } from '../plates/plate-watch.ts';
import { RIDER_LOOKS_PER_SECOND, RiderWatch } from '../riders/rider-watch.ts';
import type { Passage } from '../rules/passage.ts';
import { isCertified } from '../scene/certificate.ts';
import type { Track } from '../track/track.ts';
import type { CameraState } from './camera-state.ts';
import type { CameraStreams } from './camera-streams.ts';
import type { CaseMaker } from './case-maker.ts';
import { utcMsOf, type EventTimes } from './event-times.ts';
import type { PipelineParts } from './pipeline-parts.ts';

/** Seen in fewer frames it was hardly there. */
const MIN_FRAMES = 3;

export interface FollowingParts extends Pick<
  PipelineParts,
  | 'camera'
  | 'detector'
  | 'holidays'
  | 'plates'
  | 'riders'
  | 'clock'
  | 'storeMedia'
  | 'emit'
  | 'remember'
  | 'log'
> {
  scene: SceneConfig;
  /** Numbers the tracks of this connection apart from all others. */
  run: string;
  streams: Pick<CameraStreams, 'readStill' | 'sizeOf' | 'trim'>;
  state: Pick<CameraState, 'frame' | 'untrusted'>;
  burntIn: Pick<BurntInWatch, 'frame'> | undefined;
  cases: Pick<CaseMaker, 'make'>;
  times: EventTimes;
  /** A frame was analysed. */
  onAnalysed: () => void;
}

/** Follows the vehicles of one connection to a camera, and tells what they did. */
export class Following {
  readonly #parts: FollowingParts;
  readonly #analysis: Analysis;
  readonly #plates: { watch: PlateWatch; reports: PlateReports } | undefined;
  readonly #riders: RiderWatch | undefined;
  readonly #underWay: UnderWay;

  constructor(parts: FollowingParts) {
    const { camera, detector, holidays, scene, streams, log } = parts;
    this.#parts = parts;
    const stills = new StillCuts(streams.readStill);
    this.#plates = this.#newPlates(stills);
    const riders = this.#newRiders(stills);
    this.#riders = riders;
    this.#analysis = new Analysis(scene, detector, {
      holidays,
      isCertified: (utcMs) => isCertified(camera.certificate, utcMs),
      riders: riders ? (id) => riders.ridersOf(id) : () => withoutRiders(camera),
    });
    this.#underWay = new UnderWay((error) => {
      log.error({ err: error }, 'evidence failed');
    });
  }

  /** Follows until the connection is over and everything is told; what was under way is told even when analysis fails. */
  async run(frames: IncomingFrames): Promise<void> {
    try {
      if (await this.#next(frames)) this.#parts.log.info('the first picture of this connection was analysed');
      while (await this.#next(frames));
      if (this.#plates) this.#underWay.add(this.#plates.reports.end());
    } finally {
      await this.#underWay.settled();
    }
  }

  /**
   * False when no more come. A call of its own for each frame: a loop that waits for the next one would keep an older one, for a
   * suspended function may hold on to what its compiled form no longer uses.
   */
  async #next(frames: IncomingFrames): Promise<boolean> {
    const frame = await frames.next();
    if (frame) await this.#frame(frame, frames);
    return frame !== undefined;
  }

  async #frame(frame: Frame, frames: IncomingFrames): Promise<void> {
    const { state, burntIn, streams, times, onAnalysed } = this.#parts;
    state.frame(frame);
    burntIn?.frame(frame.number, frame.time);
    const conditions = { utcMs: frame.time.utcMs, untrusted: state.untrusted };
    const atS = frame.time.monoMs / 1000;
    const analysed = await this.#analysis.frame(frame, atS, frames.length === 0, conditions);
    frames.reuse(frame);
    onAnalysed();
    times.captured(frame.time);
    this.#lookCloser(analysed.active, frame, frames.length > 0);
    streams.trim(frame.number);
    this.#tell(analysed, frame);
  }

  /** Plates and riders, in the full-size picture. */
  #lookCloser(active: readonly Track[], frame: Frame, behind: boolean): void {
    const { streams, log } = this.#parts;
    const size = streams.sizeOf(frame);
    const followed = active.filter(isSeen).map((track) => scaled(track, size.width / frame.source.width));
    const now = { number: frame.number, atS: frame.time.monoMs / 1000, behind };
    this.#plates?.watch.frame(followed, now, (error) => {
      log.error({ err: error }, 'a look at a plate failed');
    });
    this.#riders?.frame(followed, { ...now, size }, (error) => {
      log.error({ err: error }, 'a look at riders failed');
    });
  }

  #tell({ passages, hits, ended, verdicts }: Analysed, frame: Frame): void {
    const { state, cases, run } = this.#parts;
    const { watch, reports } = this.#plates ?? {};
    const analysis = this.#analysis;
    // Lines and zones hold for one view only; the rules are told, and judge nothing.
    if (state.untrusted === undefined)
      for (const passage of passages) {
        this.#emitPassage(passage, frame.time);
        reports?.want(passage.track);
      }
    for (const hit of hits) {
      const plateOf = async () => watch?.plateOf(hit.track.id);
      const act = { hit, frame, run, analysis, plateOf, riderModel: this.#riders?.label };
      this.#underWay.add(cases.make(act).then(() => reports?.now(hit.track)));
    }
    for (const track of ended) {
      const riders = track.class === 'motorbike' ? this.#riders?.funnelOf(track.id) : undefined;
      const found = { plate: watch?.funnelOf(track.id), riders, verdicts: verdicts.get(track.id) ?? [] };
      this.#remember(track, found, frame.time);
    }
    if (reports && ended.length > 0) this.#underWay.add(reports.left(ended));
  }

  #emitPassage({ line, direction, track, atS, speed }: Passage, now: CaptureTime): void {
    const { camera, run, times, emit } = this.#parts;
    const data = {
      ...{ camera: camera.id, track: { run, id: track.id }, class: track.class },
      ...{ score: Math.round(track.score * 1000) / 1000, line, direction },
      ...(speed && { speed: { kmh: speed.kmh, low: speed.low, high: speed.high } }),
    };
    emit({ schema: 'passage.recorded.v1', time: times.at(atS, now), data });
  }

  /** The whole way of a vehicle that left; people and what was seen once are no passages. */
  #remember(
    { id, class: name, trajectory }: Track,
    found: Pick<Account, 'plate' | 'riders' | 'verdicts'>,
    now: CaptureTime,
  ): void {
    const { camera, run, remember } = this.#parts;
    const [first, last] = [trajectory[0], trajectory.at(-1)];
    if (!first || !last || trajectory.length < MIN_FRAMES || name === 'person') return;
    remember({
      ...{ camera: camera.id, run, track: id, class: name, ...found },
      ...{ fromMs: utcMsOf(first.t, now), toMs: utcMsOf(last.t, now), frames: trajectory.length },
      widest: Math.max(...trajectory.map(({ width }) => width)),
    });
  }

  #newPlates(stills: StillCuts): { watch: PlateWatch; reports: PlateReports } | undefined {
    const { camera, plates: vision, run, times, clock, storeMedia, emit } = this.#parts;
    if (vision === undefined) return undefined;
    const looks = { looksPerSecond: PLATE_LOOKS_PER_SECOND, now: () => clock.now() };
    const watch = new PlateWatch({ vision, stills, ...looks });
    const put = async (about: PlateData, { read, crop }: WatchedPlate) => {
      const file = crop && (await storeMedia(crop.jpeg));
      const media = file && { sha256: file.sha256, bytes: file.bytes };
      const plate = { ...read, ...(media && { crop: { atMs: 0, media } }) };
      // The time of the frame that was read is the time of the event; without a crop it is now.
      const time = times.at(crop?.atS);
      emit({ schema: 'plate.read.v1', time, data: { ...about, plate } }, file ? [file] : []);
    };
    return { watch, reports: new PlateReports({ camera: camera.id, run, watch, put }) };
  }

  /** Riders are looked at where a rule asks: in lanes. */
  #newRiders(stills: StillCuts): RiderWatch | undefined {
    const { camera, riders: net, scene, clock } = this.#parts;
    if (!camera.riders || net === undefined || !scene.zones.some(({ kind }) => kind === 'lane'))
      return undefined;
    const looks = { looksPerSecond: RIDER_LOOKS_PER_SECOND, now: () => clock.now() };
    return new RiderWatch({ net, stills, ...looks });
  }
}

/** A track in pixels of a picture that is so many times as large. */
function scaled(track: Track, times: number): Track {
  if (times === 1) return track;
  const [x, y, w, h] = track.box;
  return { ...track, box: [x * times, y * times, w * times, h * times] };
}

const withoutRiders = ({ riders }: CameraConfig) => (riders ? 'no-model' : 'switched-off');
const isSeen = ({ state }: Track) => state === 'confirmed';
