import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { AgentError } from '../base/errors.ts';

/** `vamco central …`: starts the centre as a program of its own; all its options are passed on. */
export function centralCommand(): Command {
  return new Command('central')
    .description('run the centre: collector, store and pages (vamco central --help lists its options)')
    .allowUnknownOption()
    .helpOption(false)
    .argument('[args...]')
    .action(async (args: string[]) => {
      const built = fileURLToPath(new URL('../../../central/dist/main.js', import.meta.url));
      const source = fileURLToPath(new URL('../../../central/src/main.ts', import.meta.url));
      const command = existsSync(built) ? [built] : fromSource(source);
      const child = spawn(process.execPath, [...command, ...args], { stdio: 'inherit' });
      for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => child.kill(name));
      process.exitCode = await new Promise<number>((resolve) => {
        child.on('exit', (code) => {
          resolve(code ?? 1);
        });
      });
    });
}

function fromSource(source: string): string[] {
  if (!existsSync(source))
    throw new AgentError('BAD_ARGUMENT', 'the centre is not installed on this machine');
  const tsx = createRequire(import.meta.url).resolve('tsx');
  return ['--conditions=source', '--import', tsx, source];
}
