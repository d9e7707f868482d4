import type { CameraConfig, EvidenceBody, EvidenceFile, SiteConfig } from '@vamco/contracts';
import type { WatchedPlate } from '../plates/plate-watch.ts';
import type { RuleHit } from '../rules/rule-hit.ts';
import { likeliestCount, type Riders } from '../rules/riders.ts';
import type { Phase } from '../signals/signal-timeline.ts';

/** Everything the box knows of one act. */
export interface CaseFacts {
  hit: RuleHit;
  site: SiteConfig['site'];
  camera: CameraConfig;
  preset: CameraConfig['presets'][number];
  run: string;
  time: EvidenceBody['time'];
  began: string;
  streamErrMs: number;
  phases: readonly Phase[];
  plate: WatchedPlate | undefined;
  /** The net that found riders’ heads. */
  riderModel?: string | undefined;
  trust: EvidenceBody['camera']['trust'];
  cameraClock: EvidenceBody['cameraClock'];
  software: string;
  models: EvidenceBody['models'];
  /** SHA-256 of the site’s configuration. */
  config: string;
  files: EvidenceFile[];
  /** The stretch of the clip that follows, or why none does. */
  clip: NonNullable<EvidenceBody['clip']>;
}

/** More points of a track say nothing more about one act. */
const MAX_POINTS = 1200;
const MAX_PHASES = 64;

/** The body of a manifest: what is sealed of an act. Lengths in ten-thousandths of the picture, times in ms from the act. */
export function evidenceBody(facts: CaseFacts): EvidenceBody {
  const { hit, site, camera, preset, run, plate } = facts;
  const ms = (t: number) => Math.round((t - hit.atS) * 1000);
  const tenThousandths = (part: number) => Math.round(part * 1e4);
  const { trajectory } = hit.track;
  return {
    schema: 'evidence.body.v1',
    place: { site: site.id, name: site.name, point: site.location ?? null },
    camera: { id: camera.id, name: camera.name, kind: camera.kind, preset: preset.id, trust: facts.trust },
    time: facts.time,
    cameraClock: facts.cameraClock,
    streamErrMs: Math.round(facts.streamErrMs),
    act: {
      rule: hit.rule,
      version: hit.version,
      parameters: {},
      place: hit.zone,
      began: facts.began,
      also: [],
    },
    vehicle: {
      class: hit.track.class as EvidenceBody['vehicle']['class'],
      scorePerMille: Math.round(hit.track.score * 1000),
      ...(hit.exemption && { exemption: hit.exemption }),
    },
    track: {
      run,
      id: hit.track.id,
      points: trajectory
        .slice(-MAX_POINTS)
        .map(({ t, at, width, height, frame }) => [
          ms(t),
          ...[...at, width, height].map(tenThousandths),
          frame,
        ]),
    },
    signal: hit.signal
      ? {
          id: hit.signal.id,
          state: hit.signal.state,
          phases: facts.phases
            .slice(-MAX_PHASES)
            .map(({ state, sinceS, untilS }) => ({ state, fromMs: ms(sinceS), toMs: ms(untilS) })),
        }
      : null,
    plate: plate ? posterior(plate) : null,
    ...(hit.riders && { riders: ridersPosterior(hit.riders, facts.riderModel ?? 'none') }),
    scene: preset.scene,
    masks: (camera.privateWindows ?? []).map((window) => window.map((point) => point.map(tenThousandths))),
    ...{ software: facts.software, models: facts.models, config: facts.config, files: facts.files },
    clip: facts.clip,
  };
}

function posterior({ read, slots }: WatchedPlate): NonNullable<EvidenceBody['plate']> {
  const { text, display, family, confidence, layout, colour, raw, alternatives, looks, model } = read;
  return {
    ...{ text: text ?? null, display: display ?? null, family: family ?? null },
    ...{ confidencePerMille: Math.round(confidence * 1000), layout, colour, raw },
    ...{ alternatives: alternatives ?? [], looks, model },
    slots: slots.map((signs) =>
      signs.map(({ sign, chance }) => ({ sign, perMille: Math.round(chance * 1000) })),
    ),
  };
}

function ridersPosterior(riders: Riders, model: string): NonNullable<EvidenceBody['riders']> {
  const perMille = (chance: number) => Math.round(Math.min(1, chance) * 1000);
  const persons = likeliestCount(riders);
  return {
    ...{ countPerMille: riders.counts.map(perMille), looks: riders.looks, model },
    barePerMille: riders.bare.slice(0, persons).map(perMille),
  };
}
