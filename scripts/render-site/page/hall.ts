import {
  BoxGeometry,
  Color,
  DirectionalLight,
  DoubleSide,
  Group,
  HemisphereLight,
  Mesh,
  MeshBasicMaterial,
  MeshLambertMaterial,
  MeshStandardMaterial,
  PlaneGeometry,
  PointLight,
  Scene,
  type Material,
  type Object3D,
  type Texture,
} from 'three';
import { counters, room } from '../hall/room.ts';
import { Random } from '../world/random.ts';
import { createFurniture } from './hall-furniture.ts';
import * as pictures from './hall-pictures.ts';
import type { Setting } from './setting.ts';

const { halfWidth: W, halfDepth: D, height: H, entrance } = room;

/** The one-stop hall under its lamps, with daylight from the windows; at night one row of lamps is left on. */
export function createHall({ isLit }: { isLit: boolean }, seed: number): Setting {
  const [still, moving] = [new Scene(), new Scene()];
  const random = new Random(seed * 31 + 7);
  const next = () => random.next();
  still.background = new Color(isLit ? '#dfe8ea' : '#06080c');
  const mirrored = new Group();
  mirrored.add(shell(next, isLit), furnish(createFurniture(random)), lamps(isLit), hangings(next));
  still.add(mirrored, floor(next));
  // Polished tiles show the room upside down, faintly.
  const below = mirrored.clone();
  below.scale.y = -1;
  below.traverse((part) => {
    part.castShadow = part.receiveShadow = false;
  });
  still.add(below);
  shine(still, isLit, true);
  shine(moving, isLit, false);
  const displays = createDisplays(moving);
  return {
    ...{ still, moving, ground: () => 0 },
    show: ({ calls = [] }) => {
      displays(calls);
    },
  };
}

function plane(
  w: number,
  h: number,
  material: Material,
  x: number,
  y: number,
  s: number,
  heading: number,
): Mesh {
  const mesh = new Mesh(new PlaneGeometry(w, h), material);
  // A plane looks to the south; `heading` is where it shall look.
  mesh.rotation.y = Math.PI - heading;
  mesh.position.set(x, y, -s);
  return mesh;
}

const NORTH = 0;
const EAST = Math.PI / 2;
const SOUTH = Math.PI;
const WEST = -Math.PI / 2;
const picture = (map: Texture) => new MeshLambertMaterial({ map });

function floor(next: () => number): Object3D {
  const material = new MeshLambertMaterial({
    map: pictures.floorTiles(next),
    transparent: true,
    opacity: 0.86,
  });
  const geometry = new PlaneGeometry(2 * W, 2 * D).rotateX(-Math.PI / 2);
  scaleUv(geometry, 2 * W, 2 * D);
  const mesh = new Mesh(geometry, material);
  mesh.receiveShadow = true;
  return mesh;
}

/** Textures that repeat are measured in metres. */
function scaleUv(geometry: PlaneGeometry, w: number, h: number): void {
  const uv = geometry.getAttribute('uv');
  for (let i = 0; i < uv.count; i += 1) uv.setXY(i, uv.getX(i) * w, uv.getY(i) * h);
}

