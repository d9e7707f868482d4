import {
  CylinderGeometry,
  ExtrudeGeometry,
  Shape,
  ShapeGeometry,
  Vector2,
  type BufferGeometry,
  type Group,
} from 'three';
import { mergeGeometries, toCreasedNormals } from 'three/addons/utils/BufferGeometryUtils.js';
import type { Look } from '../world/looks.ts';
import { warningLamp } from '../world/warning-lamps.ts';
import { carShape, type CarShape, type Outline } from './car-shapes.ts';
import { gloss, matte, Model, type Paint } from './model.ts';
import { box, headPaint, metal, pair, rubber, tailPaint, wheels } from './vehicle-parts.ts';

/** Glass that stands shows what is inside, glass that leans shows the sky. */
const sideGlass = gloss('#20272d');
const screenGlass = gloss('#4d5c67');
const plastic = matte('#202224');
const seam = matte('#3a3c3e');
const AXLES = [0.305, -0.3];
/** Edges sharper than this stay edges, radians. */
const CREASE = 0.55;
const BEVEL = 0.05;

/** A car, van or pickup: rounded body, painted roof and pillars, windows set into them, wheels, lamps, seams. */
export function createCar(look: Look): Group {
  const vehicle = new Model();
  const shape = carShape(look.model);
  const paint = gloss(look.paint);
  const { length: l, width: w, height: h } = look;
  // The sill and the folds of the doors get less light.
  const shade = (_x: number, y: number) => (y < 0.27 * h ? 0.55 : y < 0.34 * h ? 0.82 : 1);
  vehicle.add(
    solid(shape.body, look, w, (up) => 1 - 0.05 * ((up - 0.4) / 0.3) ** 2, rounded(l)),
    paint,
    shade,
  );
  const roof = cabinWidth(shape);
  vehicle.add(
    solid(shape.cabin, look, w * 0.93, roof, () => 1),
    paint,
  );
  addWindows(vehicle, look, shape);
  addSeams(vehicle, look, shape);
  const arches = AXLES.map((along) =>
    pair((sign) =>
      new CylinderGeometry(0.39, 0.39, 0.02, 18, 1, false, 0, Math.PI)
        .rotateX(-Math.PI / 2)
        .rotateY(Math.PI / 2)
        .translate(sign * (w / 2 - 0.014), 0.33, -along * l),
    ),
  );
  vehicle.add(mergeGeometries(arches), rubber);
  vehicle.add(wheels({ ...look, width: w - 0.13 }, 0.32, AXLES), rubber);
  vehicle.add(wheels({ ...look, width: w - 0.115 }, 0.2, AXLES), metal);
  addFaces(vehicle, look);
  if (look.model === 'pickup') vehicle.add(box(w * 0.82, 0.06, l * 0.29, 0, h * 0.635, l * 0.335), plastic);
  if (look.model === 'ambulance') markAmbulance(vehicle, look);
  return vehicle.build();
}

/** Corners are rounded seen from above as well. */
const rounded = (length: number) => (z: number) => {
  const beyond = Math.max(0, Math.abs(z) / length - 0.4) / 0.1;
  return 1 - 0.14 * beyond * beyond;
};

const cabinWidth =
  ({ cabin, tumblehome }: CarShape) =>
  (up: number) =>
    1 - tumblehome * Math.max(0, (up - cabin[0][1]) / (1 - cabin[0][1]));

/** A side view made a body: `across` and `ahead` say how wide it is at a height (share) and at a place along (m). */
function solid(
  outline: Outline,
  { length, height }: Look,
  width: number,
  across: (up: number) => number,
  ahead: (z: number) => number,
): BufferGeometry {
  const shape = new Shape(outline.map(([along, up]) => new Vector2(along * length, up * height)));
  const depth = width - 2 * BEVEL;
  // Drawn in the plane of the page, pulled towards us: turned so that the front points away (−z).
  const body = new ExtrudeGeometry(shape, {
    ...{ depth, bevelEnabled: true, bevelSize: 0.02, bevelThickness: BEVEL, bevelSegments: 2 },
    steps: 1,
  })
    .translate(0, 0, -depth / 2)
    .rotateY(Math.PI / 2);
  const at = body.getAttribute('position');
  for (let i = 0; i < at.count; i += 1)
    at.setX(i, at.getX(i) * across(at.getY(i) / height) * ahead(at.getZ(i)));
  return toCreasedNormals(body, CREASE);
}

