import { setTimeout as sleep } from 'node:timers/promises';
import type { CameraConfig, EventTime, SceneConfig } from '@vamco/contracts';
import type { Analysis } from '../analysis.ts';
import { utcText } from '../base/clock.ts';
import type { Frame } from '../decode/frame.ts';
import { chooseMoments, collectEvidence, sealedFile, type Evidence } from '../evidence/collect.ts';
import type { WatchedPlate } from '../plates/plate-watch.ts';
import type { RuleHit } from '../rules/rule-hit.ts';
import type { NormPoint } from '../scene/geometry.ts';
import type { Scene } from '../scene/scene.ts';
import type { CameraState } from './camera-state.ts';
import type { CameraStreams } from './camera-streams.ts';
import { evidenceBody } from './evidence-body.ts';
import { utcMsOf, type EventTimes } from './event-times.ts';
import type { PipelineParts } from './pipeline-parts.ts';
import { violationData } from './violation-data.ts';

/** How long after the decision the third still is taken. */
const AFTER_MS = 400;
/** A head says up to a second late that it was moved. */
const AFTER_MOVE_MS = 1_600;
/** How much of a signal’s time around the act is sealed. */
const SIGNAL_MARGIN_S = 120;
const NO_SCENE: SceneConfig = { signals: [], lines: [], zones: [], regions: [] };

/** An act that the rules told, and what it was seen with. */
export interface ToldAct {
  hit: RuleHit;
  /** The frame that it was told with. */
  frame: Pick<Frame, 'time' | 'source'>;
  run: string;
  analysis: Pick<Analysis, 'scene' | 'phases'>;
  plateOf: () => Promise<WatchedPlate | undefined>;
  /** The net that found riders' heads. */
  riderModel: string | undefined;
}

export interface CaseMakerParts extends Pick<
  PipelineParts,
  'site' | 'camera' | 'detector' | 'storeMedia' | 'emit' | 'sealer' | 'about' | 'log'
> {
  streams: Pick<CameraStreams, 'readStill' | 'sizeOf' | 'segments'>;
  state: Pick<CameraState, 'hasHead' | 'wasUntrustedSince' | 'testimony' | 'preset'>;
  times: EventTimes;
  /** Whether tracks are still numbered as when the act was told. */
  isCurrent: (run: string) => boolean;
  /** A clip of the stream will be wanted. */
  onClipWish: () => void;
}

/** Makes a case of an act: stills, plate and signal are sealed, and the event that names the seal is put. */
export class CaseMaker {
  readonly #parts: CaseMakerParts;

  constructor(parts: CaseMakerParts) {
    this.#parts = parts;
  }

  /** Drops the act when the camera could not be trusted meanwhile, or when no picture of it is left. */
  async make(act: ToldAct): Promise<void> {
    const { state, times, isCurrent, log } = this.#parts;
    const { hit, frame, run } = act;
    const time = times.at(hit.atS, frame.time);
    await sleep(state.hasHead ? AFTER_MOVE_MS : AFTER_MS);
    if (state.wasUntrustedSince(hit.beganS) || !isCurrent(run)) return;
    const evidence = await this.#picture(act, time);
    if (evidence === undefined) return;
    if (evidence.stills.length === 0) {
      log.error({ code: 'NO_STILLS', rule: hit.rule }, 'a violation had no pictures and was dropped');
      return;
    }
    await this.#sealAndEmit(act, time, evidence);
  }

  async #picture({ hit, frame, analysis }: ToldAct, { utc }: EventTime): Promise<Evidence | undefined> {
    const { camera, site, streams, storeMedia } = this.#parts;
    const moments = chooseMoments(hit.track.trajectory, hit.beganS, hit.atS);
    if (moments === undefined) return undefined;
    return collectEvidence(moments, streams.readStill, storeMedia, {
      polygon: outlineOf(analysis.scene, hit.zone),
      // Where the heads were at that very moment; at another one they are elsewhere.
      heads: hit.riders?.clearestS === moments.at.t ? hit.riders.marks : [],
      caption: `${site.site.name} · ${camera.name} · ${hit.rule}${light(hit)} · ${utc}`,
      source: streams.sizeOf(frame),
      windows: (camera.privateWindows ?? []).map((window) => window.map(toPoint)),
    });
  }

  /** Seals what is known of the act, then puts the event that names the seal: both are stored, or none. */
  async #sealAndEmit(act: ToldAct, time: EventTime, evidence: Evidence): Promise<void> {
    const { camera, site, detector, streams, state, sealer, storeMedia, emit, about } = this.#parts;
    const { hit, frame, run, analysis, riderModel } = act;
    const began = utcText(utcMsOf(hit.beganS, frame.time));
    const plate = await act.plateOf();
    const crop = plate?.crop && (await storeMedia(plate.crop.jpeg));
    const cropAt = { atMs: Math.round(((plate?.crop?.atS ?? hit.atS) - hit.atS) * 1000) };
    const files = [...evidence.sealed, ...(crop ? [sealedFile('plate.jpg', 'plate', crop, cropAt)] : [])];
    const { trust, clock: cameraClock } = state.testimony;
    const [fromS, toS] = [hit.beganS - SIGNAL_MARGIN_S, hit.atS + SIGNAL_MARGIN_S];
    const phases = hit.signal ? analysis.phases(hit.signal.id, fromS, toS) : [];
    const preset = camera.presets.find(({ id }) => id === state.preset) ?? { id: 'none', scene: NO_SCENE };
    const span = spanOf(camera);
    const streamErrMs = frame.time.errMs;
    const body = evidenceBody({
      ...{ hit, run, time, began, plate, trust, cameraClock, phases, preset, camera, files, riderModel },
      ...{ ...about, site: site.site, streamErrMs },
      clip: streams.segments ? span : { none: 'not-recorded' },
    });
    await sealer.seal(body, async (sealed) => {
      const { sha256: manifest, ...rest } = await storeMedia(sealed.bytes, 'sealed');
      const { stills, overlay } = evidence;
      const event = { hit, site: site.site, camera: camera.id, run, began, stills, overlay };
      const data = violationData({ ...event, model: detector.label, manifest });
      const all = [...evidence.files, ...(crop ? [crop] : []), { sha256: manifest, ...rest }];
      const actMs = Date.parse(time.utc);
      const wish = streams.segments && {
        ...{ manifest, camera: camera.id, errMs: streamErrMs },
        ...{ actMs, fromMs: actMs + span.fromMs, toMs: actMs + span.toMs },
      };
      emit({ schema: 'violation.detected.v1', time, data }, all, sealed, wish);
      this.#parts.onClipWish();
    });
  }
}

/** The stretch of the clip around an act, ms. */
function spanOf({ clip: { beforeS, afterS } }: CameraConfig): { fromMs: number; toMs: number } {
  return { fromMs: -beforeS * 1000, toMs: afterS * 1000 };
}

/** What the rule is about, as a polygon: a zone, or a line there and back. */
function outlineOf(scene: Scene, id: string): readonly NormPoint[] {
  const line = scene.lines.find((one) => one.id === id);
  return line ? [line.from, line.to] : (scene.zones.find((zone) => zone.id === id)?.polygon ?? []);
}

const toPoint = ([x = 0, y = 0]: number[]): NormPoint => [x, y];
const light = ({ signal, atS }: RuleHit) =>
  signal ? ` · ${signal.id}: ${signal.state} ${(atS - signal.sinceS).toFixed(1)} s` : '';
