import {
  BoxGeometry,
  CylinderGeometry,
  DoubleSide,
  Group,
  IcosahedronGeometry,
  Mesh,
  MeshLambertMaterial,
  PlaneGeometry,
  type Object3D,
} from 'three';
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js';
import type { Random } from '../random.ts';
import { road } from '../site.ts';
import { asphalt, shopFront, tiles } from './textures.ts';

const length = road.to - road.from + 120;
const middle = (road.to + road.from) / 2;
/** An empty lot before the side street: neither house nor tree stands between the camera and the closed zone. */
const open = { from: road.side.s - 23, to: road.side.s + road.side.halfWidth + 0.4 };

/** Everything that stands still: ground, marks, houses, trees, poles and the no-entry sign. */
export function createStreet(random: Random): Object3D {
  const street = new Group();
  const next = () => random.next();
  flat(street, road.halfWidth * 2, length, 0, middle, 0, new MeshLambertMaterial({ map: asphalt(next) }));
  const pavement = new MeshLambertMaterial({ map: tiles(next) });
  for (const sign of [-1, 1]) flat(street, 5, length, sign * (road.halfWidth + 2.5), middle, 0.12, pavement);
  flat(street, 400, 500, 0, 150, -0.05, new MeshLambertMaterial({ color: '#8a8671' }));
  const side = road.side;
  flat(
    street,
    60,
    side.halfWidth * 2,
    road.halfWidth + 30,
    side.s,
    0.13,
    new MeshLambertMaterial({ color: '#6a6b6d' }),
  );
  marks(street);
  houses(street, random);
  furniture(street, random);
  return street;
}

/** A horizontal rectangle of ground, centred at (x, s). */
function flat(
  parent: Object3D,
  width: number,
  depth: number,
  x: number,
  s: number,
  y: number,
  material: MeshLambertMaterial,
): void {
  const mesh = new Mesh(new PlaneGeometry(width, depth), material);
  mesh.rotation.x = -Math.PI / 2;
  mesh.position.set(x, y, -s);
  mesh.receiveShadow = true;
  parent.add(mesh);
}

function marks(street: Object3D): void {
  const pieces: PlaneGeometry[] = [];
  const add = (width: number, depth: number, x: number, s: number) => {
    const piece = new PlaneGeometry(width, depth);
    piece.rotateX(-Math.PI / 2);
    piece.translate(x, 0.012, -s);
    pieces.push(piece);
  };
  for (const x of [-0.14, 0.14]) add(0.13, length, x, middle);
  for (let s: number = road.from; s < road.to; s += 6) for (const x of [-3.7, 3.7]) add(0.13, 2.4, x, s);
  for (const x of [-7.9, 7.9]) add(0.13, length, x, middle);
  for (let x = -7.4; x <= 7.4; x += 1.05) add(0.5, 3, x, road.side.s + 9);
  const geometry = mergeGeometries(pieces);
  const mesh = new Mesh(
    geometry,
    new MeshLambertMaterial({ color: '#dcdcd2', transparent: true, opacity: 0.82, side: DoubleSide }),
  );
  mesh.receiveShadow = true;
  street.add(mesh);
}

function houses(street: Object3D, random: Random): void {
  const fronts = Array.from(
    { length: 8 },
    () => new MeshLambertMaterial({ map: shopFront(() => random.next()) }),
  );
  const wall = new MeshLambertMaterial({ color: '#bdb5a6' });
  for (const sign of [-1, 1]) {
    for (let s = road.from - 6; s < road.to;) {
      const width = random.between(4.2, 6.5);
      const height = random.between(6.5, 12);
      const gap = sign > 0 && s + width > open.from && s < open.to;
      if (!gap) {
        const front = random.pick(fronts);
        const house = new Mesh(new BoxGeometry(9, height, width), [
          sign > 0 ? wall : front,
          sign > 0 ? front : wall,
          wall,
          wall,
          wall,
          wall,
        ]);
        house.position.set(sign * (road.halfWidth + 5 + 4.5), height / 2, -(s + width / 2));
        house.castShadow = true;
        house.receiveShadow = true;
        street.add(house);
      }
      s += width + 0.15;
    }
  }
}

function furniture(street: Object3D, random: Random): void {
  const trunks = [];
  const crowns = [];
  const poles = [];
  for (const sign of [-1, 1]) {
    for (let s = road.from + 12; s < road.to; s += random.between(13, 19)) {
      if (sign > 0 && s > open.from - 6 && s < open.to + 2) continue;
      const x = sign * (road.halfWidth + 1.2);
      trunks.push(new CylinderGeometry(0.12, 0.17, 3, 7).translate(x, 1.5, -s));
      for (let i = 0; i < 4; i += 1) {
        const crown = new IcosahedronGeometry(random.between(0.8, 1.4), 1);
        crowns.push(
          crown.translate(
            x + random.between(-0.8, 0.8),
            random.between(3.2, 4.6),
            -s + random.between(-0.8, 0.8),
          ),
        );
      }
      if (sign < 0) poles.push(new CylinderGeometry(0.09, 0.12, 8, 6).translate(x - 0.7, 4, -(s + 5)));
    }
  }
  for (const y of [6.9, 7.3, 7.6])
    poles.push(new BoxGeometry(0.04, 0.04, length).translate(-(road.halfWidth + 1.9), y, -middle));
  shadowed(street, new Mesh(mergeGeometries(trunks), new MeshLambertMaterial({ color: '#5d4a37' })));
  shadowed(street, new Mesh(mergeGeometries(crowns), new MeshLambertMaterial({ color: '#3f5f34' })));
  shadowed(street, new Mesh(mergeGeometries(poles), new MeshLambertMaterial({ color: '#77777a' })));
  noEntrySign(street);
}

function noEntrySign(street: Object3D): void {
  const [x, s] = [road.halfWidth + 1.2, road.side.s - road.side.halfWidth - 0.6];
  const pole = new Mesh(
    new CylinderGeometry(0.04, 0.04, 2.6, 6),
    new MeshLambertMaterial({ color: '#d9d9d9' }),
  );
  pole.position.set(x, 1.3, -s);
  const disc = new Mesh(
    new CylinderGeometry(0.36, 0.36, 0.03, 24).rotateX(Math.PI / 2),
    new MeshLambertMaterial({ color: '#c4161c' }),
  );
  disc.position.set(x, 2.6, -s + 0.04);
  const bar = new Mesh(new BoxGeometry(0.5, 0.11, 0.05), new MeshLambertMaterial({ color: '#fff' }));
  bar.position.set(x, 2.6, -s + 0.05);
  street.add(pole, disc, bar);
}

function shadowed(parent: Object3D, mesh: Mesh): void {
  mesh.castShadow = true;
  mesh.receiveShadow = true;
  parent.add(mesh);
}
