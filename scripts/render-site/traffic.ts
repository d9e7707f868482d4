import { Random } from './random.ts';
import { road } from './site.ts';
import { createLook, type ActorModel, type Look } from './vehicles.ts';

/** What an actor is there for; `normal` ones keep every rule. */
export type Intent = 'normal' | 'wrong-way' | 'no-entry' | 'red-light' | 'stop-line';

/** One actor in one frame: where it stands and where it looks (radians, 0 = away from the camera). */
export interface ActorState {
  id: number;
  look: Look;
  intent: Intent;
  x: number;
  s: number;
  heading: number;
  /** m/s */
  speed: number;
}

interface Driver {
  id: number;
  look: Look;
  intent: Intent;
  path: Path;
  /** Distance driven along the path, m. */
  way: number;
  speed: number;
  wished: number;
  bornAt: number;
}

/** A way over the ground: where one is after `way` metres. `group` is the queue one follows in. */
interface Path {
  group: string;
  length: number;
  at(way: number): { x: number; s: number; heading: number };
}

const STEP_S = 0.08;

/** Plays the site's traffic: the same seed gives the same actors in every frame. */
export class Traffic {
  readonly #random: Random;
  #drivers: Driver[] = [];
  #nextId = 1;
  #time = 0;
  readonly #nextBirth = new Map<string, number>();
  readonly #density: number;
  readonly #script: { at: number; model: ActorModel; intent: Intent; done: boolean }[];

  /** @param violations whether the two scripted violations happen (the demo's) */
  constructor(seed: number, options: { density: number; violations: boolean }) {
    this.#random = new Random(seed);
    this.#density = options.density;
    this.#script = options.violations
      ? [
          { at: 5, model: 'motorbike', intent: 'wrong-way', done: false },
          { at: 7, model: 'hatch', intent: 'no-entry', done: false },
          { at: 1, model: 'bus', intent: 'normal', done: false },
          { at: 9.5, model: 'truck', intent: 'normal', done: false },
        ]
      : [];
    this.#walkers();
    // Let the road fill before anyone looks.
    const scripted = this.#script.splice(0);
    for (let t = 0; t < 18; t += STEP_S) this.step();
    this.#time = 0;
    for (const [lane, due] of this.#nextBirth) this.#nextBirth.set(lane, due - 18);
    this.#script.push(...scripted);
  }

  /** Moves everyone on by 80 ms (12.5 frames a second). */
  step(): void {
    this.#time += STEP_S;
    this.#perform();
    this.#bear();
    for (const driver of this.#drivers) this.#drive(driver);
    this.#drivers = this.#drivers.filter((driver) => driver.way < driver.path.length);
  }

  actors(): ActorState[] {
    return this.#drivers.map(({ id, look, intent, path, way, speed }) => ({
      id,
      look,
      intent,
      speed,
      ...path.at(way),
    }));
  }

  #perform(): void {
    for (const scene of this.#script) {
      if (scene.done || this.#time < scene.at) continue;
      const path =
        scene.intent === 'wrong-way'
          ? againstTraffic()
          : scene.intent === 'no-entry'
            ? intoSideStreet()
            : away(road.innerLane);
      const start = scene.intent === 'normal' ? 0 : 0;
      scene.done = this.#enter(scene.model, path, scene.intent === 'normal' ? 9 : 7, scene.intent, start);
    }
  }

  #bear(): void {
    for (const inner of [true, false]) {
      for (const goes of ['away', 'come'] as const) {
        const key = `${goes}-${inner ? 'inner' : 'outer'}`;
        const due = this.#nextBirth.get(key) ?? this.#random.between(0, 4);
        this.#nextBirth.set(key, due);
        if (this.#time < due) continue;
        const model = inner
          ? this.#random.pick([
              'sedan',
              'hatch',
              'suv',
              'suv',
              'van',
              'truck',
              'sedan',
              'bus',
              'motorbike',
            ] as const)
          : this.#random.pick([
              'motorbike',
              'motorbike',
              'motorbike',
              'motorbike',
              'motorbike',
              'bicycle',
              'sedan',
            ] as const);
        const spread = model === 'motorbike' || model === 'bicycle' ? this.#random.between(-0.7, 0.7) : 0;
        const x = (inner ? road.innerLane : road.outerLane) + spread;
        const wished =
          model === 'bicycle'
            ? 4
            : model === 'bus' || model === 'truck'
              ? 9
              : this.#random.between(8.5, 12.5);
        const entered = this.#enter(model, goes === 'away' ? away(x) : come(x), wished, 'normal', 0);
        this.#nextBirth.set(key, this.#time + (entered ? this.#random.between(1.6, 5) / this.#density : 0.4));
      }
    }
  }

  #enter(model: ActorModel, path: Path, wished: number, intent: Intent, way: number): boolean {
    const look = createLook(model, this.#random);
    const tooClose = this.#drivers.some(
      (other) =>
        other.path.group === path.group &&
        Math.abs(other.way - way) < (other.look.length + look.length) / 2 + 4,
    );
    if (tooClose) return false;
    this.#drivers.push({
      id: this.#nextId,
      look,
      intent,
      path,
      way,
      speed: wished * 0.9,
      wished,
      bornAt: this.#time,
    });
    this.#nextId += 1;
    return true;
  }

  /** Intelligent driver model (Treiber, Hennecke, Helbing 2000) behind the next one of the same queue. */
  #drive(driver: Driver): void {
    const { path, way, look } = driver;
    const ahead = this.#drivers
      .filter((other) => other !== driver && other.path.group === path.group && other.way > way)
      .reduce<Driver | undefined>(
        (best, other) => (best === undefined || other.way < best.way ? other : best),
        undefined,
      );
    // Turning into the side street is done slowly.
    const turning = driver.intent === 'no-entry' && way > 18 && way < 52;
    const wished = turning ? Math.min(4.5, driver.wished) : driver.wished;
    let acceleration = 1.6 * (1 - (driver.speed / wished) ** 4);
    if (ahead !== undefined) {
      const gap = Math.max(0.3, ahead.way - way - (ahead.look.length + look.length) / 2);
      const desired = 2 + Math.max(0, driver.speed * 1.1 + (driver.speed * (driver.speed - ahead.speed)) / 4);
      acceleration -= 1.6 * (desired / gap) ** 2;
    }
    driver.speed = Math.max(0, driver.speed + Math.max(-7, acceleration) * STEP_S);
    driver.way += driver.speed * STEP_S;
  }

  #walkers(): void {
    for (let index = 0; index < 6; index += 1) {
      const x = this.#random.pick([-1, 1]) * this.#random.between(road.halfWidth + 0.9, road.halfWidth + 3);
      const path = this.#random.next() < 0.5 ? away(x) : come(-x);
      const walker = { ...path, group: `walker-${index}`, length: Infinity };
      this.#enter('person', walker, this.#random.between(0.9, 1.5), 'normal', this.#random.between(10, 60));
    }
  }
}

