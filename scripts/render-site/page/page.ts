import {
  ACESFilmicToneMapping,
  Color,
  DirectionalLight,
  Fog,
  HemisphereLight,
  PCFShadowMap,
  PerspectiveCamera,
  Scene,
  WebGLRenderer,
  type Object3D,
} from 'three';
import { Random } from '../random.ts';
import type { Site } from '../site.ts';
import type { ActorState } from '../traffic.ts';
import type { Look } from '../vehicles.ts';
import { createBus, createCar, createTruck } from './four-wheels.ts';
import { createBicycle, createMotorbike, createWalker } from './people.ts';
import { createStreet } from './street.ts';

const builders: Record<Look['model'], (look: Look) => Object3D> = {
  sedan: createCar,
  hatch: createCar,
  suv: createCar,
  van: createCar,
  truck: createTruck,
  bus: createBus,
  motorbike: createMotorbike,
  bicycle: createBicycle,
  person: createWalker,
};

/** Draws one site; the traffic comes from outside, frame by frame. */
class Stage {
  readonly #renderer = new WebGLRenderer({ antialias: true, preserveDrawingBuffer: true });
  readonly #scene = new Scene();
  readonly #camera: PerspectiveCamera;
  readonly #actors = new Map<number, Object3D>();

  constructor({ camera, light, seed }: Site) {
    this.#renderer.setSize(camera.width, camera.height, false);
    this.#renderer.shadowMap.enabled = true;
    this.#renderer.shadowMap.type = PCFShadowMap;
    this.#renderer.toneMapping = ACESFilmicToneMapping;
    this.#renderer.toneMappingExposure = 0.95;
    this.#scene.background = new Color(light.haze);
    this.#scene.fog = new Fog(light.haze, 60, 260);
    this.#scene.add(new HemisphereLight('#dfe9f2', '#8b8475', light.sky), sunOf(light, this.#scene));
    this.#scene.add(createStreet(new Random(seed)));
    this.#camera = new PerspectiveCamera(camera.fov, camera.width / camera.height, 0.3, 500);
    this.#camera.position.set(camera.x, camera.y, -camera.s);
    this.#camera.rotation.set((-camera.pitch * Math.PI) / 180, (-camera.yaw * Math.PI) / 180, 0, 'YXZ');
  }

  /** Draws these actors and gives the picture as a JPEG data address. */
  draw(actors: ActorState[]): string {
    const gone = new Set(this.#actors.keys());
    for (const actor of actors) {
      gone.delete(actor.id);
      const object = this.#actors.get(actor.id) ?? builders[actor.look.model](actor.look);
      if (!this.#actors.has(actor.id)) this.#scene.add(object);
      this.#actors.set(actor.id, object);
      object.position.set(actor.x, 0.02, -actor.s);
      object.rotation.y = -actor.heading;
    }
    for (const id of gone) {
      const object = this.#actors.get(id);
      if (object) this.#scene.remove(object);
      this.#actors.delete(id);
    }
    this.#renderer.render(this.#scene, this.#camera);
    return this.#renderer.domElement.toDataURL('image/jpeg', 0.95);
  }
}

function sunOf(light: Site['light'], scene: Scene): DirectionalLight {
  const sun = new DirectionalLight('#fff2dc', light.sun);
  const [height, bearing] = [(light.elevation * Math.PI) / 180, (light.azimuth * Math.PI) / 180];
  sun.target.position.set(0, 0, -28);
  sun.position.set(
    80 * Math.cos(height) * Math.sin(bearing),
    80 * Math.sin(height),
    -28 - 80 * Math.cos(height) * Math.cos(bearing),
  );
  sun.castShadow = true;
  sun.shadow.mapSize.set(2048, 2048);
  const reach = { left: -45, right: 45, top: 50, bottom: -50, near: 5, far: 220 };
  Object.assign(sun.shadow.camera, reach);
  sun.shadow.bias = -0.0008;
  scene.add(sun.target);
  return sun;
}

declare global {
  interface Window {
    openStage: (site: Site) => void;
    draw: (actors: ActorState[]) => string;
  }
}

let stage: Stage | undefined;
window.openStage = (site) => {
  stage = new Stage(site);
};
window.draw = (actors) => stage?.draw(actors) ?? '';
