import { Command } from 'commander';
import { runAgent } from '../agent.ts';
import { systemClock } from '../base/clock.ts';
import { createLogger } from '../base/log.ts';
import { loadSite, orThrow } from '../config/load-site.ts';

/** `vamco agent --site FILE`: the program of the site box. */
export function agentCommand(manifest: string): Command {
  return new Command('agent')
    .description('run the site box: cameras in, events out')
    .requiredOption('--site <file>', 'site file (YAML)')
    .option('--data <folder>', 'where the outbox, the key and stills are kept', 'var/agent')
    .option('--manifest <file>', 'model manifest', manifest)
    .option('--log <level>', 'error, warn, info, debug', 'info')
    .action(async (options: { site: string; data: string; manifest: string; log: string }) => {
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
      await runAgent({ site, dataDir: options.data, manifest: options.manifest, clock: systemClock, log }, stop.signal);
      process.exit(0);
    });
}
