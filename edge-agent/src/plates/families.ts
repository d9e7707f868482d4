import type { PlateFamily } from '@vamco/contracts';

/**
 * The families of Vietnamese number plates as data: what each sign may be, and how the plate is written.
 * Source: TT 79/2024/TT-BCA art. 37 and annexes 02 and 04, with older series that are still on the road.
 */

/** Signs that stand together: one of some values, or so many digits that are not all zero. */
export type Part = { of: readonly string[] } | { digits: number };

export interface Family {
  id: PlateFamily;
  /** Province and series: at most five signs. */
  head: readonly Part[];
  /** Serial: at most five signs. */
  tail: readonly Part[];
  /** Motorbikes carry two lines only; the other families both. */
  vehicle: 'motorbike' | 'other' | 'any';
  /** Accepts the written form, rows joined by one space; groups `head…` and `tail…` make the canonical text. */
  pattern: RegExp;
  /** Writes the plate as people do. */
  show: (head: string, tail: string) => string;
}

const signs = (all: string) => Array.from(all);

/** The 81 codes in use; 00-10, 13, 42, 44-46, 87, 91, 96 are none. Codes of merged provinces stay valid. */
export const provinceCodes: readonly string[] = range(11, 99).filter(
  (code) => !['13', '42', '44', '45', '46', '87', '91', '96'].includes(code),
);
/** The 20 letters of white and yellow plates; I J O Q W are never used. */
export const letters = signs('ABCDEFGHKLMNPSTUVXYZ');
/** The 11 letters of blue plates. */
export const blueLetters = signs('ABCDEFGHKLM');
const secondLetters = [...letters, 'R'];
const special = ['LD', 'DA', 'KT', 'HC', 'CD', 'RM', 'MK', 'TD'];
const pairs = letters
  .flatMap((first) => secondLetters.map((second) => first + second))
  .filter((pair) => !special.includes(pair));
const oneToNine = range(1, 9, 1);
const diplomatic = ['NG', 'QT', 'CV', 'NN'];
const countries = range(1, 843, 3);
const military = signs('ABCHKPQTV').flatMap((first) =>
  signs('ABCDEFGHIJKLMNOPQRSTUVWXYZ').map((second) => first + second),
);

const P = `(?<head1>${provinceCodes.join('|')})`;
const L = `(?<head2>[${letters.join('')}])`;
const N5 = String.raw`(?<tail1>\d{3})\.?(?<tail2>\d{2})`;
const N4 = String.raw`(?<tail1>\d{4})`;
const D19 = '(?<head3>[1-9])';
const S = `(?<head2>${special.join('|')})`;
const PAIR = `(?<head2>${pairs.join('|')})`;
const CLASS = `(?<tail1>${diplomatic.join('|')})`;
const COUNTRY = String.raw`(?<head2>\d{3})`;

const dotted = (tail: string) => (tail.length === 5 ? `${tail.slice(0, 3)}.${tail.slice(3)}` : tail);
const carStyle = (head: string, tail: string) => `${head.replace(/TD$/, 'TĐ')}-${dotted(tail)}`;
const motorbikeStyle = (head: string, tail: string) => `${head.slice(0, 2)}-${head.slice(2)} ${dotted(tail)}`;
const province = { of: provinceCodes };
const letter = { of: letters };
const digit = { of: oneToNine };

