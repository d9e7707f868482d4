import type { Truth } from '../../../tests/support/truth.ts';
import type { SiteCamera } from '../camera/camera.ts';
import type { SeenActor } from '../camera/see.ts';
import type { ActorState } from '../world/actor.ts';
import { isInside, type Ground } from '../world/path.ts';

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

/** Writes down who is seen where, frame by frame; what is special to a junction or a hall is added by others. */
export class TruthBook {
  readonly truth: Truth;

  constructor(facts: ClipFacts, { id, width, height }: SiteCamera) {
    this.truth = {
      ...{ schema: 'truth.v2', ...facts, camera: id, width, height },
      ...{ tracks: [], frames: [], signals: [], passages: [] },
      ...{ violations: [], nonViolations: [], alerts: [], visits: [] },
    };
  }

  /** The moment of a frame, seconds. */
  timeOf(index: number): number {
    return Math.round((index / this.truth.fps) * 100) / 100;
  }

  /** Adds a frame; gives those that are seen well enough to be in it. */
  frame(t: number, all: readonly SeenActor[], occupied: Record<string, number>): SeenActor[] {
    const seen = all.filter(({ visible, box }) => visible >= MIN_VISIBLE && box.h >= MIN_HEIGHT);
    this.truth.frames.push({
      t,
      objects: seen.map(row),
      plates: seen.flatMap(({ actor, plates }) =>
        plates
          .filter(({ isClear, width }) => isClear && width >= MIN_PLATE)
          .map(({ corners, width }) => [actor.id, ...corners.flat().map(Math.round), Math.round(width * 10)]),
      ),
      ...(Object.keys(occupied).length > 0 && { zones: occupied }),
    });
    for (const one of seen) this.#follow(one);
    return seen;
  }

  #follow({ actor, box }: SeenActor): void {
    const rect = [box.x, box.y, box.w, box.h].map(Math.round);
    let track = this.truth.tracks.find(({ id }) => id === actor.id);
    if (track === undefined) {
      const { look, id } = actor;
      const { plate } = look;
      const riders = look.class === 'motorbike' ? look.riders.map(({ helmet }) => helmet) : [];
      track = { id, class: look.class, riders, intent: 'normal', largest: rect };
      if (plate) track.plate = { text: plate.text, family: plate.family, colour: plate.colour };
      this.truth.tracks.push(track);
    }
    track.intent = actor.intent ?? track.intent;
    const [, , w = 0, h = 0] = track.largest;
    if (box.w * box.h > w * h) track.largest = rect;
  }
}

/** How many stand or drive in each zone that holds anyone. */
export function occupancy(
  zones: readonly { id: string; polygon: readonly Ground[] }[],
  actors: readonly ActorState[],
): Record<string, number> {
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
