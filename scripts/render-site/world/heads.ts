import { layout, onArm, opposite, type Arm } from './junction.ts';

/** A lamp head: where it hangs and whom it speaks to. Metres. */
export interface Head {
  id: string;
  /** Whose traffic it stops. */
  arm: Arm;
  x: number;
  s: number;
  /** Height of the middle of the red lamp; yellow and green hang below, `LAMP_M` apart. */
  up: number;
  /** It looks this way, radians. */
  heading: number;
  /** A green arrow to the right that always shines hangs beside it. */
  rightArrow: boolean;
  countdown: boolean;
}

export const LAMP_M = 0.42;

/** A near head on the right pavement before the stop line, and a far one beyond the junction over the right lane. */
export const heads: readonly Head[] = (['south', 'north', 'east', 'west'] as const).flatMap((arm) => {
  const isMain = arm === 'south' || arm === 'north';
  const { halfWidth } = isMain ? layout.main : layout.side;
  const [nx, ns] = onArm(arm, layout.stopLine + 0.4, halfWidth + 0.8);
  // Beyond the junction: on the opposite arm, on the side that this arm's traffic drives on.
  const [fx, fs] = onArm(opposite[arm], layout.zebra.far + 1, -(halfWidth - 1.2));
  const [tx, ts] = onArm(arm, layout.reach, 0);
  const heading = Math.atan2(tx, ts);
  return [
    { id: `${arm}-near`, arm, x: nx, s: ns, up: 3.9, heading, rightArrow: isMain, countdown: true },
    { id: `${arm}-far`, arm, x: fx, s: fs, up: 6, heading, rightArrow: false, countdown: false },
  ];
});