/** Walls, ceiling, windows and doors. */
function shell(next: () => number, isLit: boolean): Object3D {
  const group = new Group();
  const wall = new MeshLambertMaterial({ color: '#d9d6c6' });
  const lower = new MeshLambertMaterial({ color: '#b7c4bb' });
  const frame = new MeshLambertMaterial({ color: '#e9ebec' });
  const walls: [w: number, x: number, s: number, heading: number][] = [
    [2 * W, 0, D, SOUTH],
    [2 * D, W, 0, WEST],
    [2 * D, -W, 0, EAST],
    [entrance.x - entrance.width / 2 + W, (entrance.x - entrance.width / 2 - W) / 2, -D, NORTH],
    [W - entrance.x - entrance.width / 2, (W + entrance.x + entrance.width / 2) / 2, -D, NORTH],
  ];
  for (const [w, x, s, heading] of walls) {
    group.add(plane(w, H, wall, x, H / 2, s, heading));
    const [ix, is] = [Math.sin(heading) * 0.015, Math.cos(heading) * 0.015];
    group.add(plane(w, 1.05, lower, x + ix, 0.525, s + is, heading));
    group.add(
      plane(w, 0.1, new MeshLambertMaterial({ color: '#6d6a62' }), x + 2 * ix, 0.05, s + 2 * is, heading),
    );
  }
  group.add(plane(entrance.width, H - 2.35, wall, entrance.x, (H + 2.35) / 2, -D, NORTH));
  const boards = new PlaneGeometry(2 * W, 2 * D).rotateX(Math.PI / 2);
  scaleUv(boards, 2 * W, 2 * D);
  const ceiling = new Mesh(boards, new MeshLambertMaterial({ map: pictures.ceilingBoards() }));
  ceiling.position.y = H;
  group.add(ceiling);
  for (const s of [-3.4, -0.4, 2.6]) {
    const outside = new MeshBasicMaterial({ map: pictures.outlook(next, isLit) });
    outside.color.multiplyScalar(isLit ? 1.7 : 0.5);
    group.add(plane(2, 1.4, outside, -W + 0.02, 1.75, s, EAST));
    for (const [w, h, up, along] of [
      ...([
        [2.12, 0.07, 1.03, 0],
        [2.12, 0.07, 2.47, 0],
        [0.07, 1.5, 1.75, -1.03],
        [0.07, 1.5, 1.75, 1.03],
      ] as const),
      [0.05, 1.4, 1.75, 0] as const,
    ]) {
      const bar = new Mesh(new BoxGeometry(0.08, h, w), frame);
      bar.position.set(-W + 0.05, up, -(s + along));
      group.add(bar);
    }
  }
  doors(group, frame, isLit);
  return group;
}

/** The glass doors stand open on both sides of the entrance; behind them is the yard. The staff's door is of wood. */
function doors(group: Group, frame: Material, isLit: boolean): void {
  const yard = new MeshBasicMaterial({ color: isLit ? '#eef2ee' : '#0b0e14' });
  yard.color.multiplyScalar(isLit ? 1.5 : 1);
  group.add(plane(entrance.width + 2, 3, yard, entrance.x, 1.5, -D - 1.6, NORTH));
  const slab = new Mesh(
    new PlaneGeometry(entrance.width + 2, 1.6).rotateX(-Math.PI / 2),
    new MeshLambertMaterial({ color: '#a9a59b' }),
  );
  slab.position.set(entrance.x, -0.01, D + 0.8);
  group.add(slab);
  for (const side of [-1, 1]) {
    const post = new Mesh(new BoxGeometry(0.08, 2.35, 0.1), frame);
    post.position.set(entrance.x + (side * entrance.width) / 2, 1.18, D);
    group.add(post);
    const leaf = new Mesh(
      new BoxGeometry(0.9, 2.25, 0.03),
      new MeshStandardMaterial({
        color: '#bcd3da',
        transparent: true,
        opacity: 0.28,
        roughness: 0.1,
        depthWrite: false,
      }),
    );
    leaf.position.set(entrance.x + side * (entrance.width / 2 + 0.42), 1.14, D - 0.07);
    group.add(leaf);
  }
  const { s, width } = room.staffDoor;
  group.add(plane(width, 2.1, new MeshLambertMaterial({ color: '#7d5534' }), W - 0.03, 1.05, s, WEST));
}

function furnish(furniture: Group): Group {
  furniture.traverse((part) => {
    part.castShadow = part.receiveShadow = true;
  });
  // Clear panes above the desks.
  const glass = new MeshStandardMaterial({
    ...{
      color: '#cfe6ea',
      transparent: true,
      opacity: 0.16,
      roughness: 0.05,
      side: DoubleSide,
      depthWrite: false,
    },
  });
  for (const { x } of counters)
    for (const side of [-1, 1]) {
      const pane = new Mesh(new BoxGeometry(0.72, 0.42, 0.012), glass);
      pane.position.set(x + side * 0.9, room.desk.height + 0.21, -(room.desk.front + 0.16));
      furniture.add(pane);
    }
  const screen = new Mesh(
    new PlaneGeometry(0.36, 0.34),
    new MeshBasicMaterial({ map: pictures.machineScreen() }),
  );
  screen.position.set(room.machine.x - 0.1, 1.36, -room.machine.s);
  screen.rotation.y = -Math.PI / 2;
  furniture.add(screen);
  return furniture;
}

