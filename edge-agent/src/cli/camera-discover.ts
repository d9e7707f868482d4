import { Command, InvalidArgumentError } from 'commander';
import { discover } from '../camera/onvif/discover.ts';
import { printJson, printLine } from './print.ts';

/** `vamco camera discover`: cameras that answer on this network. */
export function cameraDiscoverCommand(): Command {
  return new Command('discover')
    .description('list the ONVIF cameras that answer on this network')
    .option('--json', 'one JSON line a camera: {ip, name, hardware, services}')
    .option('--wait <seconds>', 'how long to listen', seconds, 3)
    .option('--card <address>', 'own address whose network is asked; all of them when not given')
    .action(async (options: { json?: boolean; wait: number; card?: string }) => {
      const found = await discover(
        options.wait * 1000,
        options.card === undefined ? undefined : [options.card],
      );
      for (const device of found) {
        if (options.json) printJson(device);
        else
          printLine(
            `${device.ip}  ${[device.name, device.hardware].filter(Boolean).join(', ')}  ${device.services[0] ?? ''}`,
          );
      }
      if (found.length === 0 && !options.json)
        printLine('no camera answered; cameras behind a router do not: probe them by address');
    });
}

function seconds(text: string): number {
  const value = Number(text);
  if (value >= 0.5 && value <= 60) return value;
  throw new InvalidArgumentError('seconds from 0.5 to 60');
}
