import {
  BoxGeometry,
  CylinderGeometry,
  ExtrudeGeometry,
  Shape,
  type BufferGeometry,
  type Group,
} from 'three';
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js';
import type { ActorModel, Look } from '../world/looks.ts';
import { gloss, matte, Model, type Paint } from './model.ts';

const glass = gloss('#1a2128');
export const rubber = matte('#151515');
const white: Paint = { colour: '#f4f1e6', surface: 'head' };
const red: Paint = { colour: '#8e1010', surface: 'tail' };
const metal = matte('#a7a9ab');

type Outline = [along: number, up: number][];

interface Profile {
  body: Outline;
  cabin: Outline;
}

/** Side views from front (+) to rear (−), in shares of length and height: body, then the glass house. */
const sedan: Profile = {
  body: [
    [0.5, 0.16],
    [0.5, 0.42],
    [0.46, 0.52],
    [0.22, 0.6],
    [-0.3, 0.62],
    [-0.49, 0.6],
    [-0.5, 0.2],
    [-0.46, 0.14],
    [0.46, 0.12],
  ],
  cabin: [
    [0.24, 0.58],
    [0.07, 0.97],
    [-0.02, 1],
    [-0.2, 0.98],
    [-0.37, 0.6],
  ],
};

const profiles: Partial<Record<ActorModel, Profile>> = {
  hatch: {
    body: [
      [0.5, 0.16],
      [0.5, 0.44],
      [0.44, 0.54],
      [0.26, 0.6],
      [-0.46, 0.63],
      [-0.5, 0.55],
      [-0.49, 0.14],
      [0.46, 0.12],
    ],
    cabin: [
      [0.29, 0.58],
      [0.1, 0.97],
      [-0.1, 1],
      [-0.38, 0.96],
      [-0.47, 0.62],
    ],
  },
  suv: {
    body: [
      [0.5, 0.18],
      [0.5, 0.46],
      [0.46, 0.56],
      [0.24, 0.6],
      [-0.48, 0.62],
      [-0.5, 0.5],
      [-0.49, 0.18],
      [0.46, 0.15],
    ],
    cabin: [
      [0.26, 0.58],
      [0.1, 0.95],
      [-0.05, 1],
      [-0.42, 0.98],
      [-0.485, 0.6],
    ],
  },
  van: {
    body: [
      [0.5, 0.14],
      [0.5, 0.36],
      [0.44, 0.48],
      [-0.49, 0.5],
      [-0.5, 0.14],
    ],
    cabin: [
      [0.45, 0.46],
      [0.31, 0.94],
      [0.22, 1],
      [-0.48, 1],
      [-0.495, 0.48],
    ],
  },
};

function extrude(outline: Outline, look: Look, width: number, bevel: number): BufferGeometry {
  const shape = new Shape();
  outline.forEach(([along, up], index) => {
    const [a, u] = [along * look.length, up * look.height];
    if (index === 0) shape.moveTo(a, u);
    else shape.lineTo(a, u);
  });
  const depth = width - 2 * bevel;
  const geometry = new ExtrudeGeometry(shape, {
    depth,
    bevelEnabled: true,
    bevelSize: bevel,
    bevelThickness: bevel,
    bevelSegments: 2,
  });
  // Drawn in the plane of the page, pulled towards us: turn so that the front points away (−z).
  return geometry.translate(0, 0, -depth / 2).rotateY(Math.PI / 2);
}

function wheels(look: Look, radius: number, axles: number[]): BufferGeometry {
  return mergeGeometries(
    axles.flatMap((along) =>
      [-1, 1].map((sign) =>
        new CylinderGeometry(radius, radius, 0.22, 14)
          .rotateZ(Math.PI / 2)
          .translate(sign * (look.width / 2 - 0.07), radius, -along * look.length),
      ),
    ),
  );
}

const box = (w: number, h: number, d: number, x: number, y: number, z: number) =>
  new BoxGeometry(w, h, d).translate(x, y, z);

function lamps(vehicle: Model, look: Look, up: number): void {
  // The bevel of the body reaches 7 cm beyond its length.
  const [l, w] = [look.length / 2 + (look.class === 'car' ? 0.07 : 0), look.width / 2];
  vehicle.add(
    mergeGeometries([-1, 1].map((sign) => box(0.38, 0.17, 0.12, sign * (w - 0.3), up, -l + 0.01))),
    white,
  );
  vehicle.add(
    mergeGeometries([-1, 1].map((sign) => box(0.3, 0.2, 0.1, sign * (w - 0.26), up + 0.1, l - 0.02))),
    red,
  );
  vehicle.add(box(look.width * 0.5, 0.16, 0.06, 0, up - 0.02, -l - 0.0), rubber);
}

