/** Digits that readers of small letters take for one another. */
const LOOK_ALIKES: Record<string, string> = {
  ...{ 0: '689', 1: '47', 2: '7', 3: '589', 4: '19', 5: '3689', 6: '058', 7: '12', 8: '03569', 9: '03458' },
};

/**
 * Whether a clock that shows a wrong time may be a right one with one digit misread. Letters do not change from picture
 * to picture, so such a mistake repeats itself, and ticks.
 * @param shownMs @param rightMs fields as if they were UTC
 * @param nearMs what counts as right
 */
export function mayBeMisread(shownMs: number, rightMs: number, nearMs: number): boolean {
  const shown = new Date(shownMs).toISOString().slice(0, 19);
  return Array.from(shown).some((sign, at) =>
    Array.from(LOOK_ALIKES[sign] ?? '').some((other) => {
      const meantMs = Date.parse(`${shown.slice(0, at)}${other}${shown.slice(at + 1)}Z`);
      // No such day: no number, and no number is near.
      return Math.abs(meantMs - rightMs) < nearMs;
    }),
  );
}
