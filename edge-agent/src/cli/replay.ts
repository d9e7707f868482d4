import { existsSync } from 'node:fs';
import { ruleTable, type SceneConfig } from '@vamco/contracts';
import { Command, InvalidArgumentError } from 'commander';
import { Analysis } from '../analysis.ts';
import { AgentError } from '../base/errors.ts';
import { requireFfmpeg } from '../camera/ffmpeg.ts';
import { defaultCalendars, loadCalendars } from '../config/load-calendars.ts';
import { loadScene, orThrow } from '../config/load-site.ts';
import { Detector } from '../detect/detector.ts';
import { DetectorEntry } from '../detect/detector-entry.ts';
import { readModel } from '../models/model-file.ts';
import { readFrames } from '../read-frames.ts';
import type { Passage } from '../rules/passage.ts';
import type { RuleHit } from '../rules/rule-hit.ts';
import type { SignalReading } from '../signals/signal-watch.ts';
import type { Track } from '../track/track.ts';
import { FAINT_SCORE } from '../track/tracker.ts';
import { loadRiderHeads } from '../riders/load-rider-heads.ts';
import { ridersSeen } from '../riders-seen.ts';
import { ReplayRiders } from '../replay-riders.ts';
import { printJson, printLine, printNote } from './print.ts';

interface ReplayOptions {
  scene: string;
  json?: boolean;
  fps: number;
  model: string;
  manifest: string;
  at?: number;
  tracks?: boolean;
  riders: boolean;
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
    .option('--no-riders', 'do not look at riders and helmets')
    .option('--model <name>', 'a name in the model manifest', 'road-user-detector')
    .option('--manifest <file>', 'model manifest', manifest)
    .action(async (video: string, options: ReplayOptions) => {
      requireFfmpeg();
      if (!existsSync(video)) throw new AgentError('BAD_VIDEO', `${video} does not exist`);
      const scene = orThrow(options.scene, loadScene(options.scene));
      const model = readModel(options.manifest, options.model, DetectorEntry);
      const detector = await Detector.load(model, { threshold: FAINT_SCORE });
      const wished = options.riders && scene.zones.some(({ kind }) => kind === 'lane');
      const heads = wished ? await loadRiderHeads(options.manifest) : undefined;
      const riders = heads && new ReplayRiders(heads.net);
      const analysis = new Analysis(scene, detector, {
        holidays: loadCalendars(defaultCalendars),
        riders: riders ? riders.of : () => (options.riders ? 'no-model' : 'switched-off'),
      });
      if (options.at === undefined && holdsByTheHour(scene))
        printNote(
          'signs of this scene hold by the hour: say when the video begins with --at, or they are not judged',
        );
      const events: { t: number }[] = [];
      const tell = (event: { t: number } & Record<string, unknown>) => {
        if (options.json) printJson(event);
        events.push(event);
      };
      /** Motorbikes whose riders were looked at, until they are told. */
      const tellRiders = (track: number, t: number) => {
        const seen = riders?.of(track);
        if (typeof seen === 'object')
          tell({ type: 'riders.seen', t: seconds(t), track, ...ridersSeen(seen) });
      };
      let first: number | undefined;
      let last: { t: number; active: readonly Track[] } = { t: 0, active: [] };
      const wanted = { ...detector.input, fps: options.fps, crops: analysis.crops, stillsDir: riders?.dir };
      for await (const frame of readFrames(video, wanted)) {
        first ??= frame.streamS;
        const t = frame.streamS - first;
        const conditions = { utcMs: options.at === undefined ? undefined : options.at + t * 1000 };
        const { active, ended, passages, hits, signals } = await analysis.frame(frame, t, true, conditions);
        await riders?.frame(active, frame, t);
        for (const { id } of ended) tellRiders(id, t);
        const found = [...passages.map(passageLine), ...hits.map(hitLine), ...signals.map(signalLine)].sort(
          (a, b) => a.t - b.t,
        );
        for (const event of found) tell(event);
        if (options.json && options.tracks) printJson(frameLine(t, active, frame.source));
        last = { t, active };
      }
      for (const { id } of last.active) tellRiders(id, last.t);
      for (const hit of analysis.end()) tell(hitLine(hit));
      riders?.close();
      if (!options.json) printSummary(events);
    });
}

function passageLine({ line, direction, track, atS, speed }: Passage) {
  return {
    ...{ type: 'passage.recorded', t: seconds(atS), line, direction, class: track.class, track: track.id },
    ...(speed && { speed: { ...speed, fromS: seconds(speed.fromS), toS: seconds(speed.toS) } }),
  };
}

function hitLine({ rule, version, zone, track, beganS, atS, also, riders }: RuleHit) {
  return {
    type: 'violation.detected',
    t: seconds(atS),
    rule,
    zone,
    class: track.class,
    track: track.id,
    began: seconds(beganS),
    version,
    act: ruleTable[rule].act,
    ...(also && { also }),
    ...(riders && { riders: ridersSeen(riders) }),
  };
}

/** Every track that the frame shows: `[id, x, y, w, h]`. */
function frameLine(
  t: number,
  active: readonly Track[],
  { width, height }: { width: number; height: number },
) {
  const tracks = active.map(({ id, box: [x, y, w, h] }) => [
    id,
    ...[x / width, y / height, w / width, h / height].map(share),
  ]);
  return { type: 'frame.analysed', t: seconds(t), tracks };
}

function signalLine({ signal, state, sinceS }: SignalReading) {
  return { type: 'signal.changed', t: seconds(Math.max(0, sinceS)), signal, state };
}

function printSummary(events: Record<string, unknown>[]): void {
  const counts = new Map<string, number>();
  for (const event of events) {
    const name = summaryName(event);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  for (const [name, count] of [...counts].sort()) printLine(`${name}: ${count}`);
  if (counts.size === 0) printLine('nothing happened');
}

function summaryName(event: Record<string, unknown>): string {
  if (event['type'] === 'passage.recorded')
    return `line ${String(event['line'])} ${String(event['direction'])}`;
  if (event['type'] === 'riders.seen') return 'motorbikes whose riders were seen';
  if (event['type'] === 'signal.changed')
    return `signal ${String(event['signal'])} ${String(event['state'])}`;
  return String(event['rule']);
}

const share = (value: number) => Math.round(value * 1e4) / 1e4;

function seconds(value: number): number {
  return Math.round(value * 1000) / 1000;
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
