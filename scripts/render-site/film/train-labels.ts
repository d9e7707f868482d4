import { bounds, type PixelBox, type SeenActor } from '../camera/see.ts';

/** Below this nobody could find it; such objects are listed as `ignore`. */
const MIN_VISIBLE = 0.4;
const MIN_SIDE = 8;

type Box = [x: number, y: number, w: number, h: number];

interface Labelled {
  class: string;
  box: Box;
}

interface Rider {
  head: [number, number];
  /** Diameter of the head, pixels. */
  size: number;
  helmet: boolean;
  /** The part of the head that is to be seen, 0..1. */
  visible: number;
}

/** As in the plate data: corners from the top left, clockwise as one reads it. */
interface LabelledPlate {
  box: Box;
  corners: [number, number][];
  layout: 'one-line' | 'two-line';
  colour: string;
  family: string;
  text: string;
}

/** What a training picture shows, in its pixels. */
export interface TrainLabels {
  /** Motorbikes also tell whom they carry: the driver first, then from front to back. */
  objects: (Labelled & { riders?: Rider[] })[];
  ignore: Labelled[];
  plates: LabelledPlate[];
  /** Plates that something half hides. */
  hiddenPlates: Box[];
}

/** The labels of one picture, exact to a tenth of a pixel. */
export function labelsOf(seen: readonly SeenActor[]): TrainLabels {
  const isFound = ({ visible, box }: SeenActor) => visible >= MIN_VISIBLE && box.h >= MIN_SIDE;
  return {
    objects: seen.filter(isFound).map(objectOf),
    ignore: seen.filter((one) => !isFound(one)).map(boxOf),
    plates: seen.flatMap(platesOf),
    hiddenPlates: seen.flatMap(({ plates }) =>
      plates.filter(({ isClear }) => !isClear).map(({ corners }) => listed(bounds(corners))),
    ),
  };
}

const rounded = (value: number) => Math.round(value * 10) / 10;
const listed = ({ x, y, w, h }: PixelBox): Box => [rounded(x), rounded(y), rounded(w), rounded(h)];

/**
 * Vehicles as wholes, for rules ask where they stand; of people what is seen, as in pictures that people labelled: behind
 * a counter nobody knows where the feet are.
 */
function boxOf({ actor, box, shown }: SeenActor): Labelled {
  return { class: actor.look.class, box: listed(actor.look.class === 'person' ? (shown ?? box) : box) };
}

function objectOf(one: SeenActor): Labelled & { riders?: Rider[] } {
  if (one.actor.look.class !== 'motorbike') return boxOf(one);
  const riders = one.heads.map(({ u, v, size, visible, helmet }): Rider => ({
    ...{ head: [rounded(u), rounded(v)], size: rounded(size), helmet },
    visible: Math.round(visible * 100) / 100,
  }));
  return { ...boxOf(one), riders };
}

function platesOf({ actor: { look }, plates }: SeenActor): LabelledPlate[] {
  return plates.flatMap((plate) => {
    const face = look.plate?.[plate.side];
    if (!plate.isClear || !look.plate || !face) return [];
    const { colour, family, text } = look.plate;
    const corners = plate.corners.map(([u, v]): [number, number] => [rounded(u), rounded(v)]);
    return { box: listed(bounds(corners)), corners, layout: face.layout, colour, family, text };
  });
}
