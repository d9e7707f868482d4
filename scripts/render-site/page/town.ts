import {
  BoxGeometry,
  Color,
  CylinderGeometry,
  DoubleSide,
  ExtrudeGeometry,
  Group,
  IcosahedronGeometry,
  Mesh,
  MeshLambertMaterial,
  PlaneGeometry,
  Shape,
  ShapeGeometry,
  type BufferGeometry,
  type Material,
  type Object3D,
} from 'three';
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js';
import { heads, LAMP_M } from '../world/heads.ts';
import { KERB_M, layout } from '../world/junction.ts';
import type { Prop } from '../world/props.ts';
import type { Random } from '../world/random.ts';
import { markings } from './markings.ts';
import { createSigns } from './signs.ts';
import { asphalt, shopFront, tiles } from './textures.ts';

const FAR = 140;

/** Everything of the junction that stands still. */
export function createTown(props: readonly Prop[], random: Random, wet: boolean): Object3D {
  const town = new Group();
  const next = () => random.next();
  const road = new MeshLambertMaterial({ map: asphalt(next), color: wet ? '#7d8085' : '#ffffff' });
  add(town, flatShape(streets(), 0), road);
  const pavement = new MeshLambertMaterial({ map: tiles(next), color: wet ? '#8f8f92' : '#ffffff' });
  const kerb = new MeshLambertMaterial({ color: wet ? '#8d8c88' : '#b9b6ad' });
  for (const [ew, ns] of [
    [1, 1],
    [1, -1],
    [-1, 1],
    [-1, -1],
  ] as const) {
    const slab = new ExtrudeGeometry(corner(ew, ns), { depth: KERB_M, bevelEnabled: false });
    const mesh = new Mesh(slab.rotateX(-Math.PI / 2), [pavement, kerb]);
    mesh.receiveShadow = true;
    town.add(mesh);
  }
  add(town, median(), kerb);
  const white = new MeshLambertMaterial({ color: wet ? '#b9bab6' : '#d9d8cd' });
  add(town, markings(next), white);
  houses(town, props, random);
  trees(town, props, random);
  add(town, poles(), new MeshLambertMaterial({ color: '#7b7d80' }), true);
  add(town, housings(), new MeshLambertMaterial({ color: '#181a1c' }), true);
  town.add(createSigns());
  return town;
}

function add(parent: Object3D, geometry: BufferGeometry, material: Material, casts = false): void {
  const mesh = new Mesh(geometry, material);
  mesh.receiveShadow = true;
  mesh.castShadow = casts;
  parent.add(mesh);
}

/** Both streets as one flat cross, and the ground far around it. */
function streets(): Shape {
  const shape = new Shape();
  shape.moveTo(-FAR, -FAR).lineTo(FAR, -FAR).lineTo(FAR, FAR).lineTo(-FAR, FAR);
  return shape;
}

function flatShape(shape: Shape, up: number): BufferGeometry {
  const flat = new ShapeGeometry(shape).rotateX(-Math.PI / 2).translate(0, up, 0);
  // The shape's uv are its metres; the textures repeat every few of them.
  return flat;
}

/** The pavement of one quarter, with a round corner. */
function corner(ew: 1 | -1, ns: 1 | -1): Shape {
  const { main, side, corner: radius } = layout;
  const [x, y] = [ew * main.halfWidth, ns * side.halfWidth];
  const shape = new Shape();
  shape.moveTo(x, ns * FAR);
  shape.lineTo(x, y + ns * radius);
  shape.quadraticCurveTo(x, y, x + ew * radius, y);
  shape.lineTo(ew * FAR, y);
  shape.lineTo(ew * FAR, ns * FAR);
  return shape;
}

/** Low islands in the middle of the main street. */
function median(): BufferGeometry {
  const from = layout.zebra.far + 1.6;
  const length = layout.reach - from;
  return mergeGeometries(
    [-1, 1].map((ns) =>
      new BoxGeometry(layout.main.median * 1.2, 0.22, length).translate(0, 0.11, -ns * (from + length / 2)),
    ),
  );
}

