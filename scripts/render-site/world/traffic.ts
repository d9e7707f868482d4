import { STEP_S, type Breach, type HeadState, type NearMiss, type World, type WorldState } from './actor.ts';
import { accelerate, ahead, bendSpeed, BRAKING, stateOf, type Driver } from './driver.ts';
import { createWay, layout, opposite, type Arm, type Movement, type Way } from './junction.ts';
import { createLook, isTwoWheeled, type ActorModel, type LookWish } from './looks.ts';
import { turn } from './path.ts';
import { makeWay, pickLane, pickLateral } from './lateral.ts';
import { PlateOffice } from './plates.ts';
import { Random } from './random.ts';
import type { TrafficPlan } from './rates.ts';
import { perform } from './script.ts';
import { cycleS, lightAt, type Light } from './signal-plan.ts';
import { Walkers } from './walkers.ts';
import { flashAt } from './warning-lamps.ts';

const ARMS: readonly Arm[] = ['south', 'north', 'east', 'west'];
/** So long the streets fill before anyone looks. */
const WARM_UP_S = 40;
/** How far sideways someone moves in a second, m. */
const DRIFT = 0.9;
/** Who stands so long in the middle of the junction squeezes through. */
const SQUEEZE_S = 3.5;
/** Who stops somewhere on purpose stands this near to it, m: the driver model keeps its distance from everything. */
const STANDOFF = 1.3;
/** Late ones run the red until this long after it began, early starters leave this long before green, s. */
const LATE_S = 5;
const EARLY_S = 2.5;

export interface Newcomer {
  model: ActorModel;
  way: Way;
  intent?: Breach | NearMiss;
  along?: number;
  lateral?: number;
  speed?: number;
  wished?: number;
  wish?: LookWish;
  pause?: { along: number; seconds: number };
  free?: boolean;
}

/** Traffic at the signalled junction: queues, motorbikes that filter to the front, turns, and breaches at set rates. */
export class Traffic implements World {
  readonly #plan: TrafficPlan;
  readonly #random: Random;
  readonly #office: PlateOffice;
  readonly #walkers: Walkers;
  #drivers: Driver[] = [];
  #nextId = 1;
  #time = -WARM_UP_S;
  readonly #due = new Map<string, number>();
  #waiting: Newcomer[] = [];

  constructor(plan: TrafficPlan) {
    this.#plan = plan;
    this.#random = new Random(plan.seed * 7919 + 31);
    this.#office = new PlateOffice(this.#random, { evenly: plan.evenPlates });
    this.#walkers = new Walkers(new Random(plan.seed * 104_729 + 3));
    const warmUp = Math.round(WARM_UP_S / STEP_S);
    for (let step = 0; step < warmUp; step += 1) this.step();
    this.#time = 0;
  }

