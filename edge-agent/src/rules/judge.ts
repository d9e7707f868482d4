import type { Scene } from '../scene/scene.ts';
import type { SignalTimeline } from '../signals/signal-timeline.ts';
import type { Track } from '../track/track.ts';
import { noEntry } from './no-entry.ts';
import { passage, type Passage } from './passage.ts';
import { redLight } from './red-light.ts';
import type { RuleHit } from './rule-hit.ts';
import { stopLine } from './stop-line.ts';
import { wrongWay } from './wrong-way.ts';

/** Rules by priority: one vehicle is one case, the first that hits. */
const rules: ((track: Track, scene: Scene, lights: Lights) => RuleHit | undefined)[] = [
  (track, scene, lights) =>
    first(scene.lines, (line) => redLight(track, line, lights.get(line.signal ?? ''))),
  (track, scene) => first(scene.zones, (zone) => wrongWay(track, zone)),
  (track, scene) => first(scene.zones, (zone) => noEntry(track, zone)),
  (track, scene, lights) =>
    first(scene.lines, (line) => stopLine(track, line, lights.get(line.signal ?? ''))),
];

/** What each signal of the scene showed, by its id. */
export type Lights = ReadonlyMap<string, SignalTimeline>;

export interface Judgement {
  passages: Passage[];
  hits: RuleHit[];
}

/** Asks every rule about every active track of a frame, and remembers what was already said of a track. */
export class Judge {
  readonly #scene: Scene;
  /** Track id → `line/direction` of the newest crossing reported. */
  readonly #crossed = new Map<number, Map<string, string>>();
  readonly #cases = new Set<number>();

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  judge(active: readonly Track[], lights: Lights = new Map<string, SignalTimeline>()): Judgement {
    const passages = active.flatMap((track) => this.#passages(track));
    const hits = active.flatMap((track) => this.#hit(track, lights) ?? []);
    return { passages, hits };
  }

  /** A track that ended will not be asked about again. */
  forget(ended: readonly Track[]): void {
    for (const { id } of ended) {
      this.#crossed.delete(id);
      this.#cases.delete(id);
    }
  }

  #passages(track: Track): Passage[] {
    const told = this.#crossed.get(track.id) ?? new Map<string, string>();
    this.#crossed.set(track.id, told);
    return this.#scene.lines.flatMap((line) => {
      const found = passage(track, line);
      // The same direction twice in a row is one crossing: nobody comes over a line twice without going back.
      if (found === undefined || told.get(line.id) === found.direction) return [];
      told.set(line.id, found.direction);
      return [found];
    });
  }

  #hit(track: Track, lights: Lights): RuleHit | undefined {
    if (this.#cases.has(track.id)) return undefined;
    const hit = first(rules, (rule) => rule(track, this.#scene, lights));
    if (hit) this.#cases.add(track.id);
    return hit;
  }
}

/** The first answer that is one. */
function first<Item, Answer>(
  items: readonly Item[],
  ask: (item: Item) => Answer | undefined,
): Answer | undefined {
  for (const item of items) {
    const answer = ask(item);
    if (answer !== undefined) return answer;
  }
  return undefined;
}
