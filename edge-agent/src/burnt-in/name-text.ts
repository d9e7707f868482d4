/** Whether a camera writes the name that it should: another camera may hang on its address. */
export type NameFinding = 'as-expected' | 'other' | 'unreadable';

/** How alike two names must be to be the same, and to be different, 0..1. */
const [SAME, DIFFERENT] = [0.7, 0.4];
/** How alike readings of one name are. */
const STEADY = 0.8;
/** Readings of one look that must agree before a name is called another one. */
const AGREEING = 2;
/** Signs that readers take for one another; one of them stands for all. */
const ALIKE: Record<string, string> = {
  O: '0',
  Q: '0',
  D: '0',
  I: '1',
  L: '1',
  Z: '2',
  S: '5',
  B: '8',
  G: '6',
};

/**
 * @param looks everything that was read of the name, look by look
 * @param expected as the technician wrote it; marks and signs do not count, Ngã tư is NGA TU
 */
export function nameOf(looks: readonly (readonly string[])[], expected: string): NameFinding {
  const wanted = folded(expected);
  const texts = looks.map((look) => look.map(folded).filter((text) => text.length * 2 >= wanted.length));
  if (texts.flat().some((text) => likeness(text, wanted) >= SAME)) return 'as-expected';
  const isSteady = (text: string) =>
    texts.every((look) => look.filter((one) => likeness(one, text) >= STEADY).length >= AGREEING);
  const isOther = texts.flat().some((text) => likeness(text, wanted) < DIFFERENT && isSteady(text));
  return isOther ? 'other' : 'unreadable';
}

function folded(text: string): string {
  const bare = text.normalize('NFD').replaceAll('đ', 'd').replaceAll('Đ', 'D').toUpperCase();
  return bare.replace(/[^A-Z0-9]/g, '').replace(/[A-Z]/g, (sign) => ALIKE[sign] ?? sign);
}

/** 1 for equal texts, 0 for nothing in common: Levenshtein's distance over the longer length. */
function likeness(a: string, b: string): number {
  const longer = Math.max(a.length, b.length);
  if (longer === 0) return 0;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, sign] of Array.from(a).entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1)
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (sign === b[j] ? 0 : 1)));
    row = next;
  }
  return 1 - (row[b.length] ?? 0) / longer;
}