const total = road.to - road.from;
const queue = (goes: string, x: number) => `${goes}-${Math.abs(x) < 3.7 ? 'inner' : 'outer'}`;

function away(x: number): Path {
  return { group: queue('away', x), length: total, at: (way) => ({ x, s: road.from + way, heading: 0 }) };
}

function come(x: number): Path {
  return {
    group: queue('come', x),
    length: total,
    at: (way) => ({ x: -x, s: road.to - way, heading: Math.PI }),
  };
}

/** Along the kerb of the lanes that drive away, towards the camera. */
function againstTraffic(): Path {
  const from = 66;
  return {
    group: 'against',
    length: from - road.from,
    at: (way) => ({ x: road.kerbSide, s: from - way, heading: Math.PI }),
  };
}

/** In the outer lane, then a quarter turn to the right into the closed side street. */
function intoSideStreet(): Path {
  const radius = 5;
  const straight = road.side.s - radius - road.from;
  const arc = (Math.PI / 2) * radius;
  const x0 = road.outerLane + 0.4;
  return {
    group: 'away-outer',
    length: straight + arc + road.side.reach - radius,
    at: (way) => {
      if (way < straight) return { x: x0, s: road.from + way, heading: 0 };
      const angle = Math.min(1, (way - straight) / arc) * (Math.PI / 2);
      const rest = Math.max(0, way - straight - arc);
      const x = x0 + radius * (1 - Math.cos(angle)) + rest;
      return { x, s: road.side.s - radius + radius * Math.sin(angle), heading: angle };
    },
  };
}
