import fc from 'fast-check';
import { expect, test } from 'vitest';
import { offsetOf } from './clock-offset.ts';

test('a clock that tells whole seconds is known to a fraction of one, and the true offset lies inside', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: -5_000_000, max: 5_000_000 }),
      fc.integer({ min: 0, max: 999 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 20, maxLength: 20 }),
      async (trueOffset, phase, delays) => {
        const clock = { ms: 1_795_000_000_000 + phase };
        let asked = 0;
        const ask = () => {
          const askedMs = clock.ms;
          const there = delays[asked % 20] ?? 1;
          const back = delays[(asked + 7) % 20] ?? 1;
          asked += 1;
          const deviceMs = Math.floor((askedMs + there + trueOffset) / 1000) * 1000;
          clock.ms = askedMs + there + back;
          return Promise.resolve({ deviceMs, askedMs, answeredMs: clock.ms });
        };
        const wait = (ms: number) => Promise.resolve((clock.ms += Math.ceil(ms)));
        const { offsetMs, errMs } = await offsetOf(ask, () => clock.ms, wait);
        expect(Math.abs(offsetMs - trueOffset)).toBeLessThanOrEqual(errMs + 1);
        expect(errMs).toBeLessThanOrEqual(200);
        expect(asked).toBeLessThanOrEqual(10);
      },
    ),
  );
});
