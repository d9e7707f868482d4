import { createPublicKey } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { SiteConfig } from '@vamco/contracts';
import { Command } from 'commander';
import { runAgent } from '../agent.ts';
import { systemClock } from '../base/clock.ts';
import { AgentError } from '../base/errors.ts';
import { createLogger, type Logger } from '../base/log.ts';
import { defaultCalendars } from '../config/load-calendars.ts';
import { loadSite, orThrow } from '../config/load-site.ts';
import { loadOrCreateBoxKey } from '../outbox/box-key.ts';
import { printLine } from './print.ts';

interface AgentCommandOptions {
  site?: string;
  data: string;
  manifest: string;
  calendars: string;
  log: string;
  makeKey?: boolean;
}

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
    .option('--calendars <folder>', 'public holidays, a file a year', defaultCalendars)
    .option('--log <level>', 'error, warn, info, debug', 'info')
    .action(async (options: AgentCommandOptions) => {
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
      await runUntilStopped(options.site, site, log, (current, signal) =>
        runAgent(
          {
            ...{ site: current, dataDir: options.data, clock: systemClock, log },
            ...{ manifest: options.manifest, calendars: options.calendars },
          },
          signal,
        ),
      );
      process.exit(0);
    });
}

/**
 * Runs until SIGINT or SIGTERM. SIGHUP reads the site file again: a good one replaces the running one, a
 * wrong one is refused with every problem in the log and the old one keeps running.
 */
async function runUntilStopped(
  file: string,
  first: SiteConfig,
  log: Logger,
  run: (site: SiteConfig, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const state = { site: first, stopping: false, current: new AbortController() };
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      log.info({ signal: name }, 'stopping');
      state.stopping = true;
      state.current.abort();
      setTimeout(() => process.exit(0), 5_000).unref();
    });
  }
  process.on('SIGHUP', () => {
    try {
      state.site = orThrow(file, loadSite(file));
      log.info('site file read again');
      state.current.abort();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.error({ code: 'BAD_SITE_FILE', reason }, 'the new site file is refused; the old one keeps running');
    }
  });
  while (!state.stopping) {
    state.current = new AbortController();
    await run(state.site, state.current.signal);
  }
}
