import { staffLook } from '../world/person-look.ts';
import type { Random } from '../world/random.ts';
import type { Shift } from './plan.ts';
import { counters, staffSeat } from './room.ts';
import { fromStaffSeat, staffDoor, toStaffSeat } from './routes.ts';
import { createWalker, isSeated, isThere, send, type Walker } from './walker.ts';

/** One who works at a counter: comes, sits, goes away and comes back, as the shift says. */
export class Clerk {
  readonly counter: number;
  readonly walker: Walker;
  readonly #shift: Shift;
  #is: 'away' | 'coming' | 'there' | 'going' = 'away';

  constructor(id: number, shift: Shift, random: Random) {
    this.#shift = shift;
    this.counter = shift.counter;
    this.walker = createWalker(id, staffLook(random), staffDoor, random.between(1, 1.3));
  }

  /** Out of the hall. */
  get isAway(): boolean {
    return this.#is === 'away';
  }

  /** Sits at the counter. */
  get isWorking(): boolean {
    return this.#is === 'there' && isSeated(this.walker);
  }

  step(t: number): void {
    const counter = counters[this.counter];
    if (!counter) throw new RangeError(`the hall has no counter ${this.counter}`);
    const { comesS, away } = this.#shift;
    const isDue = t >= comesS && !away.some(([from, to]) => t >= from && t < to);
    if (this.#is === 'away' && isDue) {
      [this.walker.x, this.walker.s] = staffDoor;
      this.#is = 'coming';
      send(this.walker, toStaffSeat(counter), Math.PI, true);
    } else if (this.#is === 'coming' && isThere(this.walker)) {
      [this.walker.x, this.walker.s] = staffSeat(counter);
      this.#is = 'there';
    } else if (this.#is === 'there' && !isDue) {
      this.#is = 'going';
      send(this.walker, fromStaffSeat(counter), Math.PI / 2);
    } else if (this.#is === 'going' && isThere(this.walker)) this.#is = 'away';
  }
}
