import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { plateFamilies } from '@vamco/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { families, type Part } from './families.ts';
import { formatPlate, parsePlate } from './parse.ts';

const meanings = (text: string) => parsePlate(text).map(({ display, family }) => ({ display, family }));

describe('written plates', () => {
  test.each([
    ['70A-123.45', 'car5', '70A12345', '70'],
    ['62L-4321', 'car4', '62L4321', '62'],
    ['20KT-226.22', 'special5', '20KT22622', '20'],
    ['29TĐ-123.45', 'special5', '29TD12345', '29'],
    ['62R-012.34', 'trailerOld', '62R01234', '62'],
    ['70-B1\n123.45', 'moto5', '70B112345', '70'],
    ['52-T9 1234', 'moto4', '52T91234', '52'],
    ['30-AB 266.59', 'motoPair5', '30AB26659', '30'],
    ['70-AA 1234', 'motoPair4', '70AA1234', '70'],
    ['29-MĐ1 123.45', 'emoto', '29MD112345', '29'],
    ['70MK1-0123', 'tractor', '70MK10123', '70'],
    ['T70-235.88', 'temp', 'T7023588', '70'],
    ['80-441-NG-02', 'dipCar', '80441NG02', '80'],
    ['29-121 NN-101', 'dipMoto', '29121NN101', '29'],
    ['tm–12–34', 'mil', 'TM1234', null],
    ['KA 105', 'milMoto', 'KA105', null],
  ])('%s is %s', (text, family, canonical, province) => {
    expect(parsePlate(text)).toMatchObject([{ family, canonical, province }]);
  });

  test.each([
    ['13A-123.45', 'no such province'],
    ['70O-123.45', 'a letter that is never used'],
    ['70A-000.00', 'a serial of zeros'],
    ['70A-12.345', 'a dot in the wrong place'],
    ['70-A0 123.45', 'a series digit 0'],
    ['80-844-NG-01', 'no such country'],
    ['80-441-NG-00', 'a diplomatic serial of zeros'],
    ['ZZ-12-34', 'no such military letters'],
    ['TM-1-234', 'a wrong grouping'],
    ['TM-000', 'a military serial of zeros'],
    ['70Ă-123.45', 'a diacritic'],
    ['7OA-123.45', 'a letter in the province code'],
    ['70A-123.45 70A-123.45', 'two plates'],
    ['', 'nothing'],
  ])('%s is refused: %s', (text) => {
    expect(parsePlate(text)).toEqual([]);
  });

  test('a text that two families share keeps both meanings', () => {
    expect(meanings('30A12345')).toEqual([
      { display: '30A-123.45', family: 'car5' },
      { display: '30-A1 2345', family: 'moto4' },
    ]);
    expect(meanings('80A01234')).toEqual([{ display: '80A-012.34', family: 'car5' }]);
    expect(formatPlate('30A12345', 'moto4')).toBe('30-A1 2345');
    expect(() => formatPlate('30A12345', 'mil')).toThrow(RangeError);
  });
});

describe('every plate that the grammar can make', () => {
  const part = (p: Part) =>
    'of' in p
      ? fc.constantFrom(...p.of)
      : fc.integer({ min: 1, max: 10 ** p.digits - 1 }).map((n) => String(n).padStart(p.digits, '0'));
  const side = (parts: readonly Part[]) => fc.tuple(...parts.map(part)).map((signs) => signs.join(''));
  const plate = fc
    .constantFrom(...families)
    .chain((family) => fc.tuple(fc.constant(family), side(family.head), side(family.tail)));

  test('is understood as itself when written out, and among the meanings of its compact text', () => {
    fc.assert(
      fc.property(plate, ([family, head, tail]) => {
        const display = family.show(head, tail);
        const written = parsePlate(display);
        expect(written).toContainEqual(
          expect.objectContaining({ family: family.id, canonical: head + tail, display }),
        );
        expect(meanings(head + tail)).toContainEqual({ family: family.id, display });
        expect(meanings(display.toLowerCase().replace(' ', ' \n '))).toEqual(meanings(display));
      }),
      { numRuns: 2000 },
    );
  });

  test('leaves no way in for others: what is accepted can be made by its family', () => {
    const made = ({ head, tail }: (typeof families)[number], canonical: string) => {
      const expression = [...head, ...tail]
        .map((p) =>
          'of' in p ? `(?:${p.of.join('|')})` : `(?!0{${String(p.digits)}}$)\\d{${String(p.digits)}}`,
        )
        .join('');
      return new RegExp(`^${expression}$`).test(canonical);
    };
    const sign = fc.constantFrom(...Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZĐÂ-. '));
    const damaged = fc.tuple(plate, fc.nat(), sign).map(([[family, head, tail], at, other]) => {
      const text = family.show(head, tail);
      const place = at % text.length;
      return text.slice(0, place) + other + text.slice(place + 1);
    });
    fc.assert(
      fc.property(fc.oneof(damaged, fc.string({ unit: sign, maxLength: 12 })), (text) => {
        for (const { family, canonical, display } of parsePlate(text)) {
          expect(families.some((f) => f.id === family && made(f, canonical))).toBe(true);
          expect(meanings(display)).toContainEqual({ family, display });
        }
      }),
      { numRuns: 4000 },
    );
  });

  test('has all families', () => {
    expect(new Set(families.map(({ id }) => id))).toEqual(new Set(plateFamilies));
  });
});

const vectorsFile = fileURLToPath(new URL('../../../../shared/domain/plate-vectors.json', import.meta.url));
describe.skipIf(!existsSync(vectorsFile))(
  'the vectors of the domain facts (skipped where they are absent)',
  () => {
    const vectors = existsSync(vectorsFile)
      ? (JSON.parse(readFileSync(vectorsFile, 'utf8')) as Record<string, never[]>)
      : {};
    test.each(
      (vectors['valid'] ?? []) as { text: string; family: string; canonical: string; province: string }[],
    )('$text is $family', ({ text, family, canonical, province }) => {
      expect(parsePlate(text)).toMatchObject([{ family, canonical, province }]);
    });
    test.each((vectors['invalid'] ?? []) as { text: string; reason: string }[])(
      '$text: $reason',
      ({ text }) => {
        expect(parsePlate(text)).toEqual([]);
      },
    );
    test.each(
      (vectors['ambiguous'] ?? []) as {
        canonical: string;
        readings: { family: string; display: string }[];
      }[],
    )('$canonical has two meanings', ({ canonical, readings }) => {
      expect(new Set(meanings(canonical))).toEqual(new Set(readings));
    });
    test.each((vectors['unambiguous'] ?? []) as { canonical: string; family: string }[])(
      '$canonical is only $family',
      ({ canonical, family }) => {
        expect(parsePlate(canonical)).toMatchObject([{ family }]);
      },
    );
  },
);
