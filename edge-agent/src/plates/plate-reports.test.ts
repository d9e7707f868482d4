import { describe, expect, test } from 'vitest';
import { PlateReports, type PlateData } from './plate-reports.ts';
import type { PlateWatch, WatchedPlate } from './plate-watch.ts';

function reports(plates: Record<number, { text?: string; confidence: number }>) {
  const told: [number, string | undefined][] = [];
  const plateOf = (id: number) => {
    const read = plates[id];
    if (!read) return Promise.resolve(undefined);
    const rest = { layout: 'one-line', colour: 'white', raw: '', looks: 1, model: 'm' } as const;
    return Promise.resolve({ read: { ...rest, ...read }, slots: [], crop: undefined } satisfies WatchedPlate);
  };
  const put = ({ track }: PlateData, { read }: WatchedPlate) => {
    told.push([track.id, read.text]);
    return Promise.resolve();
  };
  const watch = { plateOf } as unknown as PlateWatch;
  return { told, reports: new PlateReports({ camera: 'cam-01', run: '0a1b2c3d', watch, put }), plates };
}
const car = (id: number) => ({ id, class: 'car' as const });

describe('which plates are reported', () => {
  test('of a vehicle that passed a line: once, when it has left', async () => {
    const { told, reports: all } = reports({ 1: { text: '70A12345', confidence: 0.9 } });
    all.want(car(1));
    all.want(car(1));
    await all.left([car(2)]);
    expect(told).toEqual([]);
    await all.left([car(1)]);
    await all.left([car(1)]);
    expect(told).toEqual([[1, '70A12345']]);
  });

  test('of a violation: at once, and again only when later looks say otherwise or are surer', async () => {
    const {
      told,
      reports: all,
      plates,
    } = reports({ 1: { confidence: 0.2 }, 2: { text: '70B12345', confidence: 0.9 } });
    await all.now(car(1));
    await all.now(car(2));
    plates[1] = { text: '70A12345', confidence: 0.95 };
    plates[2] = { text: '70B12345', confidence: 0.92 };
    await all.left([car(1), car(2)]);
    expect(told).toEqual([
      [1, undefined],
      [2, '70B12345'],
      [1, '70A12345'],
    ]);
  });

  test('when the stream ends, of those who were still there', async () => {
    const { told, reports: all } = reports({ 1: { text: '70A12345', confidence: 0.9 } });
    all.want(car(1));
    await all.end();
    expect(told).toEqual([[1, '70A12345']]);
  });

  test('nothing of vehicles that did nothing, have no plate, or are people', async () => {
    const { told, reports: all } = reports({ 1: { text: '70A12345', confidence: 0.9 } });
    await all.left([car(1)]);
    await all.now({ id: 1, class: 'person' });
    await all.now(car(5));
    expect(told).toEqual([]);
  });
});
