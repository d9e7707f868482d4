import type { PlateFamily } from '@vamco/contracts';
import { families, type Family } from './families.ts';

/** One meaning of a written plate. */
export interface PlateReading {
  family: PlateFamily;
  /** Upper case, no separators, D for Đ: what is stored and compared. */
  canonical: string;
  /** As people write it: `30-A1 2345`. */
  display: string;
  /** Two digits; null for military plates. */
  province: string | null;
}

const DASHES = /[‐-―−_]/gu;

/**
 * Reads a written plate, with or without separators, its rows joined by a space or a line break.
 * @returns every meaning that fits: none for an invalid plate, two for `30A12345` (car or old motorbike).
 */
export function parsePlate(written: string): PlateReading[] {
  const text = normalise(written);
  const readings = families.flatMap((family) => read(family, text) ?? []);
  // Two shapes of one family may write the same plate; a meaning is named once.
  return readings.filter(
    (reading, at) => readings.findIndex(({ display }) => display === reading.display) === at,
  );
}

/** Writes a canonical text of a known family as people do; throws RangeError when it is none. */
export function formatPlate(canonical: string, family: PlateFamily): string {
  const reading = parsePlate(canonical).find((meaning) => meaning.family === family);
  if (!reading) throw new RangeError(`${canonical} is no plate of family ${family}`);
  return reading.display;
}

function normalise(written: string): string {
  return written
    .normalize('NFC')
    .toUpperCase()
    .replace(DASHES, '-')
    .replace(/\s+/gu, ' ')
    .replaceAll('Đ', 'D')
    .trim();
}

function read(family: Family, text: string): PlateReading | undefined {
  const groups = family.pattern.exec(text)?.groups;
  if (!groups) return undefined;
  const join = (side: string) =>
    Object.entries(groups)
      .filter(([name]) => name.startsWith(side))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, signs]) => signs)
      .join('');
  return readingOf(family, join('head'), join('tail'));
}

/** The reading of a head and a tail, unless its serial is all zero or its country code out of range. */
export function readingOf(family: Family, head: string, tail: string): PlateReading | undefined {
  const serial = tail.replace(/^\D+/u, '');
  if (/^0+$/u.test(serial)) return undefined;
  const country = family.id.startsWith('dip') ? Number(head.slice(2)) : 1;
  if (country < 1 || country > 843) return undefined;
  const province = /\d\d/u.exec(head)?.[0] ?? null;
  return { family: family.id, canonical: head + tail, display: family.show(head, tail), province };
}
