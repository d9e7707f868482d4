import {
  BoxGeometry,
  ConeGeometry,
  CylinderGeometry,
  type Group,
  SphereGeometry,
  type BufferGeometry,
} from 'three';
import { citizenSeat, counters, plants, room, seats, staffSeat, type Counter } from '../hall/room.ts';
import type { Random } from '../world/random.ts';
import { gloss, matte, Model } from './model.ts';

type Size = readonly [width: number, height: number, depth: number];

const wood = matte('#a9794b');
const pale = matte('#e4e1d8');
const steel = gloss('#9aa3ab');
const dark = matte('#23262b');
const blueSeat = gloss('#3f5d80');

/** A box by its middle on the ground, its lower edge, and its size; `s` is to the north. */
function box(x: number, up: number, s: number, [w, h, d]: Size): BufferGeometry {
  return new BoxGeometry(w, h, d).translate(x, up + h / 2, -s);
}

function tube(x: number, up: number, s: number, radius: number, height: number): BufferGeometry {
  return new CylinderGeometry(radius, radius, height, 12).translate(x, up + height / 2, -s);
}

/** All that stands in the hall. */
export function createFurniture(random: Random): Group {
  const model = new Model();
  for (const counter of counters) desk(model, counter, random);
  for (const [x, s] of seats) seat(model, x, s);
  for (const first of [0, 10, 20]) {
    const [x, s] = seats[first] ?? [0, 0];
    model.add(box(x + 2.8, 0.34, s, [6.1, 0.06, 0.08]), steel);
    for (let leg = 0; leg < 6; leg += 1) model.add(box(x + leg * 1.12, 0, s, [0.05, 0.36, 0.42]), steel);
  }
  for (const x of [3.38, 4.42]) rope(model, x);
  machine(model);
  for (let x = -6.1; x < 5; x += 0.92) cabinet(model, x, random);
  for (const { x, s, height } of plants) plant(model, x, s, height, random);
  // Water for those who wait, an extinguisher, an air conditioner, a clock.
  model.add(box(-6.3, 0, -4.6, [0.34, 0.95, 0.34]), pale);
  model.add(tube(-6.3, 0.95, -4.6, 0.13, 0.36), gloss('#7fb4d8'));
  model.add(tube(2.9, 0, -5.45, 0.08, 0.5), gloss('#c01a1a'));
  model.add(box(6.45, 2.5, 0.2, [0.22, 0.3, 1]), gloss('#eceef0'));
  const clock = new CylinderGeometry(0.19, 0.19, 0.05, 20).rotateX(Math.PI / 2).translate(5.2, 2.75, -5.55);
  model.add(clock, pale);
  return model.build();
}

function desk(model: Model, counter: Counter, random: Random): void {
  const { x, serves } = counter;
  const { desk: d } = room;
  const [depth, middle] = [d.back - d.front, (d.front + d.back) / 2];
  model.add(box(x, 0, d.front + 0.05, [2.56, d.low - 0.03, 0.06]), pale);
  model.add(box(x, 0.08, d.front + 0.015, [2.56, 0.1, 0.03]), matte('#2d5f9a'));
  model.add(box(x, d.low - 0.03, middle, [2.6, 0.04, depth]), wood);
  for (const side of [-1, 1]) {
    model.add(box(x + side * 1.27, 0, middle, [0.06, d.height, depth]), wood);
    model.add(box(x + side * 0.88, d.low, d.front + 0.14, [0.74, 0.3, 0.03]), pale);
    model.add(box(x + side * 0.88, d.height - 0.03, d.front + 0.16, [0.78, 0.04, 0.3]), wood);
  }
  // Screen, keyboard, papers, a cup of pens, the name of who works here.
  const screen = x + 0.55;
  model.add(box(screen, d.low + 0.01, 3.14, [0.2, 0.02, 0.16]), dark);
  model.add(box(screen, d.low + 0.02, 3.1, [0.05, 0.14, 0.03]), dark);
  model.add(box(screen, d.low + 0.14, 3.12, [0.52, 0.31, 0.035]), dark);
  model.add(box(x + 0.2, d.low + 0.01, 3.2, [0.42, 0.02, 0.14]), dark);
  for (let pile = 0; pile < 4; pile += 1) {
    const height = random.between(0.01, 0.11);
    const at = x - random.between(0.25, 1.1);
    const paper = random.pick(['#f3f1ea', '#e7d9a5', '#f6f6f4', '#c9d8e6']);
    model.add(box(at, d.low + 0.01, random.between(2.85, 3.15), [0.22, height, 0.3]), matte(paper));
  }
  model.add(tube(x - 0.4, d.low, 2.75, 0.035, 0.11), dark);
  model.add(box(x + 0.05, d.low, 2.72, [0.22, 0.09, 0.03]), matte('#b0161c'));
  chair(model, staffSeat(counter), -1, dark);
  if (serves === 'tickets') chair(model, citizenSeat(counter), 1, matte('#7a2f2f'));
}

