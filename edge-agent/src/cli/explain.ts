import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { AgentError } from '../base/errors.ts';
import { plateStep } from '../explain/account.ts';
import { AccountBook } from '../explain/account-book.ts';
import { accountInWords } from '../explain/in-words.ts';
import { printJson, printLine } from './print.ts';

interface ExplainOptions {
  camera: string;
  at: number;
  within: number;
  data: string;
  json?: boolean;
}

/** `vamco explain --camera C --at T`: what became of every vehicle at that moment, and why there was no case. */
export function explainCommand(): Command {
  return new Command('explain')
    .description('why was there no plate, or no violation? Every vehicle of the last 24 hours')
    .requiredOption('--camera <id>', 'camera of the site file')
    .requiredOption(
      '--at <time>',
      '2026-11-24T03:20:30Z, or "2026-11-24 10:20:30" as it is in Viet Nam',
      moment,
    )
    .option('--within <s>', 'seconds before and after', seconds, 5)
    .option('--data <folder>', 'data folder of the agent', 'var/agent')
    .option('--json', 'one JSON line a vehicle')
    .action(({ camera, at, within, data, json }: ExplainOptions) => {
      const file = join(data, 'explain.db');
      if (!existsSync(file))
        throw new AgentError('BAD_ARGUMENT', `${file} is not there; is ${data} a box’s data folder?`);
      const book = new AccountBook(file, { readonly: true });
      try {
        const found = book.between(camera, at - within * 1000, at + within * 1000);
        if (json) for (const account of found) printJson({ ...account, step: plateStep(account.plate) });
        else if (found.length > 0) found.flatMap(accountInWords).forEach(printLine);
        else printLine(nobody(camera, book.cameras()));
      } finally {
        book.close();
      }
    });
}

function nobody(camera: string, known: readonly string[]): string {
  if (known.includes(camera)) return `camera ${camera} followed no vehicle then`;
  return `camera ${camera} is not known here; known: ${known.join(', ') || 'none yet'}`;
}

function moment(text: string): number {
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(text);
  const ms = Date.parse(zoned ? text : `${text.replace(' ', 'T')}+07:00`);
  if (Number.isNaN(ms)) throw new InvalidArgumentError('a time like 2026-11-24T03:20:30Z');
  return ms;
}

function seconds(text: string): number {
  const value = Number(text);
  if (value >= 0 && value <= 3600) return value;
  throw new InvalidArgumentError('a number from 0 to 3600');
}
