import { expect, test } from 'vitest';
import { mosquittoBroker } from '../support/mosquitto.ts';
import { killAtRandom } from '../support/store-and-forward.ts';

const seed = Number(process.env['CHAOS_SEED'] ?? Math.floor(Math.random() * 1e6));

test(
  'none is lost or doubled while Mosquitto, collector and box are killed 30 times',
  { timeout: 300_000 },
  async () => {
    const broker = await mosquittoBroker(['chaos-box']);
    const verdict = await killAtRandom({ kills: 30, seed, ackFrom: 'collector', broker });
    process.stdout.write(`${JSON.stringify({ test: 'kill-at-random-mosquitto', ...verdict })}\n`);
    expect(verdict.promised).toBeGreaterThan(200);
    expect(verdict.kills['broker']).toBeGreaterThan(0);
    expect(verdict).toMatchObject({ lost: 0, doubled: 0, holes: 0, picturesMissing: 0 });
  },
);
