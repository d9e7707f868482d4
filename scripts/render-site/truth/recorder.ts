import type { Truth } from '../../../tests/support/truth.ts';
import { see } from '../camera/see.ts';
import type { SiteCamera } from '../camera/camera.ts';
import type { WorldState } from '../world/actor.ts';
import type { Prop } from '../world/props.ts';
import { zones } from '../world/zones.ts';
import { occupancy, TruthBook, type ClipFacts } from './book.ts';
import { Witness } from './witness.ts';

/** Writes down what happens in a clip. */
export interface Recorder<State extends WorldState = WorldState> {
  frame(index: number, state: State): void;
  finish(): Truth;
}

/** Writes down what happens at the junction, frame by frame, from the ground positions alone. */
export class TruthRecorder implements Recorder {
  readonly #camera: SiteCamera;
  readonly #props: readonly Prop[];
  readonly #book: TruthBook;
  readonly #witness: Witness;
  #light = '';

  constructor(facts: ClipFacts, camera: SiteCamera, props: readonly Prop[]) {
    this.#camera = camera;
    this.#props = props;
    this.#book = new TruthBook(facts, camera);
    this.#witness = new Witness(this.#book.truth);
  }

  frame(index: number, { actors, heads }: WorldState): void {
    const t = this.#book.timeOf(index);
    const light = heads.find(({ arm }) => arm === 'south')?.light ?? 'off';
    if (light !== this.#light) this.#book.truth.signals.push({ t, signal: 'main', state: light });
    this.#light = light;
    const all = see(this.#camera, actors, this.#props);
    const seen = this.#book.frame(t, all, occupancy(zones, actors));
    this.#witness.frame(t, light, actors, new Map(seen.map((one) => [one.actor.id, one])));
  }

  finish(): Truth {
    this.#witness.finish();
    return this.#book.truth;
  }
}
