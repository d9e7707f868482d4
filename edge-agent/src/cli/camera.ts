import { Command } from 'commander';
import { cameraDiscoverCommand } from './camera-discover.ts';
import { cameraProbeCommand } from './camera-probe.ts';
import { cameraSimulateCommand } from './camera-simulate.ts';

/** `vamco camera …`: what a technician asks about cameras before they are in a site file. */
export function cameraCommand(): Command {
  return new Command('camera')
    .description('find cameras, look at one, or play one from a recording')
    .addCommand(cameraDiscoverCommand())
    .addCommand(cameraProbeCommand())
    .addCommand(cameraSimulateCommand());
}
