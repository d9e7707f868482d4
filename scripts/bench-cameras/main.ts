import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { freePort } from '../../tests/support/programs.ts';
import { startEvilInTurn, type EvilInTurn } from '../../tests/support/evil-camera/evil-stream.ts';
import { positive } from '../bench/positive.ts';
import { Scratch } from '../bench/scratch.ts';
import { AgentUnderTest } from './agent-under-test.ts';
import { analysedRates, type Window } from './analysed-rates.ts';
import { makeCountedClip } from './burnt-in-counter.ts';
import { ParkCamera } from './camera-park.ts';
import { captureTimes } from './capture-times.ts';
import { cutClips, playInChromium } from './clips.ts';
import { comeAndGo } from './come-and-go.ts';
import * as figures from './figures.ts';
import { HeldMemory, REST_MS } from './held-memory.ts';
import { memoryFigures } from './memory-figures.ts';
import { ProcessSampler } from './process-sampler.ts';
import { startRecording } from './recording-pipeline.ts';

const ANALYSED_FPS = 5;
/** Health is told every 30 s: a window must hold at least two reports. */
const WINDOW_MS = 80_000;
/** Some fifty returns; of a short run it is two fifths. */
const COME_AND_GO_MS = 12 * 60_000;
const CLIPS = 12;
const CLIPS_IN_CHROMIUM = 3;

const options = new Command('bench:cameras')
  .description(
    'one box with simulated 1080p cameras and an evil one: memory, descriptors, rates, returns, clips, times',
  )
  .option(
    '--minutes <n>',
    'warm-up, evil camera on and off, cameras that come and go; clips on top',
    positive,
    30,
  )
  .option('--cameras <n>', 'good cameras, at most 7', positive, 6)
  .option('--model <name>', 'detector (default: what the box takes by itself)')
  .option('--held <file>', 'write what memory was held when (ms and MB, tab-separated)')
  .option('--json', 'the figures as JSON')
  .option('--out <file>', 'write the table (Markdown) here as well')
  .parse()
  .opts<{ minutes: number; cameras: number; model?: string; held?: string; json?: boolean; out?: string }>();

const began = Date.now();
const say = (text: string) => {
  process.stderr.write(`${((Date.now() - began) / 60_000).toFixed(1).padStart(5)} min  ${text}\n`);
};
const scratch = new Scratch('vamco-cameras');
const { dir } = scratch;

try {
  const rows = await measure();
  const table = figures.tableOf(rows);
  process.stdout.write(options.json ? `${JSON.stringify(rows)}\n` : table);
  if (options.out) writeFileSync(options.out, table);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  await scratch.clear();
}
// Of a run that failed, cameras still wait for their time to come and go.
if (process.exitCode === 1) process.exit();

async function measure(): Promise<figures.Figure[]> {
  const totalMs = options.minutes * 60_000;
  const warmMs = Math.min(150_000, totalMs / 4);
  const steadyMs = totalMs - warmMs - Math.min(COME_AND_GO_MS, 0.4 * (totalMs - warmMs));
  const windows = Math.max(2, 2 * Math.round(steadyMs / (WINDOW_MS + REST_MS) / 2));
  const windowMs = Math.max(WINDOW_MS, steadyMs / windows - REST_MS);

  say('encoding the clip');
  const clip = join(dir, 'counted.mp4');
  await makeCountedClip(resolve(import.meta.dirname, '../../tests/fixtures/rendered/demo.mp4'), clip);
  const cameras: ParkCamera[] = [];
  for (let index = 0; index < Math.min(7, options.cameras); index += 1) {
    const camera = await ParkCamera.start(index, clip);
    scratch.keep(camera);
    cameras.push(camera);
  }
  const evilPort = await freePort();
  const evilUrl = `rtsp://127.0.0.1:${evilPort}/live`;
  const agent = await AgentUnderTest.start(join(dir, 'box'), options.model, [
    ...cameras.map(({ id, streamUrl, onvifUrl }) => ({ id, streamUrl, onvifUrl })),
    { id: 'cam-evil', streamUrl: evilUrl },
  ]);
  scratch.keep(agent);
  const sampler = new ProcessSampler(agent.pid);
  scratch.keep(sampler);
  const held = new HeldMemory(agent, cameras, options.held);
  say(`${cameras.length} cameras play; warming up`);
  await agent.livesFor(warmMs);
  const warm = Date.now();

  const seen: Window[] = [];
  let met = 0;
  for (let number = 0; number < windows; number += 1) {
    const evil = number % 2 === 1 ? await startEvil(evilPort, met) : undefined;
    const fromMs = Date.now();
    await agent.livesFor(windowMs);
    seen.push({ fromMs, toMs: Date.now(), evil: evil !== undefined });
    if (evil) say(`the evil camera was met ${evil.done.length} times: ${evil.done.join(', ')}`);
    met += evil?.done.length ?? 0;
    await evil?.stop();
    await held.look();
    const [mb, files] = [held.samples.at(-1)?.y ?? 0, sampler.samples.at(-1)?.descriptors ?? 0];
    say(`window ${number + 1} of ${windows}: ${mb.toFixed(0)} MB held, ${files} descriptors`);
  }

  const lateness = [
    figures.latenessFigure('a vehicle passes a line', agent.lateness('passage.recorded.v1')),
    figures.latenessFigure('a violation', agent.lateness('violation.detected.v1')),
  ];
  const evil = await startEvil(evilPort, met);
  scratch.keep(evil);
  const until = began + totalMs;
  const waits = await Promise.all(cameras.map((camera) => comeAndGo(camera, agent, until, say)));
  await agent.livesFor(until - Date.now());
  const resources = [
    ...memoryFigures(sampler.since(warm), held.samples),
    ...figures.resourceFigures(sampler.since(warm)),
  ];

  say('cutting clips while the box works on');
  const recording = startRecording(cameras[0]?.streamUrl ?? '', join(dir, 'recording'));
  scratch.keep(recording);
  const [camera] = cameras;
  const clips = camera ? await cutClips(recording.ring, camera, dir, CLIPS, say) : [];
  await recording.stop();
  const files = clips.flatMap(({ file }) => file ?? []);
  const shown = files.slice(0, CLIPS_IN_CHROMIUM);
  const played = await playInChromium(shown);
  say('reading the counters');
  const checks = await captureTimes(agent, cameras);
  const ids = cameras.map(({ id }) => id);
  return [
    ...resources,
    ...figures.rateFigures(analysedRates(agent.healthReports(), seen, ids), ANALYSED_FPS),
    ...lateness,
    ...figures.returnFigures(waits.flat()),
    ...figures.clipFigures(clips, played, shown.length),
    ...figures.captureFigures(checks),
    ...figures.clockFigures(clockErrors(agent, cameras)),
  ];
}

/** @param met how often it was met before: it goes on with the next kind of evil */
function startEvil(port: number, met: number): Promise<EvilInTurn> {
  return startEvilInTurn('rtsp://127.0.0.1:1', { port, first: met });
}

/** Measured offsets minus the true ones, ms. */
function clockErrors(agent: AgentUnderTest, cameras: readonly ParkCamera[]): number[] {
  return agent.log.flatMap(({ camera: id, fields }) => {
    const camera = cameras.find((one) => one.id === id);
    const offset = fields['offsetMs'];
    return camera && typeof offset === 'number' ? [offset - camera.clockOffsetMs] : [];
  });
}
