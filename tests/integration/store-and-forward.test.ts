import { test } from 'vitest';
import { judge } from '../support/judge.ts';
import { killAtRandom } from '../support/store-and-forward.ts';

const seed = Number(process.env['CHAOS_SEED'] ?? Math.floor(Math.random() * 1e6));

test(
  'no event is lost or doubled while collector and boxes are killed 30 times; trusting the PUBACK loses some',
  { timeout: 420_000 },
  async () => {
    judge('aedes', await killAtRandom({ kills: 30, seed }));
  },
);
