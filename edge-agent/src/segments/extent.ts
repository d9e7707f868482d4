/** Least and most of some numbers; `Math.min(...numbers)` fails for a hundred thousand of them. */
export function extentOf(numbers: readonly number[]): { least: number; most: number } {
  let [least, most] = [Infinity, -Infinity];
  for (const number of numbers) {
    if (number < least) least = number;
    if (number > most) most = number;
  }
  return { least, most };
}