/** Windscreen, rear window and side windows, a finger's breadth outside of the painted cabin. */
function addWindows(vehicle: Model, look: Look, shape: CarShape): void {
  const { length: l, width: w, height: h } = look;
  const [foot, top, roof, back, tail] = shape.cabin;
  const half = (up: number) => (w * 0.93 * cabinWidth(shape)(up)) / 2;
  const screen = ([a, u]: Outline[number], [b, v]: Outline[number], facing: 1 | -1) => {
    const [low, high] = [0.07, 0.94];
    const mix = (from: number, to: number, part: number) => from + (to - from) * part;
    const corners = [low, high].map((part) => ({ along: mix(a, b, part) * l, up: mix(u, v, part) }));
    const [p, q] = corners;
    if (!p || !q) return new ShapeGeometry();
    const flat = new Shape([
      ...[new Vector2(-half(p.up) + 0.1, 0), new Vector2(half(p.up) - 0.1, 0)],
      ...[new Vector2(half(q.up) - 0.08, 1), new Vector2(-half(q.up) + 0.08, 1)],
    ]);
    const geometry = new ShapeGeometry(flat);
    const at = geometry.getAttribute('position');
    for (let i = 0; i < at.count; i += 1) {
      const part = at.getY(i);
      const up = mix(p.up, q.up, part) * h + 0.03;
      at.setXYZ(i, at.getX(i), up, -mix(p.along, q.along, part) - facing * 0.03);
    }
    return faced(geometry, facing > 0);
  };
  vehicle.add(screen(foot, top, 1), screenGlass);
  if (look.model !== 'pickup') vehicle.add(screen(tail, back, -1), screenGlass);
  // Between the slopes, under the roof, over the belt line.
  const belt = Math.max(foot[1], tail[1]) + 0.035;
  const rail = Math.min(top[1], back[1]) - 0.055;
  const edge = (from: Outline[number], to: Outline[number], up: number) =>
    from[0] + ((to[0] - from[0]) * (up - from[1])) / (to[1] - from[1]);
  const stops = [...shape.pillars.filter((at) => Math.abs(at - roof[0]) < 1)];
  const bounds = [Infinity, ...stops, -Infinity];
  for (let i = 0; i + 1 < bounds.length; i += 1) {
    const [from = Infinity, to = -Infinity] = [bounds[i], bounds[i + 1]];
    const clip = (up: number, gap: number) => [
      Math.min(edge(foot, top, up) - 0.03, from - gap),
      Math.max(edge(tail, back, up) + 0.03, to + gap),
    ];
    const [[a = 0, b = 0], [c = 0, d = 0]] = [clip(belt, 0.009), clip(rail, 0.009)];
    const points = [new Vector2(a, belt), new Vector2(b, belt), new Vector2(d, rail), new Vector2(c, rail)];
    vehicle.add(
      pair((sign) => {
        const geometry = new ShapeGeometry(new Shape(points));
        const at = geometry.getAttribute('position');
        for (let k = 0; k < at.count; k += 1) {
          const [along, up] = [at.getX(k), at.getY(k)];
          at.setXYZ(k, sign * (half(up) + 0.012), up * h, -along * l);
        }
        return faced(geometry, sign < 0);
      }),
      sideGlass,
    );
  }
}

/** With normals, and turned over where it was made facing inwards. */
function faced(geometry: BufferGeometry, flip: boolean): BufferGeometry {
  const flat = geometry.toNonIndexed();
  if (flip) {
    const at = flat.getAttribute('position');
    for (let i = 0; i < at.count; i += 3) {
      const [x, y, z] = [at.getX(i), at.getY(i), at.getZ(i)];
      at.setXYZ(i, at.getX(i + 1), at.getY(i + 1), at.getZ(i + 1));
      at.setXYZ(i + 1, x, y, z);
    }
  }
  flat.computeVertexNormals();
  return flat;
}

/** Doors, handles, mirrors. */
function addSeams(vehicle: Model, { length: l, width: w, height: h, paint }: Look, shape: CarShape): void {
  const belt = shape.cabin[0][1];
  for (const along of [0.17, ...shape.pillars]) {
    const seams = pair((sign) =>
      box(0.012, h * (belt - 0.26), 0.018, sign * (w / 2 - 0.004), h * (belt + 0.24) * 0.5, -along * l),
    );
    vehicle.add(seams, seam);
  }
  vehicle.add(
    pair((sign) => box(0.02, 0.03, 0.16, sign * (w / 2 - 0.002), h * (belt - 0.07), l * 0.02)),
    metal,
  );
  vehicle.add(
    pair((sign) => box(0.16, 0.12, 0.1, sign * (w / 2 + 0.05), h * (belt + 0.05), -l * 0.2)),
    gloss(paint),
  );
}

/** Lamps, grille and bumpers of front and rear. */
function addFaces(vehicle: Model, { length: l, width: w, height: h }: Look): void {
  const [front, rear] = [-l / 2 + 0.02, l / 2 - 0.02];
  const slanted = (paint: Paint, z: number, up: number, wide: number, high: number) => {
    vehicle.add(
      pair((sign) => box(wide, high, 0.14, sign * (w / 2 - wide / 2 - 0.1), up, z)),
      paint,
    );
  };
  slanted(headPaint, front + 0.06, h * 0.45, 0.4, 0.13);
  slanted(tailPaint, rear - 0.04, h * 0.54, 0.34, 0.17);
  vehicle.add(box(w * 0.42, 0.13, 0.08, 0, h * 0.41, front - 0.0), plastic);
  vehicle.add(box(w * 0.62, 0.15, 0.08, 0, h * 0.22, front - 0.005), plastic);
  vehicle.add(box(w * 0.7, 0.12, 0.08, 0, h * 0.22, rear + 0.005), plastic);
  vehicle.add(box(0.5, 0.05, 0.05, 0, h * 0.55, rear + 0.015), seam);
}

/** A red band around it and the bar of warning lamps on top. */
function markAmbulance(vehicle: Model, { length: l, width: w, height: h }: Look): void {
  vehicle.add(box(w + 0.02, 0.2, l * 0.86, 0, h * 0.4, 0.1), matte('#c4161c'));
  for (const lamp of ['red', 'blue'] as const) {
    const { aside, up, ahead } = warningLamp({ length: l, width: w, height: h }, lamp);
    const paint: Paint = { colour: lamp === 'red' ? '#7d1512' : '#1b2f86', surface: `warn-${lamp}` };
    vehicle.add(box(w * 0.35, 0.14, 0.3, aside, up, -ahead), paint);
  }
  for (const z of [-l / 2 - 0.03, l / 2 + 0.03])
    vehicle.add(box(0.5, 0.14, 0.02, 0, h * 0.72, z), matte('#c4161c'));
}
