import { claimPlate, type PlateClaim } from './claim.ts';
import { decodeLook, type PlateCarrier } from './lattice.ts';
import { meanLook, type PlateLook } from './look.ts';
import type { Calibration } from './plate-models.ts';

/** More looks than this add nothing; the weakest leaves. */
const MAX_LOOKS = 12;
/** What looks of another shape (signs in other slots) still count. */
const MISALIGNED = 0.1;

interface WeightedLook {
  look: PlateLook;
  weight: number;
  /** Signs before and in the serial, `4+5`: looks of one shape line up slot by slot. */
  shape: string;
}

/**
 * All looks at the plate of one vehicle. Each slot's probabilities are averaged over the looks (the sum rule of
 * Kittler et al., On Combining Classifiers, 1998: it forgives one bad look where a product would not), weighed by
 * how far the grammar believes each look; then the mean is decoded once against the grammar.
 */
export class PlateVote {
  readonly #looks: WeightedLook[] = [];

  get count(): number {
    return this.#looks.length;
  }

  /** @param quality how good the look is apart from its text, by the finder's score and its size: 1 is usual */
  add(look: PlateLook, quality: number): void {
    const decoded = decodeLook(look);
    if (!decoded) return;
    const { canonical, display } = decoded.best;
    const weight = Math.max(1e-3, decoded.posterior * decoded.fit) * Math.max(0.05, quality);
    this.#looks.push({ look, weight, shape: `${shapeOf(display)} ${String(canonical.length)}` });
    this.#looks.sort((a, b) => b.weight - a.weight);
    this.#looks.length = Math.min(this.#looks.length, MAX_LOOKS);
  }

  /** The looks put together; undefined before the first one. */
  combined(): PlateLook | undefined {
    if (this.#looks.length === 0) return undefined;
    const shape = heaviestShape(this.#looks);
    return meanLook(
      this.#looks.map(({ look, weight, shape: own }) => ({
        look,
        weight: own === shape ? weight : weight * MISALIGNED,
      })),
    );
  }

  claim(calibration: Calibration, threshold: number, carrier?: PlateCarrier): PlateClaim | undefined {
    const look = this.combined();
    return look && claimPlate(look, calibration, threshold, carrier);
  }
}

function heaviestShape(looks: readonly WeightedLook[]): string {
  const weights = new Map<string, number>();
  for (const { shape, weight } of looks) weights.set(shape, (weights.get(shape) ?? 0) + weight);
  return [...weights].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '';
}

/** `30-A1 2345` → `dd-ld dddd`: which slots hold what. */
function shapeOf(display: string): string {
  return display.replaceAll(/\d/gu, 'd').replaceAll(/\p{Lu}/gu, 'l');
}
