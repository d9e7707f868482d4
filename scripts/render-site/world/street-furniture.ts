import { heads, LAMP_M } from './heads.ts';
import { layout, onArm, type Arm } from './junction.ts';
import type { Prop } from './props.ts';

/** A round sign on a pole. */
export interface SignPlace {
  arm: Arm;
  /** Metres from the middle of the junction, and to the right of the middle of the street as one comes in. */
  out: number;
  right: number;
  up: number;
}

const { main, side, stopLine, zebra, noStopping, noParking } = layout;

export const signPlaces = {
  noLeftTurn: { arm: 'south', out: stopLine + 5, right: main.halfWidth + 0.7, up: 2.7 },
  noUTurn: { arm: 'south', out: stopLine + 5, right: main.halfWidth + 0.7, up: 2.05 },
  noTrucks: { arm: 'east', out: zebra.far + 1, right: -side.halfWidth - 0.7, up: 2.5 },
  noStopping: { arm: 'north', out: noStopping.from, right: -main.halfWidth - 0.6, up: 2.4 },
  noParking: { arm: 'south', out: noParking.from, right: -main.halfWidth - 0.6, up: 2.4 },
} as const satisfies Record<string, SignPlace>;

/** Signals and signs as blocks: they hide a head even where they hide little of a body. */
export function streetFurniture(): Prop[] {
  return [
    ...heads.flatMap(({ x, s, up, heading, rightArrow, countdown }) => {
      const alongS = Math.abs(Math.cos(heading)) > 0.5;
      const box = (aside: number, drop: number, wide: number, high: number) => {
        const [px, ps] = [x - Math.cos(heading) * aside, s + Math.sin(heading) * aside];
        return block(px, ps, alongS ? [wide, 0.22] : [0.22, wide], [
          up - drop - high / 2,
          up - drop + high / 2,
        ]);
      };
      const pole = countdown ? 0 : 2.6;
      return [
        box(pole, (up + 0.5) / 2 - 0.5, 0.18, up + 0.5),
        box(0, LAMP_M, LAMP_M + 0.1, 3 * LAMP_M + 0.12),
        ...(rightArrow ? [box(LAMP_M + 0.08, 2 * LAMP_M, LAMP_M + 0.08, LAMP_M + 0.08)] : []),
        ...(countdown ? [box(-LAMP_M - 0.12, 0, LAMP_M + 0.14, LAMP_M + 0.1)] : []),
      ];
    }),
    ...Object.values(signPlaces).flatMap(({ arm, out, right, up }) => {
      const [x, s] = onArm(arm, out, right);
      const isMain = arm === 'south' || arm === 'north';
      return [
        block(x, s, [0.07, 0.07], [0, up + 0.3]),
        block(x, s, isMain ? [0.62, 0.06] : [0.06, 0.62], [up - 0.31, up + 0.31]),
      ];
    }),
  ];
}

const block = (
  x: number,
  s: number,
  size: readonly [number, number],
  up: readonly [number, number],
): Prop => ({
  ...{ kind: 'pole', x, s, size, up, heading: 0 },
});