/** A car or van: painted body, glass house with a painted roof, wheels, lamps, plates. */
export function createCar(look: Look): Group {
  const vehicle = new Model();
  const profile = profiles[look.model === 'ambulance' ? 'van' : look.model] ?? sedan;
  const paint = gloss(look.paint);
  vehicle.add(extrude(profile.body, look, look.width, 0.07), paint);
  vehicle.add(extrude(profile.cabin, look, look.width * 0.86, 0.06), glass);
  const roof = profile.cabin.slice(1, -1).map(([along]) => along * look.length);
  const [front, rear] = [Math.max(...roof), Math.min(...roof)];
  vehicle.add(box(look.width * 0.8, 0.06, front - rear, 0, look.height + 0.04, -(front + rear) / 2), paint);
  for (const along of [front - 0.05, (front + rear) / 2, rear + 0.05]) {
    const pillars = [-1, 1].map((sign) =>
      box(0.05, look.height * 0.42, 0.1, sign * look.width * 0.435, look.height * 0.79, -along),
    );
    vehicle.add(mergeGeometries(pillars), paint);
  }
  vehicle.add(wheels(look, 0.32, [0.31, -0.31]), rubber);
  vehicle.add(wheels({ ...look, width: look.width + 0.03 }, 0.18, [0.31, -0.31]), metal);
  lamps(vehicle, look, look.height * 0.42);
  if (look.model === 'ambulance') markAmbulance(vehicle, look);
  return vehicle.build();
}

/** A red band around it and a blue light on top. */
function markAmbulance(vehicle: Model, { length: l, width: w, height: h }: Look): void {
  vehicle.add(box(w + 0.02, 0.2, l * 0.92, 0, h * 0.45, 0.1), matte('#c4161c'));
  vehicle.add(box(w * 0.7, 0.14, 0.3, 0, h + 0.14, -l * 0.2), matte('#2450ff'));
  for (const z of [-l / 2 - 0.08, l / 2 + 0.08])
    vehicle.add(box(0.5, 0.14, 0.02, 0, h * 0.72, z), matte('#c4161c'));
}

/** A pickup: a car's front half with an open bed. */
export function createPickup(look: Look): Group {
  const vehicle = new Model();
  const [l, w, h] = [look.length, look.width, look.height];
  const paint = gloss(look.paint);
  const body: Outline = [
    [0.5, 0.2],
    [0.5, 0.5],
    [0.45, 0.58],
    [0.2, 0.62],
    [-0.5, 0.62],
    [-0.5, 0.2],
  ];
  const cabin: Outline = [
    [0.24, 0.6],
    [0.1, 0.96],
    [-0.04, 1],
    [-0.14, 0.98],
    [-0.17, 0.6],
  ];
  vehicle.add(extrude(body, look, w, 0.06), paint);
  vehicle.add(extrude(cabin, look, w * 0.86, 0.05), glass);
  vehicle.add(box(w * 0.8, 0.06, l * 0.16, 0, h + 0.03, l * 0.02), paint);
  vehicle.add(box(w * 0.8, 0.06, l * 0.3, 0, h * 0.66, l * 0.33), rubber);
  vehicle.add(wheels(look, 0.37, [0.32, -0.32]), rubber);
  lamps(vehicle, look, h * 0.42);
  return vehicle.build();
}

/** A box truck: cab in front, cargo body behind. */
export function createTruck(look: Look): Group {
  const vehicle = new Model();
  const [l, w, h] = [look.length, look.width, look.height];
  const paint = gloss(look.paint);
  const cargo = matte('#c9c9c4');
  vehicle.add(box(w * 0.96, h * 0.62, l * 0.26, 0, h * 0.47, -l * 0.37), paint);
  vehicle.add(box(w * 0.9, h * 0.25, 0.06, 0, h * 0.6, -l * 0.5 - 0.02), glass);
  vehicle.add(box(w * 0.98, h * 0.22, l * 0.12, 0, h * 0.6, -l * 0.39), glass);
  vehicle.add(box(w, h * 0.74, l * 0.7, 0, h * 0.63, l * 0.15), cargo);
  vehicle.add(box(w * 0.7, 0.24, l * 0.95, 0, 0.62, 0), rubber);
  vehicle.add(wheels(look, 0.43, [0.36, -0.27]), rubber);
  vehicle.add(wheels({ ...look, width: w + 0.03 }, 0.2, [0.36, -0.27]), metal);
  lamps(vehicle, look, h * 0.26);
  return vehicle.build();
}

/** A city bus: long body, a band of windows, doors, destination board. */
export function createBus(look: Look): Group {
  const vehicle = new Model();
  const [l, w, h] = [look.length, look.width, look.height];
  const paint = gloss(look.paint);
  vehicle.add(box(w, h * 0.86, l, 0, h * 0.55, 0), paint);
  vehicle.add(box(w + 0.03, h * 0.3, l * 0.9, 0, h * 0.66, 0.1), glass);
  vehicle.add(box(w * 0.92, h * 0.42, 0.06, 0, h * 0.6, -l / 2 - 0.02), glass);
  vehicle.add(box(w * 0.8, h * 0.28, 0.06, 0, h * 0.68, l / 2 + 0.02), glass);
  vehicle.add(box(w * 0.6, 0.24, 0.08, 0, h * 0.9, -l / 2 - 0.03), matte('#ffb000'));
  for (let i = -4; i <= 4; i += 1)
    vehicle.add(box(w + 0.05, h * 0.3, 0.09, 0, h * 0.66, (i * l) / 10), paint);
  vehicle.add(wheels(look, 0.48, [0.28, -0.26]), rubber);
  vehicle.add(wheels({ ...look, width: w + 0.03 }, 0.24, [0.28, -0.26]), metal);
  lamps(vehicle, look, h * 0.25);
  return vehicle.build();
}
