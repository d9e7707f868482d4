import { existsSync } from 'node:fs';
import type { SceneConfig } from '@vamco/contracts';
import { Command, InvalidArgumentError } from 'commander';
import { Analysis, type Analysed } from '../analysis.ts';
import { AgentError } from '../base/errors.ts';
import { requireFfmpeg } from '../camera/ffmpeg.ts';
import { defaultCalendars, loadCalendars } from '../config/load-calendars.ts';
import { loadScene, orThrow } from '../config/load-site.ts';
import { Detector } from '../detect/detector.ts';
import { MODEL_OPTION, readDetector } from '../detect/read-detector.ts';
import { readFrames } from '../replay/read-frames.ts';
import type { Track } from '../track/track.ts';
import { FAINT_SCORE } from '../track/tracker.ts';
import { loadRiderHeads } from '../riders/load-rider-heads.ts';
import { PlateVision } from '../plates/plate-vision.ts';
import { ReplayPlates } from '../replay/replay-plates.ts';
import { ReplayRiders } from '../replay/replay-riders.ts';
import { ReplayStills } from '../replay/replay-stills.ts';
import { printJson, printNote } from './print.ts';
import {
  endedLine,
  frameLine,
  hitLine,
  passageLine,
  plateLine,
  printSummary,
  ridersLine,
  signalLine,
  type ReplayEvent,
} from './replay-lines.ts';

interface ReplayOptions {
  scene: string;
  json?: boolean;
  fps: number;
  model?: string;
  manifest: string;
  at?: number;
  tracks?: boolean;
  why?: boolean;
  riders: boolean;
  plates: boolean;
}

/** `vamco replay VIDEO --scene FILE`: the real pipeline over a file, as fast as it can, nothing skipped. */
export function replayCommand(manifest: string): Command {
  return new Command('replay')
    .description('run the pipeline over a video file and print its events in order')
    .argument('<video>', 'video file')
    .requiredOption('--scene <file>', 'scene or site file (YAML)')
    .option('--json', 'events as JSON lines, each with t seconds from the start of the video')
    .option('--fps <n>', 'frames a second to analyse', rate, 8)
    .option(
      '--at <time>',
      'when the video begins, as 2026-11-25T07:30:00+07:00: for signs that hold by the hour',
      moment,
    )
    .option(
      '--tracks',
      'with --json: also every analysed frame and where its tracks are, 0..1 of the picture',
    )
    .option('--why', 'with --json: also every track that ended, and what stopped each rule')
    .option('--no-plates', 'do not read plates')
    .option('--no-riders', 'do not look at riders and helmets')
    .option('--model <name>', MODEL_OPTION)
    .option('--manifest <file>', 'model manifest', manifest)
    .action(async (video: string, options: ReplayOptions) => {
      requireFfmpeg();
      if (!existsSync(video)) throw new AgentError('BAD_VIDEO', `${video} does not exist`);
      const scene = orThrow(options.scene, loadScene(options.scene));
      const model = readDetector(options.manifest, options.model);
      const detector = await Detector.load(model, { threshold: FAINT_SCORE });
      const stills = new ReplayStills();
      const wished = options.riders && scene.zones.some(({ kind }) => kind === 'lane');
      const heads = wished ? await loadRiderHeads(options.manifest) : undefined;
      const riders = heads && new ReplayRiders(heads.net, stills.cuts);
      const analysis = new Analysis(scene, detector, {
        holidays: loadCalendars(defaultCalendars),
        riders: riders ? riders.of : () => (options.riders ? 'no-model' : 'switched-off'),
      });
      if (options.at === undefined && holdsByTheHour(scene))
        printNote(
          'signs of this scene hold by the hour: say when the video begins with --at, or they are not judged',
        );
      const events: ReplayEvent[] = [];
      let now: { t: number; active: readonly Track[] } = { t: 0, active: [] };
      const tell = (event: ReplayEvent) => {
        if (options.json) printJson(event);
        events.push(event);
      };
      /** Motorbikes whose riders were looked at, when they leave. */
      const tellRiders = (tracks: readonly Track[]) => {
        for (const { id } of tracks) {
          const seen = riders?.of(id);
          if (typeof seen === 'object') tell(ridersLine(id, seen, now.t));
        }
      };
      const tellWhy = ({ ended, verdicts }: Pick<Analysed, 'ended' | 'verdicts'>) => {
        if (!options.json || !options.why) return;
        for (const track of ended) printJson(endedLine(track, verdicts.get(track.id) ?? [], now.t));
      };
      const plates = options.plates
        ? new ReplayPlates(await PlateVision.load(options.manifest), stills.cuts, (plate) => {
            tell(plateLine(plate, now.t));
          })
        : undefined;
      let first: number | undefined;
      const stillsDir = riders || plates ? stills.dir : undefined;
      const wanted = { ...detector.input, fps: options.fps, crops: analysis.crops, stillsDir };
      for await (const frame of readFrames(video, wanted)) {
        first ??= frame.streamS;
        const t = frame.streamS - first;
        const conditions = { utcMs: options.at === undefined ? undefined : options.at + t * 1000 };
        const analysed = await analysis.frame(frame, t, true, conditions);
        const { active, ended, passages, hits, signals } = analysed;
        now = { t, active };
        const happened = [...passages.map(passageLine), ...hits.map(hitLine), ...signals.map(signalLine)];
        for (const event of happened.sort((a, b) => a.t - b.t)) tell(event);
        await Promise.all([riders?.frame(active, frame, t), plates?.frame(analysed, frame, t)]);
        tellRiders(ended);
        tellWhy(analysed);
        stills.trim(frame.number);
        if (options.json && options.tracks) printJson(frameLine(t, active, frame.source));
      }
      tellRiders(now.active);
      const last = analysis.end();
      for (const hit of last.hits) tell(hitLine(hit));
      tellWhy(last);
      await plates?.end();
      stills.close();
      if (!options.json) printSummary(events);
    });
}

/** Does any sign of the scene hold at certain times only? */
function holdsByTheHour({ lines, zones }: SceneConfig): boolean {
  return [...lines, ...zones, ...lines.flatMap(({ forbids }) => forbids ?? [])].some(({ when }) => when);
}

function moment(text: string): number {
  const value = Date.parse(text);
  if (/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(value)) return value;
  throw new InvalidArgumentError('a time with its zone, as 2026-11-25T07:30:00+07:00');
}

function rate(text: string): number {
  const value = Number(text);
  if (value >= 1 && value <= 60) return value;
  throw new InvalidArgumentError('a number from 1 to 60');
}
