import { expect, test } from 'vitest';
import { runCampaign } from '../../scripts/evidence-campaign/campaign.ts';

test('every changed bundle is found and located, no clean one is refused, hostile ones end cleanly, two verifiers agree', async () => {
  const wanted = { clean: 60, mutants: 260, fuzzed: 60, seed: 20_261_124 };
  const { rows, slowestMs, peakMb, surprises } = await runCampaign(wanted, () => undefined);
  expect(surprises).toEqual([]);
  expect(rows.reduce((sum, { made }) => sum + made, 0)).toBe(380);
  for (const { kind, made, right, located, agreed } of rows)
    expect([kind, right, located, agreed]).toEqual([kind, made, made, made]);
  // What a hostile file may cost, with room for a busy machine.
  expect(slowestMs).toBeLessThan(10_000);
  expect(peakMb.vamco).toBeGreaterThan(10);
  expect(Math.max(peakMb.vamco, peakMb.python)).toBeLessThan(200);
}, 180_000);
