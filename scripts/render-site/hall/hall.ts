import { STEP_S, type ActorState, type World, type WorldState } from '../world/actor.ts';
import { citizenLook, cleanerLook } from '../world/person-look.ts';
import { Random } from '../world/random.ts';
import { Clerk } from './clerk.ts';
import { viewAt } from './fault.ts';
import type { HallPlan } from './plan.ts';
import { counters, queuePlaces, room, seats, type Counter } from './room.ts';
import * as ways from './routes.ts';
import { APART_M, createWalker, isThere, send, stateOf, walk, type Walker } from './walker.ts';
import type { Visitor } from './visitor.ts';

/** So long the hall fills before anyone looks. */
const WARM_UP_S = 120;
const NORTH = 0;
const EAST = Math.PI / 2;
const TAKES_S = 1.6;
/** Beyond the doors. */
const OUT_S = -room.halfDepth - 0.25;

/** What the hall knows of itself beside where everyone stands. */
export interface HallState extends WorldState {
  t: number;
  isOpen: boolean;
  /** Who came and has not left, in the order of coming. */
  visitors: readonly Visitor[];
  /** Those who have left. */
  past: readonly Visitor[];
}

/** Life in a one-stop hall: staff come and go, citizens take a number or queue, wait, are served, leave or give up. */
export class Hall implements World<HallState> {
  readonly #plan: HallPlan;
  readonly #random: Random;
  readonly #clerks: Clerk[];
  readonly #past: Visitor[] = [];
  #visitors: Visitor[] = [];
  #night: Walker | undefined;
  #nextId = 1;
  #number = 1000;
  #due: number;
  #time = -WARM_UP_S;
  readonly #calls = counters.map(() => '');

