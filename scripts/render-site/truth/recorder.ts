import type { Truth } from '../../../tests/support/truth.ts';
import { see, type SeenActor } from '../camera/see.ts';
import type { SiteCamera } from '../camera/camera.ts';
import type { ActorState, WorldState } from '../world/actor.ts';
import { isInside } from '../world/path.ts';
import type { Prop } from '../world/props.ts';
import { zones } from '../world/zones.ts';
import { Witness } from './witness.ts';

/** Part of a body that must be seen before anyone may be asked to find it. */
const MIN_VISIBLE = 0.1;
const MIN_HEIGHT = 6;
/** Plates narrower than this are nobody's business. */
const MIN_PLATE = 12;

export interface ClipFacts {
  name: string;
  seed: number;
  condition: string;
  fps: number;
  seconds: number;
}

/** Writes down what happens at the junction, frame by frame, from the ground positions alone. */
export class TruthRecorder {
  readonly #camera: SiteCamera;
  readonly #props: readonly Prop[];
  readonly #truth: Truth;
  readonly #witness: Witness;
  #light = '';

  constructor(facts: ClipFacts, camera: SiteCamera, props: readonly Prop[]) {
    this.#camera = camera;
    this.#props = props;
    const { id, width, height } = camera;
    this.#truth = {
      ...{ schema: 'truth.v2', ...facts, camera: id, width, height },
      ...{ tracks: [], frames: [], signals: [], passages: [] },
      ...{ violations: [], nonViolations: [], alerts: [], visits: [] },
    };
    this.#witness = new Witness(this.#truth);
  }

  frame(index: number, { actors, heads }: WorldState): void {
    const t = round(index / this.#truth.fps);
    const light = heads.find(({ arm }) => arm === 'south')?.light ?? 'off';
    if (light !== this.#light) this.#truth.signals.push({ t, signal: 'main', state: light });
    this.#light = light;
    const seen = see(this.#camera, actors, this.#props).filter(
      ({ visible, box }) => visible >= MIN_VISIBLE && box.h >= MIN_HEIGHT,
    );
    const occupied = occupancy(actors);
    this.#truth.frames.push({
      t,
      objects: seen.map(row),
      plates: seen.flatMap(({ actor, plates }) =>
        plates
          .filter(({ width }) => width >= MIN_PLATE)
          .map(({ corners, width }) => [actor.id, ...corners.flat().map(Math.round), Math.round(width * 10)]),
      ),
      ...(Object.keys(occupied).length > 0 && { zones: occupied }),
    });
    for (const one of seen) this.#follow(one);
    this.#witness.frame(t, light, actors, new Map(seen.map((one) => [one.actor.id, one])));
  }

  finish(): Truth {
    this.#witness.finish();
    return this.#truth;
  }

  #follow({ actor, box }: SeenActor): void {
    const rect = [box.x, box.y, box.w, box.h].map(Math.round);
    let track = this.#truth.tracks.find(({ id }) => id === actor.id);
    if (track === undefined) {
      const { look, id } = actor;
      const { plate } = look;
      const riders = look.class === 'motorbike' ? look.riders.map(({ helmet }) => helmet) : [];
      track = { id, class: look.class, riders, intent: 'normal', largest: rect };
      if (plate) track.plate = { text: plate.text, family: plate.family, colour: plate.colour };
      this.#truth.tracks.push(track);
    }
    track.intent = actor.intent ?? track.intent;
    const [, , w = 0, h = 0] = track.largest;
    if (box.w * box.h > w * h) track.largest = rect;
  }
}

function occupancy(actors: readonly ActorState[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { id, polygon } of zones) {
    const count = actors.filter(({ x, s }) => isInside(polygon, [x, s])).length;
    if (count > 0) counts[id] = count;
  }
  return counts;
}

function row({ actor, box, shown, full, visible }: SeenActor): number[] {
  const seen = shown ?? box;
  return [
    ...[actor.id, seen.x, seen.y, seen.w, seen.h, full.x, full.y, full.w, full.h, visible * 100],
    ...[actor.x * 100, actor.s * 100, actor.speed * 36],
  ].map(Math.round);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
