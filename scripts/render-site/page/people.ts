import {
  BoxGeometry,
  CapsuleGeometry,
  CylinderGeometry,
  Quaternion,
  SphereGeometry,
  TorusGeometry,
  Vector3,
  type Group,
} from 'three';
import type { Look, Rider } from '../world/looks.ts';
import { rubber } from './vehicle-parts.ts';
import { gloss, matte, Model, type Paint } from './model.ts';
import { createPerson } from './person.ts';

const skin = matte('#b9855f');
const trousers = matte('#23262e');
const metal = matte('#8b8d90');

/** A limb: a capsule from one joint to the other. */
function limb(
  parent: Model,
  from: [number, number, number],
  to: [number, number, number],
  radius: number,
  material: Paint,
): void {
  const [a, b] = [new Vector3(...from), new Vector3(...to)];
  const middle = a.clone().add(b).multiplyScalar(0.5);
  const turned = new Quaternion().setFromUnitVectors(new Vector3(0, 1, 0), b.clone().sub(a).normalize());
  const capsule = new CapsuleGeometry(radius, a.distanceTo(b), 2, 7).applyQuaternion(turned);
  parent.add(capsule.translate(middle.x, middle.y, middle.z), material);
}

function head(
  parent: Model,
  x: number,
  y: number,
  z: number,
  { helmet, hat }: Pick<Rider, 'helmet' | 'hat'>,
): void {
  parent.add(new SphereGeometry(0.105, 8, 7).translate(x, y, z), skin);
  const [size, part, up] = helmet ? [0.15, 0.58, 0.03] : [0.118, 0.55, 0.02];
  const dome = new SphereGeometry(size, 10, 7, 0, Math.PI * 2, 0, Math.PI * part);
  parent.add(dome.translate(x, y + up, z + (helmet ? 0 : 0.02)), helmet ? gloss(hat) : matte(hat));
}

/** Someone sitting on a two-wheeler; `z` is backwards from its middle. */
function rider(parent: Model, z: number, seat: number, one: Rider, holds: boolean): void {
  const shirt = matte(one.clothes);
  limb(parent, [0, seat + 0.05, z + 0.06], [0, seat + 0.5, z - 0.03], 0.17, shirt);
  head(parent, 0, seat + 0.76, z - 0.06, one);
  for (const side of [-1, 1]) {
    limb(parent, [side * 0.13, seat + 0.03, z], [side * 0.2, seat - 0.02, z - 0.38], 0.085, trousers);
    limb(parent, [side * 0.2, seat - 0.02, z - 0.38], [side * 0.17, seat - 0.42, z - 0.22], 0.065, trousers);
    const hand: [number, number, number] = holds
      ? [side * 0.28, seat + 0.24, z - 0.48]
      : [side * 0.16, seat + 0.12, z - 0.25];
    limb(parent, [side * 0.19, seat + 0.44, z - 0.03], hand, 0.055, shirt);
  }
}

