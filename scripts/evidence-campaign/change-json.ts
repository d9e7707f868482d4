import type { Dice } from './random.ts';

type Holder = Record<string | number, unknown>;

/** Changes one value somewhere inside; false when the place that was drawn has none. */
export function changeLeaf(value: unknown, dice: Dice): boolean {
  const leaves = placesOf(value, (item) => item === null || typeof item !== 'object');
  const leaf = dice.pick(leaves);
  if (!leaf) return false;
  const [holder, key] = leaf;
  holder[key] = another(holder[key], dice);
  return true;
}

/** Swaps two different neighbours of one list somewhere inside; false when the list that was drawn has none. */
export function swapItems(value: unknown, dice: Dice): boolean {
  const lists = placesOf(value, (item) => Array.isArray(item) && item.length > 1);
  const found = dice.pick(lists);
  if (!found) return false;
  const list = found[0][found[1]] as unknown[];
  const at = dice.below(list.length - 1);
  if (JSON.stringify(list[at]) === JSON.stringify(list[at + 1])) return false;
  [list[at], list[at + 1]] = [list[at + 1], list[at]];
  return true;
}

function placesOf(value: unknown, fits: (item: unknown) => boolean): [Holder, string | number][] {
  if (value === null || typeof value !== 'object') return [];
  const holder = value as Holder;
  return Object.entries(holder).flatMap(([key, item]) => [
    ...(fits(item) ? ([[holder, key]] satisfies [Holder, string][]) : []),
    ...placesOf(item, fits),
  ]);
}

/** A value like this one, but not it: what a forger would write there. */
function another(value: unknown, dice: Dice): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? value + 1 + dice.below(9) : value + 0.001;
  if (typeof value === 'boolean') return !value;
  if (typeof value !== 'string') return 'x';
  if (value === '') return 'x';
  const at = dice.below(value.length);
  const sign = value[at] === '1' ? '2' : value[at] === '2' ? '3' : '1';
  return (
    value.slice(0, at) +
    (/[0-9]/.test(value[at] ?? '') ? sign : value[at] === 'a' ? 'b' : 'a') +
    value.slice(at + 1)
  );
}
