import {
  BufferAttribute,
  Color,
  Group,
  Mesh,
  MeshBasicMaterial,
  MeshLambertMaterial,
  MeshStandardMaterial,
  type BufferGeometry,
  type Material,
} from 'three';
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js';
import { litByLamps } from './street-lamps.ts';

/** What a surface is like: dull, painted or glass, a lamp in front, a lamp behind, a warning lamp on the roof. */
export type Surface = 'matte' | 'gloss' | 'head' | 'tail' | 'warn-red' | 'warn-blue';

export interface Paint {
  colour: string;
  surface: Surface;
}

export type Shade = (x: number, y: number, z: number) => number;

export const matte = (colour: string): Paint => ({ colour, surface: 'matte' });
export const gloss = (colour: string): Paint => ({ colour, surface: 'gloss' });

/** Lamps by how they shine: off by day, on at night, brighter when braking. */
export const lampMaterials = {
  headOff: new MeshLambertMaterial({ vertexColors: true }),
  headOn: new MeshBasicMaterial({ color: '#fff6dd' }),
  tailOff: new MeshLambertMaterial({ vertexColors: true }),
  tailOn: new MeshBasicMaterial({ color: '#d81010' }),
  brake: new MeshBasicMaterial({ color: '#ff3020' }),
  warnOff: litByLamps(new MeshLambertMaterial({ vertexColors: true })),
  warnRed: new MeshBasicMaterial({ color: '#ff1c10' }),
  warnBlue: new MeshBasicMaterial({ color: '#2450ff' }),
};
lampMaterials.headOn.color.multiplyScalar(4);
lampMaterials.brake.color.multiplyScalar(2.2);
lampMaterials.warnRed.color.multiplyScalar(3);
lampMaterials.warnBlue.color.multiplyScalar(3);

/** What surfaces are made of; lamps while they are off. */
const surfaces: Record<Surface, Material> = {
  matte: litByLamps(new MeshLambertMaterial({ vertexColors: true })),
  gloss: litByLamps(new MeshStandardMaterial({ vertexColors: true, roughness: 0.35, metalness: 0.1 })),
  head: lampMaterials.headOff,
  tail: lampMaterials.tailOff,
  'warn-red': lampMaterials.warnOff,
  'warn-blue': lampMaterials.warnOff,
};

/** Collects the parts of a body and merges them, so that a body takes few draws. */
export class Model {
  readonly #parts = new Map<Surface, BufferGeometry[]>();

  /** @param shade how light the paint is at a place, 1 is as it is; for folds and corners that little light reaches */
  add(geometry: BufferGeometry, { colour, surface }: Paint, shade?: Shade): void {
    const part = geometry.index ? geometry.toNonIndexed() : geometry;
    const count = part.getAttribute('position').count;
    const { r, g, b } = new Color(colour);
    const colours = new Float32Array(count * 3);
    const at = part.getAttribute('position');
    for (let i = 0; i < count; i += 1) {
      const light = shade?.(at.getX(i), at.getY(i), at.getZ(i)) ?? 1;
      colours.set([r * light, g * light, b * light], i * 3);
    }
    part.setAttribute('color', new BufferAttribute(colours, 3));
    part.deleteAttribute('uv');
    const list = this.#parts.get(surface) ?? [];
    list.push(part);
    this.#parts.set(surface, list);
  }

  /** Meshes are named by their surface; `userData.solid` is all of it in one geometry, for shadows. */
  build(): Group {
    const group = new Group();
    const all: BufferGeometry[] = [];
    for (const [surface, parts] of this.#parts) {
      const geometry = mergeGeometries(parts);
      all.push(...parts);
      const mesh = new Mesh(geometry, surfaces[surface]);
      mesh.name = surface;
      group.add(mesh);
    }
    group.userData['solid'] = mergeGeometries(all);
    return group;
  }
}
