import {
  BufferAttribute,
  Mesh,
  MeshLambertMaterial,
  PlaneGeometry,
  SRGBColorSpace,
  type Group,
  type Material,
  type Object3D,
  type Texture,
} from 'three';
import type { ActorState } from '../world/actor.ts';
import { plateSpots } from '../world/bodies.ts';
import type { ActorModel, Look } from '../world/looks.ts';
import type { PlateFace } from '../world/plates.ts';
import { createCar } from './car.ts';
import { createBus, createTruck } from './heavy.ts';
import { lampMaterials } from './model.ts';
import { litByLamps } from './street-lamps.ts';
import { createBicycle, createMotorbike, createOfficer, createWalker } from './people.ts';

const builders: Record<ActorModel, (look: Look, stride?: number) => Group> = {
  sedan: createCar,
  hatch: createCar,
  suv: createCar,
  van: createCar,
  ambulance: createCar,
  pickup: createCar,
  truck: createTruck,
  bus: createBus,
  motorbike: createMotorbike,
  'pushed-motorbike': createMotorbike,
  bicycle: createBicycle,
  person: createWalker,
  seated: createWalker,
  officer: createOfficer,
};

/** Builds the bodies of actors, with the plates they carry. */
export class Wardrobe {
  readonly #plates: Material;
  readonly #size: { width: number; height: number };

  constructor(atlas: Texture, size: { width: number; height: number }) {
    atlas.colorSpace = SRGBColorSpace;
    atlas.anisotropy = 8;
    this.#size = size;
    this.#plates = litByLamps(new MeshLambertMaterial({ map: atlas }));
  }

  /** @param stride where in a stride someone on foot is, 0..1 */
  dress(look: Look, stride?: number): Group {
    const body = builders[look.model](look, stride);
    for (const { side, front, up, width, height } of plateSpots(look)) {
      const face = side === 'rear' ? look.plate?.rear : look.plate?.front;
      if (!face) continue;
      const plate = new Mesh(this.#cut(new PlaneGeometry(width, height), face), this.#plates);
      // −z is ahead: the rear plate looks towards +z as planes do, the front one is turned.
      if (side === 'front') plate.rotation.y = Math.PI;
      plate.position.set(0, up, -front);
      body.add(plate);
    }
    body.rotation.order = 'YXZ';
    return body;
  }

  #cut(plane: PlaneGeometry, { box: [x, y, w, h] }: PlateFace): PlaneGeometry {
    const { width, height } = this.#size;
    const [left, right] = [x / width, (x + w) / width];
    const [top, bottom] = [1 - y / height, 1 - (y + h) / height];
    plane.setAttribute(
      'uv',
      new BufferAttribute(new Float32Array([left, top, right, top, left, bottom, right, bottom]), 2),
    );
    return plane;
  }
}

/** Puts a body where its actor is, `ground` metres high, and switches its lamps. */
export function pose(body: Object3D, actor: ActorState, headlights: boolean, ground: number): void {
  body.position.set(actor.x, ground + 0.01, -actor.s);
  body.rotation.set(0, -actor.heading, -actor.lean);
  for (const part of body.children) {
    if (!(part instanceof Mesh)) continue;
    if (part.name === 'head') part.material = headlights ? lampMaterials.headOn : lampMaterials.headOff;
    if (part.name === 'tail') {
      part.material = actor.braking
        ? lampMaterials.brake
        : headlights
          ? lampMaterials.tailOn
          : lampMaterials.tailOff;
    }
    if (part.name === 'warn-red')
      part.material = actor.flash === 'red' ? lampMaterials.warnRed : lampMaterials.warnOff;
    if (part.name === 'warn-blue')
      part.material = actor.flash === 'blue' ? lampMaterials.warnBlue : lampMaterials.warnOff;
  }
}
