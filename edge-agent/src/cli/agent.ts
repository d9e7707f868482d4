import { createPublicKey } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { Command } from 'commander';
import { runAgent } from '../agent.ts';
import { systemClock } from '../base/clock.ts';
import { AgentError } from '../base/errors.ts';
import { createLogger } from '../base/log.ts';
import { loadSite, orThrow } from '../config/load-site.ts';
import { loadOrCreateBoxKey } from '../outbox/box-key.ts';
import { printLine } from './print.ts';

/** `vamco agent --site FILE`: the program of the site box. */
export function agentCommand(manifest: string): Command {
  return new Command('agent')
    .description('run the site box: cameras in, events out')
    .option('--site <file>', 'site file (YAML)')
    .option(
      '--make-key',
      'only make the box’s key in the data folder, and print the public half for enrolling',
    )
    .option('--data <folder>', 'where the outbox, the key and stills are kept', 'var/agent')
    .option('--manifest <file>', 'model manifest', manifest)
    .option('--log <level>', 'error, warn, info, debug', 'info')
    .action(
      async (options: { site?: string; data: string; manifest: string; log: string; makeKey?: boolean }) => {
        if (options.makeKey) {
          mkdirSync(options.data, { recursive: true });
          printLine(
            createPublicKey(loadOrCreateBoxKey(options.data))
              .export({ type: 'spki', format: 'pem' })
              .toString()
              .trim(),
          );
          return;
        }
        if (options.site === undefined) throw new AgentError('BAD_ARGUMENT', 'which site? give --site FILE');
        const site = orThrow(options.site, loadSite(options.site));
        const log = createLogger(options.log);
        const stop = new AbortController();
        for (const name of ['SIGINT', 'SIGTERM'] as const) {
          process.once(name, () => {
            log.info({ signal: name }, 'stopping');
            stop.abort();
            setTimeout(() => process.exit(0), 5_000).unref();
          });
        }
        await runAgent(
          { site, dataDir: options.data, manifest: options.manifest, clock: systemClock, log },
          stop.signal,
        );
        process.exit(0);
      },
    );
}
