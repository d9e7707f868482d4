import type { Truth } from '../../tests/support/truth.ts';
import { see, type SeenActor } from './project.ts';
import { lanes } from './scene-of.ts';
import { road, type Site } from './site.ts';
import type { ActorState } from './traffic.ts';

/** Part of a body that must be seen before anyone may be asked to find it. */
const MIN_VISIBLE = 0.25;

/** Writes down what happens, frame by frame, from the ground positions alone. */
export class TruthRecorder {
  readonly #site: Site;
  readonly #truth: Truth;
  readonly #last = new Map<number, ActorState>();

  constructor(site: Site, fps: number) {
    this.#site = site;
    const { width, height } = site.camera;
    this.#truth = {
      schema: 'truth.v1',
      seed: site.seed,
      width,
      height,
      fps,
      tracks: [],
      frames: [],
      passages: [],
      violations: [],
    };
  }

  frame(index: number, actors: ActorState[]): void {
    const t = round(index / this.#truth.fps);
    const seen = see(this.#site.camera, actors).filter(
      ({ visible, box }) => visible >= MIN_VISIBLE && box.h >= 8,
    );
    this.#truth.frames.push({ t, objects: seen.map(row) });
    for (const one of seen) this.#follow(one, t, index);
    for (const actor of actors) {
      this.#passage(actor, t);
      this.#violation(actor, t);
      this.#last.set(actor.id, actor);
    }
  }

  finish(): Truth {
    return this.#truth;
  }

  #follow({ actor, box }: SeenActor, t: number, index: number): void {
    let track = this.#truth.tracks.find(({ id }) => id === actor.id);
    const rect = [box.x, box.y, box.w, box.h].map(Math.round);
    if (track === undefined) {
      const { look, intent, id } = actor;
      track = { id, class: look.class, riders: look.riders, intent, ground: [], largest: rect };
      this.#truth.tracks.push(track);
    }
    const [, , w = 0, h = 0] = track.largest;
    if (box.w * box.h > w * h) track.largest = rect;
    if (index % Math.round(this.#truth.fps) === 0) {
      track.ground.push([t, round(actor.x), round(actor.s), round(actor.speed * 3.6)]);
    }
  }

  #passage(actor: ActorState, t: number): void {
    const before = this.#last.get(actor.id);
    if (before === undefined || Math.abs(actor.x) > road.halfWidth) return;
    const [was, is] = [before.s - road.countLine, actor.s - road.countLine];
    if (was * is > 0 || was === is) return;
    const direction = is > was ? 'forward' : 'backward';
    this.#truth.passages.push({ t, line: 'count-main', direction, class: actor.look.class, track: actor.id });
  }

  #violation(actor: ActorState, t: number): void {
    const zone = zoneBroken(actor);
    if (zone === undefined) return;
    const known = this.#truth.violations.find(({ track }) => track === actor.id);
    if (known) known.end = t;
    else {
      const { intent, look, id } = actor;
      this.#truth.violations.push({ rule: intent, start: t, end: t, class: look.class, track: id, zone });
    }
  }
}

/** The zone that an actor is breaking a rule in right now, by its ground position. */
function zoneBroken({ intent, x, s }: ActorState): string | undefined {
  const within = (zone: { x: number[]; s: number[] }) =>
    x >= (zone.x[0] ?? 0) && x <= (zone.x[1] ?? 0) && s >= (zone.s[0] ?? 0) && s <= (zone.s[1] ?? 0);
  if (intent === 'wrong-way' && within(lanes.away)) return 'lane-away';
  if (intent === 'no-entry' && within(lanes.side)) return 'side-street';
  return undefined;
}

function row({ actor, box, visible }: SeenActor): number[] {
  return [actor.id, box.x, box.y, box.w, box.h, visible * 100].map(Math.round);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
