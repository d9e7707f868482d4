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
import { backOf, headAbove, seatsOf, trunkAbove, type Seat } from '../world/seats.ts';
import { addHead, wearOf } from './head.ts';
import { rubber } from './vehicle-parts.ts';
import { gloss, matte, Model, type Paint } from './model.ts';
import { createPerson } from './person.ts';

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
  const capsule = new CapsuleGeometry(radius, a.distanceTo(b), 3, 10).applyQuaternion(turned);
  parent.add(capsule.translate(middle.x, middle.y, middle.z), material);
}

/** Someone sitting on a two-wheeler. */
function rider(parent: Model, seat: Seat, one: Rider, holds: boolean): void {
  const { aside, size: k } = seat;
  const wear = wearOf(one);
  const [up, z] = [seat.up, backOf(seat)];
  const at = (x: number, y: number, back: number): [number, number, number] => [
    ...([aside + x * k, up + y * k, z + back * k] as const),
  ];
  const cloth = matte(wear.poncho ?? one.clothes);
  const trousers = matte(wear.trousers);
  const skin = matte(wear.skin);
  const { ends, radius } = trunkAbove(seat);
  const [from, to] = ends.map((end): [number, number, number] => [end.right, end.up, -end.front]);
  if (from && to) limb(parent, from, to, radius, cloth);
  const head = headAbove(seat);
  addHead(parent, [head.right, head.up, -head.front], one, wear);
  for (const side of [-1, 1]) {
    limb(parent, at(side * 0.13, 0.03, 0), at(side * 0.2, -0.02, -0.38), 0.085 * k, trousers);
    limb(parent, at(side * 0.2, -0.02, -0.38), at(side * 0.17, -0.42, -0.22), 0.065 * k, trousers);
    parent.add(new BoxGeometry(0.08, 0.06, 0.2).translate(...at(side * 0.17, -0.5, -0.27)), rubber);
    const shoulder = at(side * 0.19, 0.44, -0.03);
    const hand: [number, number, number] = holds
      ? [aside + side * 0.28, up + 0.24, z - 0.48]
      : at(side * 0.16, 0.12, -0.25);
    const elbow = between(shoulder, hand, [side * 0.05, -0.06, 0.03]);
    limb(parent, shoulder, elbow, 0.055 * k, cloth);
    limb(parent, elbow, hand, 0.046 * k, wear.sleeves === 'short' && !wear.poncho ? skin : cloth);
    parent.add(new SphereGeometry(0.045 * k, 8, 6).translate(...hand), skin);
  }
  if (wear.poncho !== undefined) {
    // It hangs wide over arms and knees.
    const cape = new CylinderGeometry(0.16, 0.36, 0.62, 14, 1, true).scale(1, 1, 1.05);
    parent.add(cape.scale(k, k, k).translate(...at(0, 0.2, -0.06)), cloth);
  }
  if (wear.backpack !== undefined) {
    const pack = new CapsuleGeometry(0.12, 0.17, 3, 10).scale(1.15 * k, k, 0.75 * k);
    parent.add(pack.translate(...at(0, 0.3, 0.2)), matte(wear.backpack));
  }
}

function between(
  a: readonly [number, number, number],
  b: readonly [number, number, number],
  [x, y, z]: readonly [number, number, number],
): [number, number, number] {
  return [(a[0] + b[0]) / 2 + x, (a[1] + b[1]) / 2 + y, (a[2] + b[2]) / 2 + z];
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
  const seats = seatsOf(look);
  look.riders.forEach((one, index) => {
    const seat = seats[index];
    if (seat) rider(bike, seat, one, index === 0);
  });
  if (look.cargo) {
    const z = 0.42 + Math.max(0.16, ...seats.map(backOf));
    bike.add(new BoxGeometry(0.52, 0.5, 0.45).translate(0, 1.05, z), matte('#9c7b4d'));
  }
  return bike.build();
}

/** Someone on foot, `x` metres to the right of the middle. */
function stand(parent: Model, x: number, shirt: Paint, hat: Pick<Rider, 'helmet' | 'hat'>): void {
  limb(parent, [x, 0.86, 0], [x, 1.36, 0], 0.17, shirt);
  addHead(parent, [x, 1.56, 0], hat, wearOf({ ...hat, clothes: '' }));
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
  const riders = look.riders.slice(0, 1);
  const [[self], [seat]] = [riders, seatsOf({ ...look, riders })];
  if (self && seat) rider(bike, seat, self, true);
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
