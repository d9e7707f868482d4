import { STEP_S, type ActorState } from './actor.ts';
import { stateOf, type Driver } from './driver.ts';
import { layout, onArm, streetOf, type Arm, type Way } from './junction.ts';
import { createLook } from './looks.ts';
import { Path, type Ground } from './path.ts';
import type { Random } from './random.ts';

/** Ids of people on foot start here, so that they never meet a vehicle's. */
const FIRST_ID = 100_000;

/** People on foot: along the pavements, and over the zebras while the traffic there has red. */
export class Walkers {
  readonly #random: Random;
  readonly #people: Driver[] = [];
  readonly #crossing: { walker: Driver; arm: Arm; began: boolean }[] = [];
  readonly officer: ActorState;
  #nextId = FIRST_ID;

  constructor(random: Random) {
    this.#random = random;
    for (const arm of ['south', 'north', 'east', 'west'] as const) {
      const edge = streetOf(arm).halfWidth;
      for (let i = 0; i < 3; i += 1) {
        const right = random.pick([-1, 1]) * (edge + random.between(2, 3.8));
        const [from, to] = random.next() < 0.5 ? [15, 105] : [105, 15];
        this.#walk([onArm(arm, from, right), onArm(arm, to, right)], random.between(0, 60));
      }
      const out = random.between(layout.zebra.near + 0.5, layout.zebra.far - 0.5);
      const walker = this.#walk([onArm(arm, out, edge + 1), onArm(arm, out, -edge - 1)], 0);
      this.#crossing.push({ walker, arm, began: false });
    }
    const look = createLook('officer', random);
    this.officer = {
      ...{ id: FIRST_ID - 1, look, intent: undefined, x: 0, s: 0.5, heading: Math.PI / 2 },
      ...{ speed: 0, braking: false, lean: 0 },
    };
  }

  get actors(): ActorState[] {
    return this.#people.map(stateOf);
  }

  /** Whom vehicles must not hit. */
  get bodies(): readonly Driver[] {
    return this.#people;
  }

  /** @param mayCross whether the traffic of an arm has red for long enough */
  step(mayCross: (arm: Arm) => boolean): void {
    for (const crossing of this.#crossing) {
      const { walker } = crossing;
      if (walker.along > walker.way.path.length - 0.2) {
        crossing.began = false;
        this.#beginAnew(walker, 0);
      }
      crossing.began ||= mayCross(crossing.arm);
      walker.speed = crossing.began ? walker.wished : 0;
    }
    for (const walker of this.#people) {
      const { length } = walker.way.path;
      walker.along += walker.speed * STEP_S;
      if (walker.along >= length) this.#beginAnew(walker, walker.along % length);
      walker.pose = walker.way.path.at(walker.along, walker.lateral);
    }
  }

  /** At the end of a way somebody else of the same looks sets out: nobody is followed from one end to the other. */
  #beginAnew(walker: Driver, along: number): void {
    walker.id = this.#nextId;
    this.#nextId += 1;
    walker.along = along;
  }

  #walk(points: Ground[], along: number): Driver {
    const path = new Path(points);
    const way: Way = {
      arm: 'south',
      movement: 'straight',
      exit: 'north',
      path,
      stopAt: 0,
      holdAt: 0,
      curveEnd: 0,
      room: [0, 0],
      roomBeyond: [0, 0],
    };
    const wished = this.#random.between(0.9, 1.5);
    const look = createLook('person', this.#random);
    const walker: Driver = {
      ...{ id: this.#nextId, look, intent: undefined, way, along, lateral: 0, lane: 0 },
      ...{ speed: wished, wished },
      ...{ braking: false, pose: path.at(along), goesOn: true, stillS: 0, free: true, squeezes: false },
    };
    this.#nextId += 1;
    this.#people.push(walker);
    return walker;
  }
}
