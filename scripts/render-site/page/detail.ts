import type { BufferGeometry, Mesh } from 'three';
import { coarser } from './coarse.ts';

/** Places nearer to each other than this part of a pixel are one. */
const FINENESS = 0.8;
/** Finer than this no body is built, metres. */
const FINEST = 0.002;

/** The surface of a mesh, as fine as its distance asks for; every fineness is made once. */
export class Detail {
  readonly #mesh: Mesh;
  readonly #coarseness: number;
  readonly #fine: BufferGeometry;
  readonly #made = new Map<number, BufferGeometry>();

  /** @param coarseness how many times larger than usual the details are that may get lost */
  constructor(mesh: Mesh, coarseness = 1) {
    this.#mesh = mesh;
    this.#coarseness = coarseness;
    this.#fine = mesh.geometry;
  }

  /** @param metres how long a pixel is where the mesh stands */
  show(metres: number): void {
    const level = levelOf(metres * this.#coarseness);
    let geometry = this.#made.get(level);
    if (!geometry) {
      geometry = coarser(this.#fine, FINEST * 2 ** level);
      geometry.computeBoundingSphere();
      // A shadow is sheared, which may stretch it more than its axes tell: it must not be left out too early.
      if (geometry.boundingSphere) geometry.boundingSphere.radius *= Math.SQRT2;
      this.#made.set(level, geometry);
    }
    this.#mesh.geometry = geometry;
  }

  dispose(): void {
    for (const geometry of this.#made.values()) geometry.dispose();
  }
}

/** How often the finest cell is doubled; a pixel is so many metres long. */
export function levelOf(metres: number): number {
  return Math.max(0, Math.floor(Math.log2((metres * FINENESS) / FINEST)));
}