  constructor(plan: HallPlan) {
    this.#plan = plan;
    this.#random = new Random(plan.seed * 6151 + 77);
    this.#clerks = plan.staff.map((shift) => new Clerk(this.#takeId(), shift, this.#random));
    this.#due = this.#time;
    while (this.#time < -STEP_S / 2) this.step();
    this.#time = 0;
  }

  get state(): HallState {
    const { fault, open } = this.#plan;
    const view = viewAt(fault, this.#time);
    const actors: ActorState[] = this.#walkers().map(stateOf);
    return {
      ...{ t: this.#time, isOpen: open, actors, heads: [], calls: [...this.#calls] },
      ...{ visitors: this.#visitors, past: this.#past },
      ...(view && { view }),
    };
  }

  step(): void {
    this.#time += STEP_S;
    this.#admit();
    this.#haunt();
    for (const clerk of this.#clerks) clerk.step(this.#time);
    for (const visitor of this.#visitors) this.#live(visitor);
    this.#call();
    const all = this.#walkers();
    for (const walker of all) walk(walker, all);
    const gone = this.#visitors.filter(({ doing, walker }) => doing === 'leaving' && walker.s < OUT_S);
    for (const visitor of gone) visitor.leftS = this.#time;
    this.#past.push(...gone);
    this.#visitors = this.#visitors.filter(({ leftS }) => leftS === undefined);
  }

  #walkers(): Walker[] {
    return [
      ...this.#clerks.flatMap(({ walker, isAway }) => (isAway ? [] : [walker])),
      ...this.#visitors.map(({ walker }) => walker),
      ...(this.#night ? [this.#night] : []),
    ];
  }

  #takeId(): number {
    this.#nextId += 1;
    return this.#nextId - 1;
  }

  #admit(): void {
    const { open, arrivalS, opensS, pickUp, patienceS } = this.#plan;
    const random = this.#random;
    if (!open || this.#time < Math.max(opensS, this.#due)) return;
    this.#due = this.#time + random.between(0.4, 1.6) * arrivalS;
    const picksUp = random.next() < pickUp;
    const line = picksUp ? this.#inLine('queueing') : this.#inLine('taking');
    const look = citizenLook(random);
    const wished = random.between(0.95, 1.35);
    const patience = random.between(0.7, 1.3) * patienceS;
    const [x, s] = ways.doorway;
    const isDoorFree = this.#walkers().every((one) => Math.hypot(one.x - x, one.s - s) > 2 * APART_M);
    // A full lane or machine is seen from the door.
    if (!isDoorFree || line.length >= (picksUp ? queuePlaces : ways.machinePlaces).length) return;
    const walker = createWalker(this.#takeId(), look, ways.doorway, wished);
    const visitor: Visitor = {
      walker,
      doing: picksUp ? 'queueing' : 'taking',
      cameS: this.#time,
      patience,
      leftForS: 0,
    };
    this.#visitors.push(visitor);
    if (picksUp) visitor.place = -1;
  }

  /** Those who do something, in the order of coming. */
  #inLine(doing: Visitor['doing']): Visitor[] {
    return this.#visitors.filter((visitor) => visitor.doing === doing);
  }

  #live(visitor: Visitor): void {
    const { walker } = visitor;
    switch (visitor.doing) {
      case 'taking': {
        const place = this.#inLine('taking').indexOf(visitor);
        if (place !== visitor.place) {
          visitor.place = place;
          const [at] = ways.machinePlaces.slice(place);
          send(walker, at ? [at] : [], EAST);
        }
        if (place === 0 && isThere(walker)) visitor.leftForS += STEP_S;
        if (visitor.leftForS >= TAKES_S) this.#sitDown(visitor);
        return;
      }
      case 'queueing': {
        const place = this.#inLine('queueing').indexOf(visitor);
        const [at] = queuePlaces.slice(place);
        if (place !== visitor.place && at) {
          send(walker, visitor.place === -1 ? ways.toQueue(at) : [...walker.route.slice(0, -1), at], NORTH);
          visitor.place = place;
        }
        if (isThere(walker)) visitor.waitsSinceS ??= this.#time;
        this.#loseHope(visitor, () => (at ? ways.queueToExit(at) : [ways.outside]));
        return;
      }
      case 'waiting':
        if (isThere(walker)) visitor.waitsSinceS ??= this.#time;
        this.#loseHope(visitor, () => (visitor.seat ? ways.seatToExit(visitor.seat) : [ways.outside]));
        return;
      case 'at-counter':
        this.#serve(visitor);
        return;
      case 'leaving':
        return;
    }
  }

  #sitDown(visitor: Visitor): void {
    const taken = new Set(this.#visitors.map(({ seat }) => seat));
    const free = seats.filter((seat) => !taken.has(seat));
    if (free.length === 0) {
      this.#leave(visitor, [[4.6, -4.8], ways.outside]);
      return;
    }
    this.#number += 1;
    visitor.number = this.#number;
    visitor.doing = 'waiting';
    visitor.seat = this.#random.pick(free);
    send(visitor.walker, ways.toSeat(visitor.seat), NORTH, true);
  }

  #loseHope(visitor: Visitor, way: () => ReturnType<typeof ways.seatToExit>): void {
    const { waitsSinceS, patience } = visitor;
    if (waitsSinceS !== undefined && this.#time - waitsSinceS > patience) this.#leave(visitor, way());
  }

  #leave(visitor: Visitor, way: ReturnType<typeof ways.seatToExit>): void {
    visitor.doing = 'leaving';
    delete visitor.seat;
    send(visitor.walker, way, Math.PI);
  }

  /** Every free counter with its clerk there calls the next one. */
  #call(): void {
    counters.forEach((counter, index) => {
      if (!this.#clerkOf(index)?.isWorking) return;
      if (this.#visitors.some((one) => one.doing === 'at-counter' && one.counter === index)) return;
      const doing = counter.serves === 'tickets' ? 'waiting' : 'queueing';
      const next = this.#inLine(doing).find(({ waitsSinceS }) => waitsSinceS !== undefined);
      if (!next) return;
      this.#calls[index] = next.number === undefined ? '' : String(next.number);
      this.#goTo(next, counter, index);
    });
  }

  #goTo(visitor: Visitor, counter: Counter, index: number): void {
    const way = visitor.seat ? ways.seatToCounter(visitor.seat, counter) : ways.queueToCounter(counter);
    Object.assign(visitor, { doing: 'at-counter', counter: index } satisfies Partial<Visitor>);
    visitor.leftForS = this.#random.between(...this.#plan.serviceS);
    delete visitor.seat;
    send(visitor.walker, way, NORTH, counter.serves === 'tickets');
  }

  #serve(visitor: Visitor): void {
    const { walker, counter = 0 } = visitor;
    const at = counters[counter];
    if (!at || !isThere(walker) || !this.#clerkOf(counter)?.isWorking) return;
    visitor.servedS ??= this.#time;
    visitor.leftForS -= STEP_S;
    if (visitor.leftForS > 0) return;
    this.#calls[counter] = '';
    this.#leave(visitor, ways.counterToExit(at));
  }

  #clerkOf(counter: number): Clerk | undefined {
    return this.#clerks.find((clerk) => clerk.counter === counter);
  }

  /** Whoever is there at night. */
  #haunt(): void {
    const { night } = this.#plan;
    if (!night) return;
    const random = this.#random;
    if (!this.#night && this.#time >= night.from && this.#time < night.to) {
      const look = night.who === 'cleaner' ? cleanerLook(random) : citizenLook(random);
      this.#night = createWalker(this.#takeId(), look, ways.doorway, night.who === 'cleaner' ? 0.7 : 1.1);
      send(this.#night, ways.nightRound, 0);
    }
    const walker = this.#night;
    if (!walker) return;
    const goesHome = this.#time >= night.to;
    const [last] = walker.route.slice(-1);
    if (goesHome && last !== ways.outside) send(walker, [[4.4, -4.4], ways.outside], Math.PI);
    if (!isThere(walker)) return;
    if (goesHome) this.#night = undefined;
    else send(walker, ways.nightRound.slice(1), 0);
  }
}
