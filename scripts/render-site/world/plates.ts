import { readFileSync } from 'node:fs';
import type { ActorModel } from './looks.ts';
import type { Random } from './random.ts';

/** A side of a plate: where its picture lies in the atlas, pixels. */
export interface PlateFace {
  layout: 'one-line' | 'two-line';
  box: readonly [x: number, y: number, w: number, h: number];
}

/** What one vehicle carries. Motorbikes have none in front. */
export interface Plate {
  /** Canonical: upper case, no separators, D for Đ. */
  text: string;
  family: string;
  colour: 'white' | 'yellow' | 'blue' | 'red';
  front?: PlateFace;
  rear: PlateFace;
}

interface Atlas {
  width: number;
  height: number;
  plates: Plate[];
}

export const atlasFile = new URL('../plates/atlas.jpg', import.meta.url);
const atlas = JSON.parse(readFileSync(new URL('../plates/atlas.json', import.meta.url), 'utf8')) as Atlas;
export const atlasSize = { width: atlas.width, height: atlas.height };

/** Chance of each background among vehicles of a kind. */
const shares = {
  private: { white: 0.84, yellow: 0.08, blue: 0.05, red: 0.03 },
  hired: { white: 0.2, yellow: 0.78, blue: 0.02, red: 0 },
  motorbike: { white: 0.96, yellow: 0, blue: 0.04, red: 0 },
} as const;

/** Gives out plates, each to one vehicle only until all are in use. */
export class PlateOffice {
  readonly #random: Random;
  readonly #used = new Set<string>();
  /** Every colour in equal parts, instead of as on the road. */
  readonly #evenly: boolean;

  constructor(random: Random, { evenly = false } = {}) {
    this.#random = random;
    this.#evenly = evenly;
  }

  /** Undefined for what carries no plate. */
  plateFor(model: ActorModel): Plate | undefined {
    if (model === 'bicycle' || model === 'person' || model === 'officer' || model === 'seated')
      return undefined;
    const isBike = model === 'motorbike' || model === 'pushed-motorbike';
    const colour = this.#colour(isBike ? 'motorbike' : isHired(model) ? 'hired' : 'private');
    const all = atlas.plates.filter(
      (plate) => (plate.front === undefined) === isBike && plate.colour === colour,
    );
    const free = all.filter(({ text }) => !this.#used.has(text));
    const plate = this.#random.pick(free.length > 0 ? free : all);
    this.#used.add(plate.text);
    return plate;
  }

  #colour(kind: keyof typeof shares): Plate['colour'] {
    const share = shares[kind];
    const colours = (Object.keys(share) as Plate['colour'][]).filter((colour) => share[colour] > 0);
    if (this.#evenly) return this.#random.pick(colours);
    let left = this.#random.next();
    for (const colour of colours) {
      left -= share[colour];
      if (left < 0) return colour;
    }
    return 'white';
  }
}

const isHired = (model: ActorModel) => model === 'bus' || model === 'truck' || model === 'van';
