import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lawOf, regulationProblems, type Regulation, type VehicleClass } from './index.ts';

const file = new URL('../../../firmware-config/regulations/decree-168-2024.json', import.meta.url);
const decree = JSON.parse(readFileSync(file, 'utf8')) as Regulation;
const law = (rule: string, vehicle: VehicleClass, at: string) => lawOf([decree], rule, vehicle, at);
const clause = (found: ReturnType<typeof law>) =>
  found && `${found.article}.${found.clause}.${String(found.point)}`;

test('the table that is shipped has no problem', () => {
  expect(regulationProblems(decree)).toEqual([]);
});

test.each([
  ['red-light', 'car', '6.9.b', 18_000_000, 4],
  ['red-light', 'truck', '6.9.b', 18_000_000, 4],
  ['red-light', 'motorbike', '7.7.c', 4_000_000, 4],
  ['stop-line', 'bus', '6.1.a', 400_000, 0],
  ['wrong-way', 'motorbike', '7.7.a', 4_000_000, 2],
  ['no-entry', 'truck', '6.5.i', 4_000_000, 2],
] as const)('%s by a %s is %s', (rule, vehicle, place, fine, points) => {
  const found = law(rule, vehicle, '2026-11-24T03:00:00.000Z');
  expect(clause(found)).toBe(place);
  expect(found).toMatchObject({ fineMinVnd: fine, licencePoints: points, decree: '168/2024/NĐ-CP' });
});

test.each([
  ['the last moment before the change', '2026-08-14T16:59:59.999Z', null],
  ['midnight in Viet Nam on the day of the change', '2026-08-14T17:00:00.000Z', '238/2026/NĐ-CP'],
  ['the same instant reviewed a year later is still judged by its own day', '2026-08-14T10:00:00.000Z', null],
] as const)('15 August 2026: %s', (_, at, amendedBy) => {
  expect(law('prohibited-road', 'car', at)?.amendedBy).toBe(amendedBy);
  expect(law('no-entry', 'motorbike', at)?.amendedBy).toBe(amendedBy);
});

test('an act before the decree, an unknown rule and a vehicle that the table does not know have no row', () => {
  expect(law('red-light', 'car', '2024-12-31T16:59:59.000Z')).toBeUndefined();
  expect(law('red-light', 'car', '2024-12-31T17:00:00.000Z')).toBeDefined();
  expect(law('constructor', 'car', '2026-01-01T00:00:00.000Z')).toBeUndefined();
  expect(law('red-light', 'bicycle', '2026-01-01T00:00:00.000Z')).toBeUndefined();
});

test('an act can be fined for one year', () => {
  expect(law('red-light', 'car', '2026-11-24T03:00:00.000Z')?.limitationEnd).toBe('2027-11-24T03:00:00.000Z');
});

test('a table that contradicts itself is refused by place', () => {
  const [first] = decree.rows;
  const rows = [first, { ...first, validFrom: '2026-01-01', validTo: '2025-01-01', fineMaxVnd: 1 }];
  const problems = regulationProblems({ ...decree, rows: [...rows, { ...first, vehicleGroup: 'tram' }] });
  expect(problems.map(({ path }) => path)).toEqual([
    'rows/1/fineMaxVnd',
    'rows/1/validTo',
    'rows/1/validFrom',
    'rows/2/vehicleGroup',
  ]);
  expect(regulationProblems({ ...decree, rows: [first, first] })).toEqual([
    { path: 'rows/1/validFrom', message: 'holds on days on which rows/0 holds too' },
  ]);
});