/** In the order in which readings are named when several fit. */
export const families: readonly Family[] = [
  family('car5', 'other', [province, letter], [{ digits: 5 }], `${P}${L}[- ]?${N5}`, carStyle),
  family('car4', 'other', [province, letter], [{ digits: 4 }], `${P}${L}[- ]?${N4}`, carStyle),
  family(
    'emoto',
    'motorbike',
    [province, { of: ['MD'] }, digit],
    [{ digits: 5 }],
    `${P}-?(?<head2>MD)${D19}[- ]?${N5}`,
    electricStyle,
  ),
  family(
    'emoto',
    'motorbike',
    [province, { of: ['MD'] }, digit],
    [{ digits: 4 }],
    `${P}-?(?<head2>MD)${D19}[- ]?${N4}`,
    electricStyle,
  ),
  family(
    'tractor',
    'any',
    [province, { of: ['MK'] }, digit],
    [{ digits: 5 }],
    `${P}-?(?<head2>MK)${D19}[- ]?${N5}`,
    motorbikeStyle,
  ),
  family(
    'tractor',
    'any',
    [province, { of: ['MK'] }, digit],
    [{ digits: 4 }],
    `${P}-?(?<head2>MK)${D19}[- ]?${N4}`,
    motorbikeStyle,
  ),
  family('special5', 'any', [province, { of: special }], [{ digits: 5 }], `${P}-?${S}[- ]?${N5}`, carStyle),
  family('special4', 'any', [province, { of: special }], [{ digits: 4 }], `${P}-?${S}[- ]?${N4}`, carStyle),
  family(
    'trailerOld',
    'other',
    [province, { of: ['R'] }],
    [{ digits: 5 }],
    `${P}(?<head2>R)-?${N5}`,
    carStyle,
  ),
  family(
    'trailerOld',
    'other',
    [province, { of: ['R'] }],
    [{ digits: 4 }],
    `${P}(?<head2>R)-?${N4}`,
    carStyle,
  ),
  family(
    'moto5',
    'motorbike',
    [province, letter, digit],
    [{ digits: 5 }],
    `${P}-?${L}${D19}[- ]?${N5}`,
    motorbikeStyle,
  ),
  family(
    'moto4',
    'motorbike',
    [province, letter, digit],
    [{ digits: 4 }],
    `${P}-?${L}${D19}[- ]?${N4}`,
    motorbikeStyle,
  ),
  family(
    'motoPair5',
    'motorbike',
    [province, { of: pairs }],
    [{ digits: 5 }],
    `${P}-?${PAIR}[- ]?${N5}`,
    motorbikeStyle,
  ),
  family(
    'motoPair4',
    'motorbike',
    [province, { of: pairs }],
    [{ digits: 4 }],
    `${P}-?${PAIR}[- ]?${N4}`,
    motorbikeStyle,
  ),
  family(
    'temp',
    'other',
    [{ of: ['T'] }, province],
    [{ digits: 5 }],
    `(?<head0>T)[- ]?${P}[- ]?${N5}`,
    carStyle,
  ),
  family(
    'dipCar',
    'other',
    [province, { of: countries }],
    [{ of: diplomatic }, { digits: 2 }],
    String.raw`${P}-?${COUNTRY}-?${CLASS}-?(?<tail2>\d{2})`,
    (head, tail) => `${head.slice(0, 2)}-${head.slice(2)}-${tail.slice(0, 2)}-${tail.slice(2)}`,
  ),
  family(
    'dipMoto',
    'motorbike',
    [province, { of: countries }],
    [{ of: diplomatic }, { digits: 3 }],
    String.raw`${P}-?${COUNTRY}[- ]?${CLASS}-?(?<tail2>\d{3})`,
    (head, tail) => `${head.slice(0, 2)}-${head.slice(2)} ${tail.slice(0, 2)}-${tail.slice(2)}`,
  ),
  family(
    'mil',
    'other',
    [{ of: military }],
    [{ digits: 4 }],
    String.raw`(?<head1>[ABCHKPQTV][A-Z])[- ]?(?<tail1>\d{2})[- ]?(?<tail2>\d{2})`,
    (head, tail) => `${head}-${tail.slice(0, 2)}-${tail.slice(2)}`,
  ),
  family(
    'milMoto',
    'motorbike',
    [{ of: military }],
    [{ digits: 3 }],
    String.raw`(?<head1>[ABCHKPQTV][A-Z])[- ]?(?<tail1>\d{3})`,
    (head, tail) => `${head}-${tail}`,
  ),
];

function electricStyle(head: string, tail: string): string {
  return motorbikeStyle(head.replace('MD', 'MĐ'), tail);
}

function family(
  id: PlateFamily,
  vehicle: Family['vehicle'],
  head: readonly Part[],
  tail: readonly Part[],
  pattern: string,
  show: Family['show'],
): Family {
  return { id, vehicle, head, tail, pattern: new RegExp(`^${pattern}$`, 'u'), show };
}

/** Numbers as texts of equal length, both ends included. */
function range(from: number, to: number, length = 2): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => String(from + index).padStart(length, '0'));
}
