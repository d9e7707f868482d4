import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { startVirtualCamera, type VirtualCamera } from '../tests/support/virtual-camera/rtsp-server.ts';
import { enrolBox, startAgent, startCentral, type Running } from './demo-parts/programs.ts';
import { siteFile } from './demo-parts/site-file.ts';
import { summarise } from './demo-parts/summary.ts';

const root = resolve(import.meta.dirname, '..');
const rendered = join(root, 'tests/fixtures/rendered');
/** `--once` gives up after this long. */
const PATIENCE_MS = 240_000;

const say = (text: string) => process.stderr.write(`${text}\n`);

const program = new Command('demo')
  .description('Shows the whole path: a camera stream in, a suspected violation in the reviewer’s page.')
  .argument('[video]', 'video file or rtsp:// address; without it, a clip that VamCo rendered itself')
  .option('--scene <file>', 'scene of the video (YAML); without it, its vehicles are only counted')
  .option('--once', 'end when a violation has arrived, with a JSON summary')
  .action(async (video: string | undefined, options: { scene?: string; once?: boolean }) => {
    const began = Date.now();
    const running: Running[] = [];
    let camera: VirtualCamera | undefined;
    const stop = async () => {
      for (const { kill } of running.reverse()) await kill();
      await camera?.stop();
    };
    for (const name of ['SIGINT', 'SIGTERM'] as const)
      process.once(name, () => void stop().finally(() => process.exit(0)));
    try {
      if (video !== undefined && !/^rtsps?:/.test(video) && !existsSync(video))
        throw new Error(`there is no file ${video}`);
      const data = join(root, 'var/demo');
      rmSync(data, { recursive: true, force: true });
      mkdirSync(data, { recursive: true });
      if (video === undefined || !/^rtsps?:/.test(video))
        camera = await startVirtualCamera(video ?? join(rendered, 'demo.mp4'));
      const streamUrl = camera?.url ?? video ?? '';
      const { ready, ...central } = await startCentral(data);
      running.push(central);
      await enrolBox(data, 'demo-box');
      const scene = options.scene ?? (video === undefined ? join(rendered, 'demo.scene.yaml') : undefined);
      const site = join(data, 'site.yaml');
      writeFileSync(
        site,
        siteFile({ scene, streamUrl, broker: `mqtt://127.0.0.1:${ready.mqttPort}`, media: ready.url }),
      );
      running.push(startAgent(data, site));
      say(`Camera ${streamUrl} → box → centre. Waiting for the first event…`);
      const summary = await waitFor(
        data,
        options.once ? { violations: 1, passages: 5 } : { violations: 0, passages: 1 },
      );
      if (options.once) {
        process.stdout.write(
          `${JSON.stringify({ ...summary, seconds: Math.round((Date.now() - began) / 1000), url: ready.url, mqttPort: ready.mqttPort, camera: streamUrl })}\n`,
        );
        await stop();
        process.exit(0);
      }
      say(
        `\n  Open ${ready.url}\n  Sign in as ${ready.adminUsername} with ${ready.adminPassword} (one-time password)\n\nCtrl-C ends the demo.`,
      );
    } catch (error) {
      say(`demo: ${error instanceof Error ? error.message : String(error)}`);
      await stop();
      process.exit(1);
    }
  });

async function waitFor(data: string, wanted: { violations: number; passages: number }) {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const summary = summarise(join(data, 'central'));
    if (summary.violations >= wanted.violations && summary.passages >= wanted.passages) return summary;
    if (Date.now() > deadline)
      throw new Error(
        `only ${summary.violations} violations and ${summary.passages} passages came in ${PATIENCE_MS / 1000} s`,
      );
    await sleep(500);
  }
}

await program.parseAsync();