  get state(): WorldState {
    const heads = ARMS.map<HeadState>((arm) => {
      const { light, leftS } = lightAt(this.#plan.signal, arm, this.#time);
      return { arm, light, left: Math.ceil(leftS - 1e-6) };
    });
    const officer = this.#plan.officer ? [this.#walkers.officer] : [];
    const drivers = this.#drivers.map((driver) => {
      const state = stateOf(driver);
      return driver.intent === 'emergency-vehicle' ? { ...state, flash: flashAt(this.#time) } : state;
    });
    return { heads, actors: [...drivers, ...this.#walkers.actors, ...officer] };
  }

  step(): void {
    const before = this.#time;
    this.#time += STEP_S;
    for (const arm of ARMS) {
      const [was, is] = [this.light(arm, before), this.light(arm)];
      if (was === 'green' && is === 'yellow') this.#decide(arm);
      if (was === 'yellow' && is === 'red') this.#tempt(arm);
    }
    for (const arm of ARMS) this.#bear(arm);
    if (before >= 0) this.#perform(before);
    const all = [...this.#drivers, ...this.#walkers.bodies];
    for (const driver of this.#drivers) this.#drive(driver, all);
    this.#walkers.step((arm) => this.light(arm) === 'red' && this.#leftS(arm) > 6);
    this.#drivers = this.#drivers.filter(({ along, way }) => along < way.path.length - 2);
  }

  light(arm: Arm, t = this.#time): Light {
    return lightAt(this.#plan.signal, arm, t).light;
  }

  /** Acts that are due; who finds no room tries again in the next step. */
  #perform(before: number): void {
    const due = this.#plan.script.filter(({ atS }) => atS > before && atS <= this.#time);
    this.#waiting.push(...due.map(({ act }) => perform(act, this.#random)));
    this.#waiting = this.#waiting.filter((one) => !this.enter(one));
  }

  #leftS(arm: Arm): number {
    return lightAt(this.#plan.signal, arm, this.#time).leftS;
  }

  /** How long an arm's red has lasted. */
  #redFor(arm: Arm): number {
    const { green, yellowS } = this.#plan.signal;
    const isMain = arm === 'south' || arm === 'north';
    const lasts = cycleS(this.#plan.signal) - (isMain ? green.main : green.side) - yellowS;
    return lasts - this.#leftS(arm);
  }

  #isWavedThrough(arm: Arm): boolean {
    const { officer } = this.#plan;
    const isMain = arm === 'south' || arm === 'north';
    return officer !== undefined && isMain && this.#time >= officer[0] && this.#time < officer[1];
  }

  /** Puts someone on the road; false when there is no room. */
  enter(one: Newcomer): boolean {
    const plate = this.#office.plateFor(one.model);
    const look = createLook(one.model, this.#random, { ...one.wish, ...(plate && { plate }) });
    const [along, lateral] = [one.along ?? 2, one.lateral ?? 0];
    const pose = one.way.path.at(along, lateral);
    const driver: Driver = {
      ...{ id: this.#nextId, look, intent: one.intent, way: one.way, along, lateral, lane: lateral, pose },
      ...{ speed: one.speed ?? (one.wished ?? 9) * 0.85, wished: one.wished ?? 9, braking: false },
      ...{ goesOn: false, stillS: 0, free: one.free ?? false, squeezes: false },
      ...(one.pause && { pause: one.pause }),
    };
    const others = this.#drivers;
    const isClose = others.some(
      (other) =>
        Math.hypot(other.pose.x - pose.x, other.pose.s - pose.s) <
        (other.look.length + look.length) / 2 + 1.5,
    );
    const obstacle = ahead(driver, others);
    if (isClose || (obstacle && obstacle.gap < driver.speed * 0.8)) return false;
    this.#drivers.push(driver);
    this.#nextId += 1;
    return true;
  }

  #bear(arm: Arm): void {
    const random = this.#random;
    for (const lane of ['inner', 'outer'] as const) {
      const key = `${arm}-${lane}`;
      const due = this.#due.get(key) ?? this.#time + random.between(0, 3);
      this.#due.set(key, due);
      if (this.#time < due) continue;
      const entered = this.enter(this.#arrival(arm, lane));
      const isMain = arm === 'south' || arm === 'north';
      const mean = (isMain ? 3.4 : 6) / this.#plan.density;
      this.#due.set(key, this.#time + (entered ? random.between(0.25, 1.75) * mean : 0.5));
    }
  }

  #arrival(arm: Arm, lane: 'inner' | 'outer'): Newcomer {
    const random = this.#random;
    const { bikes, breach } = this.#plan;
    const isBike = random.next() < (lane === 'outer' ? Math.min(1, bikes * 1.45) : bikes * 0.55);
    const roll = random.next();
    const wrongLane = lane === 'outer' && !isBike && arm === 'south' ? (breach['wrong-lane'] ?? 0) : 0;
    const wanted: ActorModel = isBike
      ? random.next() < 0.05
        ? 'bicycle'
        : 'motorbike'
      : random.pick([
          'sedan',
          'hatch',
          'suv',
          'sedan',
          'suv',
          'van',
          'pickup',
          'truck',
          'bus',
          'hatch',
        ] as const);
    // On the main street the outer lane is for two-wheelers: others are there to turn right, or because they break it.
    const keepsOut = lane === 'outer' && !isBike && (arm === 'south' || arm === 'north');
    const breaksLane = keepsOut && roll < wrongLane;
    const movement: Movement =
      keepsOut && !breaksLane
        ? 'right'
        : lane === 'outer'
          ? random.pick(['straight', 'straight', 'right'])
          : 'straight';
    // Nobody turns right out of the south arm's outer lane but two-wheelers, for it is theirs.
    const way = createWay(arm, movement, arm === 'south' && !isBike && !breaksLane ? 'inner' : lane);
    // The east street is closed to trucks.
    const model = way.exit === 'east' && isTruck(wanted) ? 'suv' : wanted;
    const heavy = isTruck(model) || model === 'bus';
    const isFast = isBike && random.next() < (breach.speed ?? 0);
    const three = model === 'motorbike' && random.next() < (breach['three-passengers'] ?? 0);
    const wished =
      model === 'bicycle'
        ? random.between(3.2, 4.4)
        : isFast
          ? random.between(17, 20)
          : random.between(7.5, heavy ? 9.5 : 11.5);
    const [left, right] = way.room;
    const lateral = isBike
      ? random.between(Math.max(left, -1.4), Math.min(right, 1.4))
      : random.between(-0.15, 0.15);
    const intent = three ? 'three-passengers' : isFast ? 'speed' : breaksLane ? 'wrong-lane' : undefined;
    return {
      ...{ model, way, lateral, wished, ...(intent && { intent }) },
      wish: { ...(three && { riders: random.pick([3, 3, 4]) }), bareHead: breach['no-helmet-driver'] ?? 0 },
    };
  }

  /** Yellow: who would have to brake hard goes on. */
  #decide(arm: Arm): void {
    for (const driver of this.#drivers) {
      const room = this.#room(driver);
      if (driver.way.arm !== arm || room < 0) continue;
      driver.goesOn = driver.speed ** 2 / (2 * Math.max(0.1, room)) > BRAKING;
      if (driver.goesOn && driver.intent === undefined) driver.intent = 'yellow-crossing';
    }
  }

  /** Red has begun: some of those who come first run it, some stop too late. */
  #tempt(arm: Arm): void {
    const { breach } = this.#plan;
    for (const driver of this.#drivers) {
      const room = this.#room(driver);
      if (driver.way.arm !== arm || driver.intent !== undefined || room < 1 || room > 60) continue;
      if (driver.way.movement === 'right') continue;
      const roll = this.#random.next();
      if (roll < (breach['red-light'] ?? 0)) driver.intent = 'red-light';
      else if (roll < (breach['red-light'] ?? 0) + (breach['stop-line'] ?? 0)) driver.intent = 'stop-line';
    }
  }

  /** Metres from the front to the stop line. */
  #room({ way, along, look }: Driver): number {
    return way.stopAt - along - look.length / 2;
  }

  #drive(driver: Driver, all: readonly Driver[]): void {
    const { way, look } = driver;
    if (!driver.free) {
      const aside = isTwoWheeled(look) ? makeWay(driver, all) : undefined;
      driver.lane = isTwoWheeled(look) ? (aside ?? pickLateral(driver, all)) : pickLane(driver, all);
      const most = DRIFT * STEP_S * (aside === undefined ? Math.min(1, 0.15 + driver.speed / 3) : 1);
      driver.lateral += Math.max(-most, Math.min(most, driver.lane - driver.lateral));
    }
    driver.squeezes = this.#isInside(driver) && (driver.squeezes || driver.stillS > SQUEEZE_S);
    const others = driver.squeezes ? all.filter((one) => !this.#isStuck(one)) : all;
    let obstacle = ahead(driver, others);
    for (const stop of [
      this.#lightStop(driver),
      this.#holdStop(driver, all),
      this.#boxStop(driver, all),
      this.#pauseStop(driver),
      this.#jamStop(driver),
    ]) {
      if (stop !== undefined && (!obstacle || stop < obstacle.gap)) obstacle = { gap: stop, speed: 0 };
    }
    const wished = driver.squeezes ? Math.min(2.5, bendSpeed(driver)) : bendSpeed(driver);
    const acceleration = accelerate(driver.speed, wished, obstacle);
    driver.speed = Math.max(0, driver.speed + acceleration * STEP_S);
    if (driver.speed < 0.08 && obstacle && obstacle.gap < 1.2) driver.speed = 0;
    driver.braking = acceleration < -0.7 || driver.speed < 0.3;
    driver.stillS = driver.speed < 0.15 ? driver.stillS + STEP_S : 0;
    driver.along += driver.speed * STEP_S;
    driver.pose = way.path.at(driver.along, driver.lateral);
  }

  #isStuck(driver: Driver): boolean {
    return this.#isInside(driver) && driver.speed < 2.6 && (driver.squeezes || driver.speed < 0.4);
  }

  #isInside({ along, way }: Driver): boolean {
    return along > way.stopAt + 2 && along < way.curveEnd + 2;
  }

  /** Metres to where the light makes this one stop; undefined when it need not. */
  #lightStop(driver: Driver): number | undefined {
    const { way, intent } = driver;
    if (driver.free || intent === 'emergency-vehicle') return undefined;
    const light = this.light(way.arm);
    const room = this.#room(driver);
    if (this.#isWavedThrough(way.arm)) {
      if (light === 'red' && room > 0 && room < 1) driver.intent ??= 'officer-directs';
      return undefined;
    }
    if (light === 'green') {
      driver.goesOn = false;
      return undefined;
    }
    // The right turn has a green arrow of its own on the main street.
    if (way.movement === 'right' && (way.arm === 'south' || way.arm === 'north')) return undefined;
    const over = intent === 'stop-line' ? 1.1 + driver.look.length * 0.32 : 0;
    if (driver.goesOn || room < -over - 0.4) return undefined;
    // Who runs the red does so before the others have started, or starts before it ends.
    const isTempting = (driver.speed > 2 && this.#redFor(way.arm) < LATE_S) || this.#leftS(way.arm) < EARLY_S;
    if (light === 'red' && intent === 'red-light' && isTempting) return undefined;
    return Math.max(0.15, room + over + 0.35);
  }

  /** Who turns left or back lets oncoming traffic pass. */
  #holdStop(driver: Driver, all: readonly Driver[]): number | undefined {
    const { way, along, look } = driver;
    if (way.movement !== 'left' && way.movement !== 'u-turn') return undefined;
    const hold = way.holdAt - along - look.length / 2;
    if (hold < -0.5 || driver.stillS > 6) return undefined;
    const gapS = isTwoWheeled(look) ? 1.6 : 2.6;
    const comes = all.some((other) => {
      if (other.way.arm !== opposite[way.arm] || other.way.movement === 'left') return false;
      const left = layout.reach - other.along;
      return left > -4 && left < Math.max(9, other.speed * gapS + 6) && other.speed > 0.8;
    });
    return comes ? Math.max(0.15, hold) : undefined;
  }

