import type { ObjectClass } from '@vamco/contracts';
import { dot, inside, unit, type NormPoint } from '../scene/geometry.ts';
import type { Scene, SceneZone } from '../scene/scene.ts';
import type { GroundPoint, Track } from '../track/track.ts';
import type { Lights } from './situation.ts';
import { isFar, type FarEnough } from './way.ts';

interface Stand {
  sinceS: number;
  countedS: number;
  /** Its time does not count just now. */
  queue: boolean;
  lastS: number;
  /** Others of its kind that drove by meanwhile: then the road was free. */
  passed: Set<number>;
}

/** Who began to stand within this time of each other stands in one queue. */
const QUEUE_S = 120;
/** So near ahead (or beside) that it is what one waits behind. */
const NEAR: FarEnough = { wayHeights: 2.5, wayM: 14 };
/** So many that drove by show that there is no queue. */
const FREE_ROAD = 2;
/** Heading is taken over the way before it stood. */
const HEADING: FarEnough = { wayHeights: 1, wayM: 4 };

/**
 * How long each track has stood in zones where that is forbidden, without the time in which it had to: behind others
 * that stand, or before a light that is not green. Fed with every frame.
 */
export class StandingBook {
  readonly #scene: Scene;
  readonly #zones: SceneZone[];
  readonly #stands = new Map<string, Stand>();

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#zones = scene.zones.filter(({ kind }) => kind === 'no-stopping' || kind === 'no-parking');
  }

  of(trackId: number, zoneId: string): Stand | undefined {
    return this.#stands.get(`${trackId} ${zoneId}`);
  }

  frame(active: readonly Track[], lights: Lights): void {
    for (const zone of this.#zones) for (const track of active) this.#follow(track, zone, active, lights);
  }

  forget(trackId: number): void {
    for (const { id } of this.#zones) this.#stands.delete(`${trackId} ${id}`);
  }

  #follow(track: Track, zone: SceneZone, active: readonly Track[], lights: Lights): void {
    const key = `${track.id} ${zone.id}`;
    const here = track.trajectory.at(-1);
    if (!track.standing || !here || !inside(zone.polygon, here.at)) {
      this.#stands.delete(key);
      return;
    }
    const { sinceS } = track.standing;
    const known = this.#stands.get(key);
    const stand = known ?? { sinceS, countedS: 0, queue: false, lastS: sinceS, passed: new Set<number>() };
    this.#stands.set(key, stand);
    for (const other of active) {
      if (isSameKind(other, track) && !other.standing && this.#passes(other, here))
        stand.passed.add(other.id);
    }
    stand.queue = waitsForLight(zone, lights, here.t) || this.#waitsInQueue(track, here, zone, active, stand);
    if (!stand.queue) stand.countedS += here.t - stand.lastS;
    stand.lastS = here.t;
  }

  #waitsInQueue(
    track: Track,
    here: GroundPoint,
    zone: SceneZone,
    active: readonly Track[],
    stand: Stand,
  ): boolean {
    if (stand.passed.size >= FREE_ROAD) return false;
    const heading = zone.direction ?? this.#headingOf(track, here);
    return active.some((other) => {
      const there = other.trajectory.at(-1);
      if (other === track || !there || !other.standing || other.class === 'person') return false;
      // A bus does not wait behind a motorbike that was left at the kerb.
      if (isTwoWheeler(other.class) && !isTwoWheeler(track.class)) return false;
      if (Math.abs(other.standing.sinceS - stand.sinceS) > QUEUE_S) return false;
      const way: NormPoint = [there.at[0] - here.at[0], there.at[1] - here.at[1]];
      return (!heading || dot(unit(way), heading) > 0.5) && !isFar(this.#scene, there, here, NEAR);
    });
  }

  /** It drives by: it was further along and now is near, moving. */
  #passes(other: Track, here: GroundPoint): boolean {
    const there = other.trajectory.at(-1);
    const then = other.trajectory.at(-6);
    if (!there || !then || isFar(this.#scene, there, here, NEAR)) return false;
    return isFar(this.#scene, then, there, { wayHeights: 0.5, wayM: 2 });
  }

  #headingOf({ trajectory }: Track, here: GroundPoint): NormPoint | undefined {
    const start = trajectory.findLast((point) => isFar(this.#scene, point, here, HEADING));
    return start && unit([here.at[0] - start.at[0], here.at[1] - start.at[1]]);
  }
}

function waitsForLight({ signal }: SceneZone, lights: Lights, t: number): boolean {
  if (signal === undefined) return false;
  return lights.get(signal)?.phaseAt(t)?.state !== 'green';
}

const isTwoWheeler = (name: ObjectClass) => name === 'motorbike' || name === 'bicycle';
const isSameKind = (a: Track, b: Track) =>
  a.class !== 'person' && isTwoWheeler(a.class) === isTwoWheeler(b.class);
