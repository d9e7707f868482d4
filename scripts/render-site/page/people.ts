import {
  BoxGeometry,
  CapsuleGeometry,
  CylinderGeometry,
  Group,
  Mesh,
  MeshLambertMaterial,
  MeshStandardMaterial,
  SphereGeometry,
  TorusGeometry,
  Vector3,
  type BufferGeometry,
  type Material,
} from 'three';
import type { Look } from '../vehicles.ts';
import { rubber } from './four-wheels.ts';

const skin = new MeshLambertMaterial({ color: '#b9855f' });
const hair = new MeshLambertMaterial({ color: '#1a1512' });
const trousers = new MeshLambertMaterial({ color: '#23262e' });
const metal = new MeshLambertMaterial({ color: '#8b8d90' });

function part(parent: Group, geometry: BufferGeometry, material: Material): Mesh {
  const mesh = new Mesh(geometry, material);
  mesh.castShadow = true;
  parent.add(mesh);
  return mesh;
}

/** A limb: a capsule from one joint to the other. */
function limb(
  parent: Group,
  from: [number, number, number],
  to: [number, number, number],
  radius: number,
  material: Material,
): void {
  const [a, b] = [new Vector3(...from), new Vector3(...to)];
  const mesh = part(parent, new CapsuleGeometry(radius, a.distanceTo(b), 3, 7), material);
  mesh.position.copy(a).add(b).multiplyScalar(0.5);
  mesh.quaternion.setFromUnitVectors(new Vector3(0, 1, 0), b.sub(a).normalize());
}

function head(parent: Group, y: number, z: number, helmet: Material | undefined): void {
  part(parent, new SphereGeometry(0.105, 10, 8).translate(0, y, z), skin);
  if (helmet)
    part(
      parent,
      new SphereGeometry(0.15, 12, 9, 0, Math.PI * 2, 0, Math.PI * 0.58).translate(0, y + 0.03, z),
      helmet,
    );
  else
    part(
      parent,
      new SphereGeometry(0.118, 10, 8, 0, Math.PI * 2, 0, Math.PI * 0.55).translate(0, y + 0.02, z + 0.02),
      hair,
    );
}

/** Someone sitting on a two-wheeler; `z` is backwards from its middle. */
function rider(
  parent: Group,
  z: number,
  seat: number,
  shirt: Material,
  helmet: Material | undefined,
  holds: boolean,
): void {
  limb(parent, [0, seat + 0.05, z + 0.06], [0, seat + 0.5, z - 0.03], 0.17, shirt);
  head(parent, seat + 0.76, z - 0.06, helmet);
  for (const side of [-1, 1]) {
    limb(parent, [side * 0.13, seat + 0.03, z], [side * 0.2, seat - 0.02, z - 0.38], 0.085, trousers);
    limb(parent, [side * 0.2, seat - 0.02, z - 0.38], [side * 0.17, seat - 0.42, z - 0.22], 0.065, trousers);
    const hand: [number, number, number] = holds
      ? [side * 0.28, seat + 0.24, z - 0.48]
      : [side * 0.16, seat + 0.12, z - 0.25];
    limb(parent, [side * 0.19, seat + 0.44, z - 0.03], hand, 0.055, shirt);
  }
}

export function createMotorbike(look: Look): Group {
  const bike = new Group();
  const paint = new MeshStandardMaterial({ color: look.paint, roughness: 0.35, metalness: 0.2 });
  const shirts = [look.clothes, '#8a8f98', '#c9b28f'].map((color) => new MeshLambertMaterial({ color }));
  const helmet = new MeshStandardMaterial({ color: look.helmet, roughness: 0.3 });
  for (const z of [-0.62, 0.62])
    part(bike, new TorusGeometry(0.22, 0.075, 8, 18).rotateY(Math.PI / 2).translate(0, 0.29, z), rubber);
  part(bike, new BoxGeometry(0.26, 0.3, 0.85).translate(0, 0.55, 0.35), paint);
  part(bike, new BoxGeometry(0.34, 0.5, 0.16).rotateX(-0.3).translate(0, 0.68, -0.5), paint);
  part(bike, new BoxGeometry(0.2, 0.14, 0.5).translate(0, 0.36, -0.12), paint);
  part(bike, new BoxGeometry(0.25, 0.11, 0.72).translate(0, 0.76, 0.3), rubber);
  part(bike, new BoxGeometry(0.62, 0.05, 0.06).translate(0, 1.02, -0.48), metal);
  part(
    bike,
    new BoxGeometry(0.2, 0.16, 0.1).translate(0, 0.92, -0.6),
    new MeshLambertMaterial({ color: '#fff7de', emissive: '#665f45' }),
  );
  part(
    bike,
    new BoxGeometry(0.2, 0.1, 0.06).translate(0, 0.66, 0.8),
    new MeshLambertMaterial({ color: '#b01010', emissive: '#400404' }),
  );
  part(
    bike,
    new BoxGeometry(0.2, 0.14, 0.02).translate(0, 0.5, 0.84),
    new MeshLambertMaterial({ color: '#ecece6' }),
  );
  part(bike, new CylinderGeometry(0.05, 0.06, 0.6, 8).rotateX(Math.PI / 2).translate(0.2, 0.3, 0.55), metal);
  for (let index = 0; index < look.riders; index += 1) {
    rider(bike, 0.08 + index * 0.32, 0.8, shirts[index] ?? trousers, helmet, index === 0);
  }
  return bike;
}

export function createBicycle(look: Look): Group {
  const bike = new Group();
  const paint = new MeshLambertMaterial({ color: look.paint });
  for (const z of [-0.52, 0.52])
    part(bike, new TorusGeometry(0.32, 0.025, 6, 20).rotateY(Math.PI / 2).translate(0, 0.34, z), rubber);
  limb(bike, [0, 0.34, 0.52], [0, 0.62, 0.1], 0.02, paint);
  limb(bike, [0, 0.34, 0.05], [0, 0.85, 0.18], 0.02, paint);
  limb(bike, [0, 0.36, 0.05], [0, 0.8, -0.42], 0.025, paint);
  limb(bike, [0, 0.34, -0.52], [0, 1, -0.4], 0.02, paint);
  part(bike, new BoxGeometry(0.5, 0.03, 0.03).translate(0, 1, -0.4), metal);
  rider(bike, 0.16, 0.86, new MeshLambertMaterial({ color: look.clothes }), undefined, true);
  return bike;
}

export function createWalker(look: Look): Group {
  const person = new Group();
  const shirt = new MeshLambertMaterial({ color: look.clothes });
  limb(person, [0, 0.86, 0], [0, 1.36, 0], 0.17, shirt);
  head(person, 1.56, 0, undefined);
  for (const side of [-1, 1]) {
    limb(person, [side * 0.1, 0.84, 0], [side * 0.11, 0.08, side * 0.17], 0.085, trousers);
    limb(person, [side * 0.21, 1.36, 0], [side * 0.25, 0.85, -side * 0.16], 0.055, shirt);
  }
  return person;
}