  /** Nobody enters the junction who could not leave it, unless a jam is what the clip is about. */
  #boxStop(driver: Driver, all: readonly Driver[]): number | undefined {
    const { way } = driver;
    const room = this.#room(driver);
    if (driver.free || this.#plan.jam || isTwoWheeled(driver.look) || room < 0 || room > 4) return undefined;
    const exit = way.path.at(way.curveEnd + 3);
    const isFull = all.some(
      ({ pose, speed }) =>
        speed < 0.6 &&
        Math.hypot(pose.x - exit.x, pose.s - exit.s) < 5.5 &&
        Math.abs(turn(pose.heading, exit.heading)) < 0.8,
    );
    return isFull ? Math.max(0.15, room + 0.3) : undefined;
  }

  #pauseStop(driver: Driver): number | undefined {
    const { pause } = driver;
    if (!pause) return undefined;
    const room = pause.along - driver.along;
    if (room < STANDOFF) pause.seconds -= STEP_S;
    if (pause.seconds <= 0) delete driver.pause;
    return Math.max(0.1, room);
  }

  #jamStop({ way, along, look }: Driver): number | undefined {
    const { jam } = this.#plan;
    if (!jam || this.#time < jam[0] || this.#time >= jam[1] || way.exit !== 'north') return undefined;
    const room = way.curveEnd + 9 - along - look.length / 2;
    return room > 0 ? Math.max(0.2, room) : undefined;
  }
}

const isTruck = (model: ActorModel) => model === 'truck' || model === 'pickup';
