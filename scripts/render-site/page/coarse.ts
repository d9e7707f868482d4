import { BufferAttribute, BufferGeometry } from 'three';

/** Directions and colours that differ less than this look alike. */
const NORMAL_STEPS = 2;
const COLOUR_STEPS = 16;

/**
 * The same surface in fewer triangles: places in one cell of a grid of so many metres become their mean, and what has
 * no area left is dropped. Edges and colours stay, for only corners that look alike share one.
 *
 * @param geometry triangles without an index, with normals and colours
 */
export function coarser(geometry: BufferGeometry, cell: number): BufferGeometry {
  const position = geometry.getAttribute('position');
  const normal = geometry.getAttribute('normal');
  const colour = geometry.getAttribute('color');
  const places = new Map<number, Place>();
  const placeAt: Place[] = [];
  for (let i = 0; i < position.count; i += 1) {
    const [x, y, z] = [position.getX(i), position.getY(i), position.getZ(i)];
    const key = keyOf(Math.round(x / cell), Math.round(y / cell), Math.round(z / cell), 1 << 14);
    let place = places.get(key);
    if (!place) places.set(key, (place = { x: 0, y: 0, z: 0, count: 0, corners: new Map() }));
    place.x += x;
    place.y += y;
    place.z += z;
    place.count += 1;
    placeAt.push(place);
  }
  const index: number[] = [];
  const at: number[] = [];
  const towards: number[] = [];
  const paint: number[] = [];
  const corner = (i: number, { x, y, z, count, corners }: Place) => {
    const [nx, ny, nz] = [normal.getX(i), normal.getY(i), normal.getZ(i)];
    const [r, g, b] = [colour.getX(i), colour.getY(i), colour.getZ(i)];
    const looks =
      keyOf(steps(nx, NORMAL_STEPS), steps(ny, NORMAL_STEPS), steps(nz, NORMAL_STEPS), 8) * 2 ** 20 +
      keyOf(steps(r, COLOUR_STEPS), steps(g, COLOUR_STEPS), steps(b, COLOUR_STEPS), 64);
    const known = corners.get(looks);
    if (known !== undefined) return known;
    const made = at.length / 3;
    corners.set(looks, made);
    at.push(x / count, y / count, z / count);
    towards.push(nx, ny, nz);
    paint.push(r, g, b);
    return made;
  };
  for (let i = 0; i + 2 < placeAt.length; i += 3) {
    const [a, b, c] = [placeAt[i], placeAt[i + 1], placeAt[i + 2]];
    if (!a || !b || !c || a === b || b === c || c === a) continue;
    index.push(corner(i, a), corner(i + 1, b), corner(i + 2, c));
  }
  const made = new BufferGeometry();
  made.setAttribute('position', new BufferAttribute(new Float32Array(at), 3));
  made.setAttribute('normal', new BufferAttribute(new Float32Array(towards), 3));
  made.setAttribute('color', new BufferAttribute(new Float32Array(paint), 3));
  made.setIndex(index);
  return made;
}

/** A cell of the grid: the sum of the places in it, and the corners that were made there, by how they look. */
interface Place {
  x: number;
  y: number;
  z: number;
  count: number;
  corners: Map<number, number>;
}

const steps = (value: number, count: number) => Math.round(value * count);

/** Three whole numbers between ±`range` as one. */
function keyOf(a: number, b: number, c: number, range: number): number {
  return ((a + range) * 2 * range + b + range) * 2 * range + c + range;
}
