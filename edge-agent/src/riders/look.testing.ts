import type { RiderLook } from './rider-look.ts';

/** Log odds of a head that surely wears a helmet, surely none, or nobody knows. */
export const worn = { yes: 3.5, no: -3.5, unknown: 0 } as const;

/** A look that shows these heads from front to back, each half a head from the next. */
export function aLook(
  heads: readonly (keyof typeof worn)[],
  { atS = 0, headPx = 20, score = 0.99 } = {},
): RiderLook {
  return {
    ...{ atS, headPx },
    heads: heads.map((helmet, index) => ({
      at: [0.5 + index * 0.01, 0.4] as const,
      ahead: 0.1 - index * 0.1,
      ...{ score, helmet: worn[helmet] },
    })),
  };
}
