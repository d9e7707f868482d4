import type { ObjectClass } from '@vamco/contracts';
import type { GroundPoint, Track } from '../../edge-agent/src/track/track.ts';

/** Metres: east (to the right of a camera that looks north) and north. */
export type Metres = readonly [east: number, north: number];

const SIZE: Record<ObjectClass, readonly [length: number, width: number, height: number]> = {
  car: [4.4, 1.8, 1.5],
  truck: [7, 2.3, 3],
  bus: [10, 2.5, 3.2],
  motorbike: [1.9, 0.7, 1.6],
  bicycle: [1.7, 0.6, 1.6],
  person: [0.4, 0.5, 1.7],
};

/** A pinhole camera on a mast at the origin that looks north over a flat street. Picture 16:9, coordinates 0..1. */
export class StreetCamera {
  readonly #pitch: number;
  readonly #height: number;
  readonly #focal: number;

  /** @param parts degrees downwards, metres above the street, focal length in picture widths */
  constructor({ pitch = 18, height = 7, focal = 0.9 } = {}) {
    this.#pitch = (pitch * Math.PI) / 180;
    this.#height = height;
    this.#focal = focal;
  }

  /** Where a place is seen. */
  see([east, north]: Metres, up = 0): [number, number] {
    const [sin, cos] = [Math.sin(this.#pitch), Math.cos(this.#pitch)];
    const drop = this.#height - up;
    const depth = north * cos + drop * sin;
    const down = drop * cos - north * sin;
    return [0.5 + (this.#focal * east) / depth, 0.5 + (this.#focal * (16 / 9) * down) / depth];
  }

  /** Ground points of a scene at these places. */
  ground(places: readonly Metres[] = GRID): { points: number[][] } {
    return { points: places.map((place) => [...this.see(place), ...place]) };
  }

  /** The look at a vehicle whose middle is at a place, heading along `heading`: the box around its body. */
  look(name: ObjectClass, [east, north]: Metres, heading: Metres, t: number, frame: number): GroundPoint {
    const [length, width, height] = SIZE[name];
    const size = Math.hypot(...heading) || 1;
    const [he, hn] = [heading[0] / size, heading[1] / size];
    const corners = [-0.5, 0.5].flatMap((l) =>
      [-0.5, 0.5].flatMap((w) =>
        [0, height].map((up) =>
          this.see([east + he * l * length + hn * w * width, north + hn * l * length - he * w * width], up),
        ),
      ),
    );
    const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    return { at: [(left + right) / 2, bottom], width: right - left, height: bottom - top, t, frame };
  }

  /**
   * A track that drives along a broken line at an even speed, seen `fps` times a second.
   * @param parts `stops`: stand for so many seconds at the n-th corner
   */
  drive(parts: {
    way: readonly Metres[];
    kmh?: number;
    class?: ObjectClass;
    id?: number;
    fromS?: number;
    fps?: number;
    stops?: Record<number, number>;
  }): Track {
    const { way, kmh = 30, class: name = 'car', id = 1, fromS = 0, fps = 8, stops = {} } = parts;
    const step = kmh / 3.6 / fps;
    const trajectory: GroundPoint[] = [];
    const put = (place: Metres, heading: Metres) => {
      const number = trajectory.length + 1;
      trajectory.push(this.look(name, place, heading, fromS + trajectory.length / fps, number));
    };
    let rest = 0;
    way.forEach((to, index) => {
      const from = way[index - 1];
      const next = way[index + 1] ?? to;
      if (from) {
        const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
        const heading: Metres = [to[0] - from[0], to[1] - from[1]];
        let along = rest;
        for (; along < length; along += step) {
          const part = along / length;
          put([from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part], heading);
        }
        rest = along - length;
      }
      const heading: Metres = from ? [to[0] - from[0], to[1] - from[1]] : [next[0] - to[0], next[1] - to[1]];
      for (let left = (stops[index] ?? 0) * fps; left > 0; left -= 1) put(to, heading);
    });
    return { id, state: 'confirmed', class: name, score: 0.9, box: [0, 0, 10, 10], trajectory };
  }
}

/** Places over a street of two lanes each way. */
const GRID: Metres[] = [8, 15, 25, 40].flatMap((north) => [-7, 0, 7].map((east): Metres => [east, north]));
