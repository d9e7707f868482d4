import { test } from 'vitest';
import { judge } from '../support/judge.ts';
import { startMosquitto } from '../support/mosquitto.ts';
import { boxes, killAtRandom } from '../support/store-and-forward.ts';

const seed = Number(process.env['CHAOS_SEED'] ?? Math.floor(Math.random() * 1e6));

test('the same over mutual TLS with Mosquitto, which is killed too', { timeout: 150_000 }, async () => {
  const broker = await startMosquitto({ boxes });
  try {
    judge('mosquitto', await killAtRandom({ kills: 30, seed, broker }));
  } finally {
    broker.remove();
  }
});
