import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ack, EventDraft } from '@vamco/contracts';
import fc from 'fast-check';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { systemClock } from '../base/clock.ts';
import { loadOrCreateBoxKey } from './box-key.ts';
import { Outbox } from './outbox.ts';

const log = pino({ level: 'silent' });
const draft: EventDraft = {
  schema: 'passage.recorded.v1',
  time: { utc: '2026-11-24T01:02:03.456Z', errMs: 0, source: 'unsynced', bootId: 'abcdabcd', monoMs: 1 },
  data: {
    camera: 'cam-01',
    track: { run: '00000001', id: 1 },
    class: 'car',
    score: 1,
    line: 'main',
    direction: 'forward',
  },
};

/** What may happen to an outbox; a collector stores any subset of what was made, in any order. */
const step = fc.oneof(
  fc.record({ do: fc.constant('put' as const) }),
  fc.record({ do: fc.constant('store' as const), which: fc.nat(30) }),
  fc.record({ do: fc.constant('refuse' as const), which: fc.nat(30) }),
  fc.record({ do: fc.constant('ack' as const) }),
  fc.record({ do: fc.constant('crash' as const) }),
);

test(
  'an event leaves the outbox only when the collector spoke for it, whatever happens in which order',
  { timeout: 60_000 },
  () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const dir = mkdtempSync(join(tmpdir(), 'vamco-model-'));
        const key = loadOrCreateBoxKey(dir);
        const open = () => new Outbox({ dir, box: 'box-1', key, clock: systemClock, log });
        let outbox = open();
        const made = new Map<number, string>();
        const stored = new Set<number>();
        const waiting = new Set<number>();
        let quarantined = 0;
        for (const one of steps) {
          if (one.do === 'put') {
            const { seq } = outbox.put(draft);
            made.set(seq, outbox.pending(1000).find((row) => row.seq === seq)?.payload ?? '');
            waiting.add(seq);
          } else if (one.do === 'store') {
            if (made.has(one.which)) stored.add(one.which);
          } else if (one.do === 'refuse') {
            const payload = made.get(one.which);
            if (payload === undefined || stored.has(one.which)) continue;
            const payloadSha256 = createHash('sha256').update(payload).digest('hex');
            outbox.confirm({
              ...ackOf(outbox, new Set()),
              rejected: [{ payloadSha256, code: 'invalid', reason: '' }],
            });
            if (waiting.delete(one.which)) quarantined += 1;
          } else if (one.do === 'ack') {
            outbox.confirm(ackOf(outbox, stored));
            for (const seq of stored) waiting.delete(seq);
          } else {
            outbox.close();
            outbox = open();
          }
          const pending = outbox.pending(1000);
          expect(pending.map(({ seq }) => seq)).toEqual([...waiting].sort((a, b) => a - b));
          for (const { seq, payload } of pending) expect(payload).toBe(made.get(seq));
          expect(outbox.depth()).toMatchObject({ events: waiting.size, rejected: quarantined });
        }
        outbox.close();
        rmSync(dir, { recursive: true });
      }),
      { numRuns: 60 },
    );
  },
);

/** As the collector writes it: the highest number it has, and what it lacks below. */
function ackOf({ epoch }: Outbox, stored: Set<number>): Ack {
  const upTo = Math.max(0, ...stored);
  const holes = Array.from({ length: upTo }, (_, index) => index + 1).filter((seq) => !stored.has(seq));
  return { box: 'box-1', epoch, upTo, holes: holes.map((seq) => [seq, seq]), rejected: [] };
}