/** A motorbike with whoever sits on it; a pushed one has its owner walking on the left. */
export function createMotorbike(look: Look): Group {
  const bike = new Model();
  const paint = gloss(look.paint);
  for (const z of [-0.62, 0.62])
    bike.add(new TorusGeometry(0.22, 0.075, 7, 16).rotateY(Math.PI / 2).translate(0, 0.29, z), rubber);
  bike.add(new BoxGeometry(0.26, 0.3, 0.85).translate(0, 0.55, 0.35), paint);
  bike.add(new BoxGeometry(0.34, 0.5, 0.16).rotateX(-0.3).translate(0, 0.68, -0.5), paint);
  bike.add(new BoxGeometry(0.2, 0.14, 0.5).translate(0, 0.36, -0.12), paint);
  bike.add(new BoxGeometry(0.25, 0.11, 0.72).translate(0, 0.76, 0.3), rubber);
  bike.add(new BoxGeometry(0.62, 0.05, 0.06).translate(0, 1.02, -0.48), metal);
  bike.add(new BoxGeometry(0.2, 0.16, 0.1).translate(0, 0.92, -0.6), { colour: '#fff7de', surface: 'head' });
  bike.add(new BoxGeometry(0.2, 0.1, 0.06).translate(0, 0.7, 0.8), { colour: '#8c1010', surface: 'tail' });
  bike.add(new BoxGeometry(0.21, 0.17, 0.03).translate(0, 0.56, 0.9), rubber);
  bike.add(new CylinderGeometry(0.05, 0.06, 0.6, 8).rotateX(Math.PI / 2).translate(0.2, 0.3, 0.55), metal);
  for (const side of [-1, 1])
    bike.add(new BoxGeometry(0.1, 0.07, 0.02).translate(side * 0.3, 1.18, -0.42), rubber);
  if (look.model === 'pushed-motorbike') {
    stand(bike, -0.55, matte('#5f6f52'), { helmet: true, hat: '#f1f3f5' });
    return bike.build();
  }
  look.riders.forEach((one, index) => {
    rider(bike, 0.08 + index * 0.3, 0.8, one, index === 0);
  });
  if (look.cargo) {
    const z = 0.42 + look.riders.length * 0.16;
    bike.add(new BoxGeometry(0.52, 0.5, 0.45).translate(0, 1.05, z), matte('#9c7b4d'));
  }
  return bike.build();
}

/** Someone on foot, `x` metres to the right of the middle. */
function stand(parent: Model, x: number, shirt: Paint, hat: Pick<Rider, 'helmet' | 'hat'>): void {
  limb(parent, [x, 0.86, 0], [x, 1.36, 0], 0.17, shirt);
  head(parent, x, 1.56, 0, hat);
  for (const side of [-1, 1]) {
    limb(parent, [x + side * 0.1, 0.84, 0], [x + side * 0.11, 0.08, side * 0.17], 0.085, trousers);
    limb(parent, [x + side * 0.21, 1.36, 0], [x + side * 0.25, 0.85, -side * 0.16], 0.055, shirt);
  }
}

export function createBicycle(look: Look): Group {
  const bike = new Model();
  const paint = matte(look.paint);
  for (const z of [-0.52, 0.52])
    bike.add(new TorusGeometry(0.32, 0.025, 6, 20).rotateY(Math.PI / 2).translate(0, 0.34, z), rubber);
  limb(bike, [0, 0.34, 0.52], [0, 0.62, 0.1], 0.02, paint);
  limb(bike, [0, 0.34, 0.05], [0, 0.85, 0.18], 0.02, paint);
  limb(bike, [0, 0.36, 0.05], [0, 0.8, -0.42], 0.025, paint);
  limb(bike, [0, 0.34, -0.52], [0, 1, -0.4], 0.02, paint);
  bike.add(new BoxGeometry(0.5, 0.03, 0.03).translate(0, 1, -0.4), metal);
  const [self] = look.riders;
  rider(bike, 0.16, 0.86, self ?? { helmet: false, clothes: '#7d8597', hat: '#15110f' }, true);
  return bike.build();
}

export function createWalker(look: Look, stride?: number): Group {
  if (look.person) return createPerson(look, look.person, stride);
  const person = new Model();
  const [self] = look.riders;
  stand(person, 0, matte(self?.clothes ?? '#7d8597'), { helmet: false, hat: self?.hat ?? '#15110f' });
  return person.build();
}

/** A traffic officer with an arm out and a white cap. */
export function createOfficer(): Group {
  const person = new Model();
  const shirt = matte('#b59a55');
  stand(person, 0, shirt, { helmet: true, hat: '#f4f4f0' });
  for (const side of [-1, 1]) limb(person, [side * 0.2, 1.34, 0], [side * 0.78, 1.4, -0.05], 0.06, shirt);
  return person.build();
}
