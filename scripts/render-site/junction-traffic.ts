import { Random } from './random.ts';
import { junction, road } from './site.ts';
import type { ActorState, Intent } from './traffic.ts';
import { createLook, type ActorModel, type Look } from './vehicles.ts';

export type Light = 'red' | 'yellow' | 'green';

interface Driver {
  id: number;
  look: Look;
  intent: Intent;
  /** 1 drives away from the camera, −1 comes. */
  way: 1 | -1;
  x: number;
  s: number;
  speed: number;
  wished: number;
  /** Decided once, when yellow comes: too near to stop. */
  goesOn: boolean;
}

const STEP_S = 0.08;
const CYCLE: readonly [Light, number][] = [
  ['green', 14],
  ['yellow', 3],
  ['red', 17],
];
const CYCLE_S = CYCLE.reduce((sum, [, seconds]) => sum + seconds, 0);
/** Comfortable braking, m/s²; who needs more at yellow goes on. */
const BRAKING = 3;
/** How long before green an impatient one starts, s. */
const EARLY_S = 3;

/**
 * Traffic at a stop line with a signal: cars and buses queue in lanes, motorbikes filter to the front, each keeps
 * behind whom it would touch. Some break a rule on purpose. The same seed gives the same traffic.
 */
export class JunctionTraffic {
  readonly #random: Random;
  readonly #density: number;
  #drivers: Driver[] = [];
  #nextId = 1;
  #time: number;
  #due = new Map<number, number>();

  /** @param density 1 is a busy street; motorbikes are two thirds of it */
  constructor(seed: number, { density }: { density: number }) {
    this.#random = new Random(seed * 31 + 7);
    this.#density = density;
    this.#time = -30 - this.#random.between(0, CYCLE_S);
    while (this.#time < 0) this.step();
  }

  /** What the signal shows now. */
  light(): Light {
    let left = (((this.#time % CYCLE_S) + CYCLE_S) % CYCLE_S) + 1e-9;
    for (const [light, seconds] of CYCLE) {
      if (left < seconds) return light;
      left -= seconds;
    }
    return 'red';
  }

  /** Moves everyone on by 80 ms (12.5 frames a second). */
  step(): void {
    const before = this.light();
    this.#time += STEP_S;
    if (before === 'green' && this.light() === 'yellow') this.#decide();
    for (const way of [1, -1] as const) this.#bear(way);
    for (const driver of this.#drivers) this.#drive(driver);
    this.#drivers = this.#drivers.filter(({ s }) => s > road.from - 1 && s < road.to);
  }

  actors(): ActorState[] {
    return this.#drivers.map(({ id, look, intent, way, x, s, speed }) => ({
      ...{ id, look, intent, x, s, speed },
      heading: way === 1 ? 0 : Math.PI,
    }));
  }

  /** Seconds of red that are left; 0 when it is not red. */
  #redLeft(): number {
    return this.light() === 'red' ? CYCLE_S - (((this.#time % CYCLE_S) + CYCLE_S) % CYCLE_S) : 0;
  }

  #decide(): void {
    for (const driver of this.#drivers) {
      const room = this.#room(driver);
      driver.goesOn = room > -driver.look.length && driver.speed ** 2 / (2 * Math.max(0.1, room)) > BRAKING;
    }
  }

  /** Metres from the front to the stop line of its own direction. */
  #room({ way, s, look }: Driver): number {
    const line = way === 1 ? junction.stopLine : junction.stopLineCome;
    return (line - s) * way - look.length / 2;
  }

  #bear(way: 1 | -1): void {
    const due = this.#due.get(way) ?? this.#time;
    if (this.#time < due) return;
    const random = this.#random;
    const model: ActorModel =
      random.next() < 0.68
        ? 'motorbike'
        : random.pick(['sedan', 'hatch', 'suv', 'van', 'truck', 'bus', 'bicycle']);
    const two = model === 'motorbike' || model === 'bicycle';
    const x = two ? random.between(0.9, 7.3) : random.pick([road.innerLane, road.outerLane]);
    const look = createLook(model, random);
    const s = way === 1 ? road.from : 120;
    const free = this.#drivers.every(
      (other) =>
        other.way !== way ||
        Math.abs(other.s - s) > (other.look.length + look.length) / 2 + 3 ||
        !touches(other, x, look),
    );
    const wished = model === 'bicycle' ? 4 : random.between(7.5, 12);
    const intent = this.#intent(model, way);
    this.#due.set(way, this.#time + (free ? random.between(0.5, 1.9) / this.#density : 0.3));
    if (!free) return;
    const driver = {
      id: this.#nextId,
      look,
      intent,
      way,
      x: x * way,
      s,
      wished,
      speed: wished * 0.8,
      goesOn: false,
    };
    this.#drivers.push(driver);
    this.#nextId += 1;
  }

  #intent(model: ActorModel, way: 1 | -1): Intent {
    const roll = this.#random.next();
    if (way === -1 || model === 'bicycle') return 'normal';
    if (roll < 0.25) return 'red-light';
    return roll < 0.35 ? 'stop-line' : 'normal';
  }

  /** Intelligent driver model (Treiber, Hennecke, Helbing 2000) behind whom it would touch, or the stop line. */
  #drive(driver: Driver): void {
    const { way, look } = driver;
    let gap = Infinity;
    let leader = 0;
    for (const other of this.#drivers) {
      const ahead = (other.s - driver.s) * way;
      if (other === driver || other.way !== way || ahead <= 0 || !touches(other, Math.abs(driver.x), look))
        continue;
      const free = ahead - (other.look.length + look.length) / 2;
      if (free < gap) [gap, leader] = [free, other.speed];
    }
    const room = this.#stopRoom(driver);
    if (room !== undefined && room < gap) [gap, leader] = [room, 0];
    let acceleration = 1.8 * (1 - (driver.speed / driver.wished) ** 4);
    if (gap < Infinity) {
      const desired = 0.8 + Math.max(0, driver.speed * 0.9 + (driver.speed * (driver.speed - leader)) / 4.6);
      acceleration -= 1.8 * (desired / Math.max(0.2, gap)) ** 2;
    }
    driver.speed = Math.max(0, driver.speed + Math.max(-8, acceleration) * STEP_S);
    driver.s += driver.speed * STEP_S * way;
  }

  /** Metres to where the signal makes this one stop; undefined when it need not. */
  #stopRoom(driver: Driver): number | undefined {
    const light = this.light();
    if (light === 'green') {
      driver.goesOn = false;
      return undefined;
    }
    const room = this.#room(driver);
    const over = driver.intent === 'stop-line' ? 1.6 + driver.look.length * 0.25 : 0;
    if (driver.goesOn || room < -over - 0.5) return undefined;
    // Who runs the red does so in the middle of it, or starts before it ends.
    if (driver.intent === 'red-light' && (this.#redLeft() < EARLY_S || driver.speed > 3) && light === 'red')
      return undefined;
    return Math.max(0.2, room + over + 0.3);
  }
}

/** Would `look` at lateral place `x` touch the other one when it drives by? */
function touches(other: Driver, x: number, look: Look): boolean {
  return Math.abs(Math.abs(other.x) - x) < (other.look.width + look.width) / 2 + 0.15;
}