function houses(town: Object3D, props: readonly Prop[], random: Random): void {
  const fronts = Array.from({ length: 10 }, () => shopFront(() => random.next()));
  const boxes: BufferGeometry[][] = fronts.map(() => []);
  const walls: BufferGeometry[] = [];
  for (const { kind, x, s, size, up, heading } of props) {
    if (kind !== 'house') continue;
    const [w, d, h] = [size[0], size[1], up[1]];
    walls.push(new BoxGeometry(w, h, d).translate(x, h / 2, -s));
    const facing = Math.abs(Math.sin(heading)) > 0.5;
    const [wide, deep] = facing ? [d, w] : [w, d];
    const front = new PlaneGeometry(wide, h).rotateY(Math.PI - heading);
    const [ox, os] = [Math.sin(heading) * (deep / 2 + 0.02), Math.cos(heading) * (deep / 2 + 0.02)];
    boxes[Math.floor(random.next() * boxes.length)]?.push(front.translate(x + ox, h / 2, -(s + os)));
    // An awning over the shop.
    const awning = new BoxGeometry(facing ? 1.1 : wide * 0.94, 0.06, facing ? wide * 0.94 : 1.1);
    walls.push(awning.translate(x + ox * 1.13, 2.9, -(s + os * 1.13)));
  }
  boxes.forEach((list, index) => {
    if (list.length > 0)
      add(
        town,
        mergeGeometries(list),
        new MeshLambertMaterial({ map: fronts[index] ?? null, side: DoubleSide }),
      );
  });
  add(town, mergeGeometries(walls), new MeshLambertMaterial({ color: '#b5ac9c' }), true);
}

function trees(town: Object3D, props: readonly Prop[], random: Random): void {
  const trunks: BufferGeometry[] = [];
  const crowns = new Map<string, BufferGeometry[]>();
  for (const { kind, x, s, size, up } of props) {
    if (kind === 'trunk') trunks.push(new CylinderGeometry(0.1, 0.16, up[1], 7).translate(x, up[1] / 2, -s));
    if (kind !== 'crown') continue;
    const colour = random.pick(['#3f6132', '#4b6d36', '#35562f', '#587a3d']);
    const list = crowns.get(colour) ?? [];
    for (let i = 0; i < 9; i += 1) {
      const leaf = new IcosahedronGeometry(size[0] * random.between(0.18, 0.3), 1);
      const aside = () => random.between(-0.32, 0.32) * size[0];
      list.push(leaf.translate(x + aside(), up[0] + size[0] * random.between(0.2, 0.62), -s + aside()));
    }
    crowns.set(colour, list);
  }
  add(town, mergeGeometries(trunks), new MeshLambertMaterial({ color: '#5d4a37' }), true);
  for (const [colour, list] of crowns)
    add(town, mergeGeometries(list), new MeshLambertMaterial({ color: new Color(colour) }), true);
}

/** Poles of the signals, with an arm for the far heads. */
function poles(): BufferGeometry {
  return mergeGeometries(
    heads
      .flatMap(({ x, s, up, heading, countdown }) => {
        const height = up + 0.5;
        if (countdown) return [new CylinderGeometry(0.07, 0.09, height, 8).translate(x, height / 2, -s)];
        // The pole of a far head stands on the pavement to its right as one drives.
        const [rx, rs] = [-Math.cos(heading) * 2.6, Math.sin(heading) * 2.6];
        const arm = new BoxGeometry(Math.abs(rx) + 0.08, 0.1, Math.abs(rs) + 0.08);
        return [
          new CylinderGeometry(0.08, 0.11, height, 8).translate(x + rx, height / 2, -(s + rs)),
          arm.translate(x + rx / 2, up + 0.45, -(s + rs / 2)),
        ].map((part) => (part.index ? part.toNonIndexed() : part));
      })
      .map((part) => (part.index ? part.toNonIndexed() : part)),
  );
}

/** The black boxes around the lamps. */
function housings(): BufferGeometry {
  return mergeGeometries(
    heads.flatMap(({ x, s, up, heading, rightArrow, countdown }) => {
      const box = (aside: number, drop: number, w: number, h: number) => {
        const [rx, rs] = [-Math.cos(heading) * aside, Math.sin(heading) * aside];
        return new BoxGeometry(w, h, 0.22).rotateY(-heading).translate(x + rx, up - drop, -(s + rs));
      };
      return [
        box(0, LAMP_M, LAMP_M + 0.1, 3 * LAMP_M + 0.12),
        ...(rightArrow ? [box(LAMP_M + 0.08, 2 * LAMP_M, LAMP_M + 0.08, LAMP_M + 0.08)] : []),
        ...(countdown ? [box(-LAMP_M - 0.12, 0, LAMP_M + 0.14, LAMP_M + 0.1)] : []),
      ];
    }),
  );
}