/** `back` is 1 for a chair that looks north: its back is to the south. */
function chair(model: Model, [x, s]: readonly [number, number], back: 1 | -1, cloth: typeof dark): void {
  model.add(box(x, 0.4, s, [0.46, 0.07, 0.46]), cloth);
  model.add(box(x, 0.52, s - back * 0.25, [0.42, back === 1 ? 0.36 : 0.52, 0.06]), cloth);
  model.add(box(x, 0.42, s - back * 0.25, [0.08, 0.2, 0.04]), steel);
  model.add(tube(x, 0.05, s, 0.035, 0.36), steel);
  for (const [w, d] of [
    [0.5, 0.05],
    [0.05, 0.5],
  ] as const)
    model.add(box(x, 0.02, s, [w, 0.05, d]), steel);
}

function seat(model: Model, x: number, s: number): void {
  model.add(box(x, 0.42, s, [0.54, 0.035, 0.44]), blueSeat);
  const rest = new BoxGeometry(0.54, 0.42, 0.035).rotateX(0.16).translate(x, 0.66, -(s - 0.26));
  model.add(rest, blueSeat);
  model.add(box(x + 0.29, 0.5, s, [0.03, 0.16, 0.36]), steel);
}

function rope(model: Model, x: number): void {
  for (let s = -3.5; s <= 1.3; s += 1.2) {
    model.add(tube(x, 0, s, 0.15, 0.03), steel);
    model.add(tube(x, 0.03, s, 0.025, 0.9), steel);
  }
  model.add(box(x, 0.84, -1.1, [0.012, 0.05, 4.8]), matte('#1b4fa0'));
}

function machine(model: Model): void {
  const { x, s } = room.machine;
  model.add(box(x, 0, s, [0.42, 1.15, 0.5]), gloss('#dfe3e6'));
  model.add(box(x + 0.06, 1.15, s, [0.3, 0.42, 0.5]), gloss('#c5ccd2'));
  model.add(box(x - 0.02, 0.7, s, [0.4, 0.03, 0.3]), dark);
}

function cabinet(model: Model, x: number, random: Random): void {
  const s = 5.38;
  const height = random.pick([1.05, 1.05, 1.9]);
  model.add(box(x + 0.45, 0, s, [0.9, height, 0.4]), matte('#b9bdbd'));
  model.add(box(x + 0.45, 0.05, s - 0.21, [0.012, height - 0.1, 0.02]), dark);
  for (let file = 0; file < 5 && height < 1.5; file += 1) {
    const colour = random.pick(['#24508a', '#8e2b2b', '#3a6b45', '#c9b26a', '#e8e6df']);
    model.add(box(x + 0.12 + file * 0.13, height, s, [0.1, random.between(0.26, 0.34), 0.28]), matte(colour));
  }
}

function plant(model: Model, x: number, s: number, height: number, random: Random): void {
  model.add(new CylinderGeometry(0.2, 0.15, 0.38, 12).translate(x, 0.19, -s), gloss('#e8e4da'));
  model.add(new SphereGeometry(0.17, 8, 6).scale(1, 0.3, 1).translate(x, 0.38, -s), matte('#3a2c20'));
  for (let leaf = 0; leaf < 22; leaf += 1) {
    const length = random.between(0.45, height - 0.4);
    const blade = new ConeGeometry(0.055, length, 4).scale(1, 1, 0.25).translate(0, length / 2, 0);
    blade.rotateX(random.between(0.05, 0.75)).rotateY(random.between(0, 6.28));
    model.add(blade.translate(x, 0.38, -s), matte(random.pick(['#2f5a2b', '#41703a', '#548348'])));
  }
}
