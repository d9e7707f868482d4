import { performance } from 'node:perf_hooks';
import { Command } from 'commander';
import { readRgb } from '../decode/picture.ts';
import { PlateVision, type SeenPlate } from '../plates/plate-vision.ts';
import { mapQuad, quadBox } from '../plates/quad.ts';
import { printError, printJson, printLine } from './print.ts';

/** `vamco plates IMAGE...`: one result a picture; a bad picture is one error line and the run goes on. */
export function platesCommand(manifest: string): Command {
  return new Command('plates')
    .description('read number plates in pictures (JPEG, PNG, WebP)')
    .argument('<image...>', 'picture files')
    .option(
      '--json',
      'one JSON line a picture: {file, ms, plates:[{text, display, confidence, box, corners, layout, colour, family}]}',
    )
    .option('--manifest <file>', 'model manifest', manifest)
    .action(async (files: string[], options: { json?: boolean; manifest: string }) => {
      const vision = await PlateVision.load(options.manifest);
      for (const file of files) {
        try {
          const began = performance.now();
          const { picture, scale } = await readRgb(file);
          const plates = (await vision.see(picture)).map((plate) => told(plate, scale));
          const ms = Math.round((performance.now() - began) * 10) / 10;
          if (options.json) printJson({ file, ms, plates });
          else printLine(`${file}: ${plates.map(inWords).join(', ') || 'no plate'} (${ms} ms)`);
        } catch (error) {
          printError(error);
          process.exitCode = 1;
        }
      }
    });
}

/** @param scale pixels of the decoded picture per pixel of the file's picture */
function told({ score, corners, confidence, alternatives, ...plate }: SeenPlate, scale: number) {
  const quad = mapQuad(corners, [0, 0], 1 / scale);
  const tenth = (value: number) => Math.round(value * 10) / 10;
  return {
    text: plate.text,
    display: plate.display,
    confidence: Math.round(confidence * 1000) / 1000,
    box: quadBox(quad).map(tenth),
    corners: quad.map((point) => point.map(tenth)),
    layout: plate.layout,
    colour: plate.colour,
    family: plate.family,
    raw: plate.raw,
    score: Math.round(score * 1000) / 1000,
    alternatives: alternatives.map(({ display, family }) => ({ display, family })),
  };
}

function inWords({ display, confidence, raw }: ReturnType<typeof told>): string {
  return display ? `${display} ${confidence}` : `unreadable (${raw || 'no sign'})`;
}