/** Bright panels in the ceiling; after hours only those over the entrance. */
function lamps(isLit: boolean): Object3D {
  const group = new Group();
  const on = new MeshBasicMaterial({ color: '#f6fbff' });
  on.color.multiplyScalar(2.6);
  const off = new MeshBasicMaterial({ color: isLit ? '#c9ccd0' : '#1c1e22' });
  for (const x of [-4.8, -1.6, 1.6, 4.8])
    for (const s of [-3.9, -1.3, 1.3, 3.9]) {
      const panel = new Mesh(
        new PlaneGeometry(0.58, 1.18).rotateX(Math.PI / 2),
        isLit || (x > 4 && s < -3) ? on : off,
      );
      panel.position.set(x, H - 0.012, -s);
      group.add(panel);
    }
  return group;
}

/** The banner, the flag, signs over the counters, notices on the walls. */
function hangings(next: () => number): Object3D {
  const group = new Group();
  group.add(plane(7.2, 0.6, picture(pictures.banner()), 0, 2.6, D - 0.03, SOUTH));
  group.add(plane(0.9, 0.6, picture(pictures.flag()), -4.9, 2.6, D - 0.03, SOUTH));
  counters.forEach(({ x, title }, index) => {
    const sign = plane(1.9, 0.36, picture(pictures.counterSign(index + 1, title)), x, 3.06, SIGN_S, SOUTH);
    const behind = plane(1.9, 0.36, sign.material as Material, x, 3.06, SIGN_S + 0.07, NORTH);
    const back = new Mesh(new BoxGeometry(1.94, 0.4, 0.05), new MeshLambertMaterial({ color: '#d6d9dc' }));
    back.position.set(x, 3.06, -SIGN_S - 0.04);
    group.add(sign, behind, back);
  });
  for (const [x, s, heading] of [
    ...([
      [W - 0.02, -2.6, WEST],
      [W - 0.02, -1.7, WEST],
      [W - 0.02, 1.4, WEST],
      [-W + 0.02, 1.1, EAST],
    ] as const),
    ...([
      [-4.4, -D + 0.02, NORTH],
      [-3.5, -D + 0.02, NORTH],
      [-0.6, -D + 0.02, NORTH],
      [1.2, -D + 0.02, NORTH],
    ] as const),
  ])
    group.add(plane(0.6, 0.84, picture(pictures.poster(next)), x, 1.75, s, heading));
  const board = new Mesh(new BoxGeometry(2.2, 1.2, 0.05), new MeshLambertMaterial({ color: '#2f6b4a' }));
  board.position.set(-2, 1.8, D - 0.04);
  group.add(board);
  return group;
}

/** Signs hang here, over the citizens' edge of the desks. */
const SIGN_S = room.desk.front + 0.2;

/** Number displays under the signs; gives what switches them. */
function createDisplays(moving: Scene): (calls: readonly string[]) => void {
  const known = new Map<string, Texture>();
  const materials = counters.map(({ x }) => {
    const material = new MeshBasicMaterial({ color: new Color('#ffffff').multiplyScalar(1.5) });
    moving.add(plane(0.5, 0.2, material, x, 2.76, SIGN_S - 0.01, SOUTH));
    return material;
  });
  return (calls) => {
    materials.forEach((material, index) => {
      const text = calls[index] ?? '';
      const map = known.get(text) ?? pictures.figures(text);
      known.set(text, map);
      material.map = map;
      material.needsUpdate = true;
    });
  };
}

/** Four lamps stand for the sixteen panels; light from the windows lies on one side of everything. */
function shine(scene: Scene, isLit: boolean, casts: boolean): void {
  scene.add(new HemisphereLight('#f2f6fa', '#c4bba8', isLit ? 1.02 : 0.12));
  for (const x of [-3.2, 3.2])
    for (const s of [-2.6, 2.8]) {
      const isOn = isLit || (x > 0 && s < 0);
      if (!isOn) continue;
      const lamp = new PointLight('#f4f8ff', isLit ? 9 : 7, 0, 1.6);
      lamp.position.set(x, H - 0.35, -s);
      lamp.castShadow = casts;
      lamp.shadow.mapSize.set(1024, 1024);
      lamp.shadow.radius = 5;
      lamp.shadow.bias = -0.004;
      lamp.shadow.normalBias = 0.02;
      scene.add(lamp);
    }
  if (!isLit) return;
  const day = new DirectionalLight('#eef4ff', 0.75);
  day.position.set(-9, 5, 2);
  scene.add(day, day.target);
}
