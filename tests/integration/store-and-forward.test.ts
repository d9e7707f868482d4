import { expect, test } from 'vitest';
import { startMosquitto } from '../support/mosquitto.ts';
import { boxes, killAtRandom, type Verdict } from '../support/store-and-forward.ts';

const seed = Number(process.env['CHAOS_SEED'] ?? Math.floor(Math.random() * 1e6));
const KILLS = 30;
const TIMEOUT = { timeout: 150_000 };

test(
  'no event is lost or doubled while collector and boxes are killed; trusting the PUBACK loses some',
  TIMEOUT,
  async () => {
    judge('aedes', await killAtRandom({ kills: KILLS, seed }));
  },
);

test('the same with Mosquitto and mutual TLS, the broker killed too', TIMEOUT, async () => {
  const broker = await startMosquitto({ boxes });
  try {
    judge('mosquitto', await killAtRandom({ kills: KILLS, seed, broker }));
  } finally {
    broker.remove();
  }
});

function judge(broker: string, verdict: Verdict): void {
  const honest = ['box-a', 'box-b'].map((box) => verdict.boxes[box]);
  const control = verdict.boxes['control'];
  const ok =
    verdict.left === 0 &&
    (control?.lost ?? 0) > 0 &&
    honest.every((books) => books?.lost === 0 && books.doubled === 0);
  process.stdout.write(`${JSON.stringify({ test: 'store-and-forward', broker, ok, ...verdict })}\n`);
  for (const books of honest) {
    expect(books?.promised).toBeGreaterThan(200);
    expect(books).toMatchObject({ lost: 0, doubled: 0, holes: 0, unlinked: 0, picturesMissing: 0 });
  }
  expect(verdict.left).toBe(0);
  // The control had the same broker, the same centre and the same kills.
  expect(control?.lost).toBeGreaterThan(0);
}
