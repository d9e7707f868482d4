import type { Truth } from '../../../tests/support/truth.ts';
import type { SiteCamera } from '../camera/camera.ts';
import { see, type SeenActor } from '../camera/see.ts';
import type { ActorState } from '../world/actor.ts';
import type { Prop } from '../world/props.ts';
import { occupancy, TruthBook, type ClipFacts } from '../truth/book.ts';
import type { Recorder } from '../truth/recorder.ts';
import { AlertLog } from './alert-log.ts';
import { aimed, BLIND } from './fault.ts';
import type { HallState } from './hall.ts';
import { placesOf } from './hall-scene.ts';
import { limits, TIME_FACTOR, type HallPlan } from './plan.ts';
import { counters, entranceEnds, hallZones } from './room.ts';
import type { Visitor } from './visitor.ts';

/** Minutes of a real hall as seconds of a clip. */
const clipS = (minutes: number) => (minutes * 60) / TIME_FACTOR;
const flat = () => 0;

/** Writes down what happens in the hall: who is where, who waits, and what a supervisor should hear of. */
export class HallRecorder implements Recorder<HallState> {
  readonly #camera: SiteCamera;
  readonly #props: readonly Prop[];
  readonly #plan: HallPlan;
  readonly #book: TruthBook;
  readonly #alerts = new AlertLog();
  #all: Visitor[] = [];
  #before = new Map<number, number>();

  constructor(facts: ClipFacts, camera: SiteCamera, props: readonly Prop[], plan: HallPlan) {
    this.#camera = camera;
    this.#props = props;
    this.#plan = plan;
    this.#book = new TruthBook(facts, camera);
    Object.assign(this.#book.truth, { timeFactor: TIME_FACTOR, places: placesOf(camera) });
  }

  frame(index: number, { actors, view, visitors, past }: HallState): void {
    const t = this.#book.timeOf(index);
    const zones = occupancy(hallZones, actors);
    const isBlind = (view?.covered ?? 0) > BLIND;
    const seen = isBlind ? [] : see(aimed(this.#camera, view), actors, this.#props, flat);
    this.#book.frame(t, seen, zones);
    this.#passages(t, actors, seen);
    this.#all = [...past, ...visitors];
    const note = this.#alerts.note.bind(this.#alerts, t);
    const { open, opensS } = this.#plan;
    for (const [index, { id, serves }] of counters.entries()) {
      const waits = visitors.some((one) => waitsFor(one, index, serves));
      const isLate = open && t >= opensS + clipS(limits.graceMin);
      const isEmpty = (zones[`${id}-staff`] ?? 0) === 0;
      note('counter-unattended', id, isLate && isEmpty && waits, clipS(limits.unattendedMin));
    }
    note('queue-long', 'queue', (zones['queue'] ?? 0) >= limits.queue, clipS(limits.queueMin));
    for (const place of ['seats', 'queue'] as const) {
      const doing = place === 'seats' ? 'waiting' : 'queueing';
      // What was before the clip nobody can have seen.
      const waits = visitors.some(
        (one) => one.doing === doing && t - Math.max(0, one.waitsSinceS ?? t) >= clipS(limits.waitMin),
      );
      note('wait-long', place, waits);
    }
    note('after-hours', 'hall', !open && (zones['hall'] ?? 0) > 0, clipS(1));
    note('camera-covered', '', (view?.covered ?? 0) > 0.5);
    note('camera-moved', '', view !== undefined && view.yaw !== 0);
    note('camera-blurred', '', (view?.blur ?? 0) > 4);
    note('camera-dark', '', (view?.dark ?? 0) > 0.7);
  }

  /** Who came in or left over the line inside the doors. */
  #passages(t: number, actors: readonly ActorState[], seen: readonly SeenActor[]): void {
    const [[west, s], [east]] = entranceEnds;
    for (const { id, x, s: is, look } of actors) {
      const was = this.#before.get(id);
      if (was === undefined || was < s === is < s || x < west || x > east) continue;
      const certain = (seen.find(({ actor }) => actor.id === id)?.visible ?? 0) >= 0.5;
      const direction = is > was ? 'forward' : 'backward';
      this.#book.truth.passages.push({
        t,
        line: 'entrance',
        direction,
        class: look.class,
        track: id,
        certain,
      });
    }
    this.#before = new Map(actors.map(({ id, s: is }) => [id, is]));
  }

  finish(): Truth {
    const { truth } = this.#book;
    truth.alerts = this.#alerts.finish();
    truth.visits = this.#all
      .filter(({ leftS }) => leftS === undefined || leftS > 0)
      .map(({ walker, counter, cameS, servedS, leftS }) => ({
        person: walker.id,
        counter: servedS === undefined ? '' : (counters[counter ?? -1]?.id ?? ''),
        cameS: round(cameS),
        ...(servedS !== undefined && { servedS: round(servedS) }),
        ...(leftS !== undefined && { leftS: round(leftS) }),
      }));
    return truth;
  }
}

/** Whether someone waits for what a counter does: before it, on the seats with a number, or in its queue. */
function waitsFor(one: Visitor, counter: number, serves: 'tickets' | 'queue'): boolean {
  if (one.doing === 'at-counter') return one.counter === counter;
  return one.waitsSinceS !== undefined && one.doing === (serves === 'tickets' ? 'waiting' : 'queueing');
}

const round = (value: number) => Math.round(value * 100) / 100;
