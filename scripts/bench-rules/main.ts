import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { positive } from '../bench/positive.ts';
import { Scratch } from '../bench/scratch.ts';
import { AgentUnderTest } from '../bench-cameras/agent-under-test.ts';
import { ParkCamera } from '../bench-cameras/camera-park.ts';
import { cpuSecondsBelow } from '../bench-site/cpu-seconds.ts';
import { comparison, type Round, type Run } from './comparison.ts';

const WARM_MS = 35_000;

const options = new Command('bench:rules')
  .description(
    'what rules and evidence add to the agent’s CPU: the same box and camera with all rules and with none, in turn',
  )
  .option('--rounds <n>', 'pairs of runs', positive, 3)
  .option('--seconds <n>', 'measured in each run, after half a minute of warming up', positive, 96)
  .option('--model <name>', 'detector (default: what the box takes by itself)')
  .option('--video <file>', 'what the camera plays', 'tests/fixtures/rendered/demo.mp4')
  .parse()
  .opts<{ rounds: number; seconds: number; model?: string; video: string }>();

const scratch = new Scratch('vamco-rules');
const say = (text: string) => process.stderr.write(`${text}\n`);

try {
  const camera = scratch.keep(await ParkCamera.start(0, resolve(options.video)));
  const rounds: Round[] = [];
  for (let number = 1; number <= options.rounds; number += 1) {
    const [bare, whole] = [
      await run(camera, `${number}-without`, 'rules'),
      await run(camera, `${number}-with`),
    ];
    rounds.push({ bare, whole });
    say(`round ${number} of ${options.rounds}: ${ms(bare.perPicture)} without, ${ms(whole.perPicture)} with`);
  }
  process.stdout.write(comparison(rounds));
} catch (error) {
  say(`bench:rules: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await scratch.clear();
}

/** One run of the agent: CPU seconds, its own and those of all it starts, for each analysed picture. */
async function run(camera: ParkCamera, name: string, without?: 'rules'): Promise<Run> {
  const { id, streamUrl, onvifUrl } = camera;
  const agent = await AgentUnderTest.start(
    join(scratch.dir, name),
    options.model,
    [{ id, streamUrl, onvifUrl }],
    without,
  );
  scratch.keep(agent);
  await agent.livesFor(WARM_MS);
  const before = await nextReport(agent);
  await agent.livesFor(options.seconds * 1000);
  const after = await nextReport(agent);
  await scratch.end(agent);
  const pictures = after.pictures - before.pictures;
  if (!(pictures > 0)) throw new Error('nothing was analysed');
  return { perPicture: (after.cpuS - before.cpuS) / pictures, pictures, cases: after.cases - before.cases };
}

/** Waits for the next health report, for it alone counts pictures: what was used and done by then. */
async function nextReport(agent: AgentUnderTest) {
  const known = agent.healthReports().length;
  for (;;) {
    const reports = agent.healthReports();
    if (reports.length > known) {
      const cpuS = cpuSecondsBelow(agent.pid);
      const pictures = reports.at(-1)?.data.cameras[0]?.analysed ?? Number.NaN;
      return { cpuS, pictures, cases: agent.violations().length };
    }
    await agent.livesFor(250);
  }
}

function ms(seconds: number): string {
  return `${(1000 * seconds).toFixed(1)} ms a picture`;
}
