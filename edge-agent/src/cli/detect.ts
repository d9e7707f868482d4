import { performance } from 'node:perf_hooks';
import { Command } from 'commander';
import { readPicture } from '../decode/picture.ts';
import { Detector } from '../detect/detector.ts';
import { MODEL_OPTION, readDetector } from '../detect/read-detector.ts';
import { printError, printJson, printLine } from './print.ts';

/** `vamco detect IMAGE...`: one result a picture; a bad picture is one error line and the run goes on. */
export function detectCommand(manifest: string): Command {
  return new Command('detect')
    .description('find road users and people in pictures (JPEG, PNG, WebP)')
    .argument('<image...>', 'picture files')
    .option('--json', 'one JSON line a picture: {file, ms, detections:[{class, score, box}]}')
    .option('--model <name>', MODEL_OPTION)
    .option('--manifest <file>', 'model manifest', manifest)
    .action(async (files: string[], options: { json?: boolean; model?: string; manifest: string }) => {
      const detector = await Detector.load(readDetector(options.manifest, options.model));
      for (const file of files) {
        try {
          const began = performance.now();
          const picture = await readPicture(file, detector.input);
          const found = await detector.detect(picture.pixels, picture.source);
          const ms = Math.round((performance.now() - began) * 10) / 10;
          const detections = found.map(({ class: name, score, box }) => ({
            class: name,
            score: Math.round(score * 1000) / 1000,
            box: box.map((value) => Math.round(value * 10) / 10),
          }));
          if (options.json) printJson({ file, ms, detections });
          else
            printLine(
              `${file}: ${detections.map((d) => `${d.class} ${d.score}`).join(', ') || 'nothing'} (${ms} ms)`,
            );
        } catch (error) {
          printError(error);
          process.exitCode = 1;
        }
      }
    });
}
