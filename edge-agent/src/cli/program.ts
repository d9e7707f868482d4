import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { agentCommand } from './agent.ts';
import { bundleCommand } from './bundle.ts';
import { cameraCommand } from './camera.ts';
import { centralCommand } from './central.ts';
import { checkCommand } from './check.ts';
import { detectCommand } from './detect.ts';
import { explainCommand } from './explain.ts';
import { platesCommand } from './plates.ts';
import { replayCommand } from './replay.ts';
import { verifyCommand } from './verify.ts';

/** Where the repository's models lie, seen from the source and from the built program alike. */
export const defaultManifest = fileURLToPath(new URL('../../../models/manifest.json', import.meta.url));

/** The command `vamco`: a thin dispatcher. */
export function createProgram(): Command {
  return new Command('vamco')
    .description('VamCo: cameras in, reviewed violations out')
    .version('0.1.0')
    .addCommand(detectCommand(defaultManifest))
    .addCommand(platesCommand(defaultManifest))
    .addCommand(replayCommand(defaultManifest))
    .addCommand(checkCommand())
    .addCommand(bundleCommand())
    .addCommand(verifyCommand())
    .addCommand(explainCommand())
    .addCommand(agentCommand(defaultManifest))
    .addCommand(cameraCommand())
    .addCommand(centralCommand());
}
