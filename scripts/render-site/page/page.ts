import {
  Color,
  DirectionalLight,
  Fog,
  HemisphereLight,
  PCFShadowMap,
  PerspectiveCamera,
  PointLight,
  Scene,
  TextureLoader,
  WebGLRenderer,
  type Object3D,
} from 'three';
import type { SiteCamera } from '../camera/camera.ts';
import type { ActorState, WorldState } from '../world/actor.ts';
import { layout, onArm } from '../world/junction.ts';
import type { Lighting } from '../world/light.ts';
import type { Prop } from '../world/props.ts';
import { Random } from '../world/random.ts';
import { pose, Wardrobe } from './actors.ts';
import { Glow } from './glow.ts';
import { Lamps } from './lamps.ts';
import { Lens } from './lens.ts';
import { ShadowCaster } from './shadow.ts';
import { createTown } from './town.ts';

/** Everything the page needs to know of a clip before its first frame. */
export interface StageOrder {
  seed: number;
  camera: SiteCamera;
  light: Lighting;
  props: Prop[];
  atlas: { url: string; width: number; height: number };
}

interface Shown {
  body: Object3D;
  parts: Object3D[];
  update: () => void;
}

/** Draws one junction; what moves comes from outside, frame by frame. */
class Stage {
  readonly #renderer = new WebGLRenderer({ antialias: false, preserveDrawingBuffer: true });
  readonly #moving = new Scene();
  readonly #camera: PerspectiveCamera;
  readonly #lens: Lens;
  readonly #light: Lighting;
  readonly #wardrobe: Wardrobe;
  readonly #caster: ShadowCaster;
  readonly #lamps: Lamps;
  readonly #glow: Glow | undefined;
  readonly #shown = new Map<number, Shown>();

  constructor(
    { camera, light, seed, props, atlas }: StageOrder,
    plates: ConstructorParameters<typeof Wardrobe>[0],
  ) {
    this.#renderer.setSize(camera.width, camera.height, false);
    this.#renderer.shadowMap.enabled = true;
    this.#renderer.shadowMap.type = PCFShadowMap;
    this.#light = light;
    this.#camera = cameraOf(camera);
    const isDark = light.sky < 0.4;
    this.#lens = new Lens(this.#renderer, camera, camera.barrel, { exposure: light.exposure, isDark });
    this.#wardrobe = new Wardrobe(plates, atlas);
    this.#caster = new ShadowCaster(light);
    this.#lamps = new Lamps(isDark ? 3.2 : 1.5);
    const still = new Scene();
    still.background = new Color(light.haze);
    still.fog = this.#moving.fog = new Fog(light.haze, light.sight * 0.25, light.sight);
    shine(still, light, true);
    shine(this.#moving, light, false);
    still.add(createTown(props, new Random(seed), light.wet));
    this.#lens.keep(still, this.#camera);
    this.#moving.add(this.#lamps.group);
    this.#glow = light.headlights ? new Glow(this.#moving, isDark) : undefined;
  }

  /** Draws these actors and lamps and gives the picture as a JPEG data address. */
  draw({ actors, heads }: WorldState): string {
    const gone = new Set(this.#shown.keys());
    for (const actor of actors) {
      gone.delete(actor.id);
      const shown = this.#shown.get(actor.id) ?? this.#enter(actor);
      pose(shown.body, actor, this.#light.headlights);
      shown.update();
    }
    for (const id of gone) this.#leave(id);
    this.#lamps.show(heads);
    this.#glow?.show(actors);
    this.#lens.take(this.#moving, this.#camera);
    return this.#renderer.domElement.toDataURL('image/jpeg', 0.94);
  }

  #enter(actor: ActorState): Shown {
    const body = this.#wardrobe.dress(actor.look);
    const { parts, update } = this.#caster.create(body, actor.look.width, actor.look.length);
    this.#moving.add(body, ...parts);
    const shown = { body, parts, update };
    this.#shown.set(actor.id, shown);
    return shown;
  }

  #leave(id: number): void {
    const shown = this.#shown.get(id);
    if (shown) this.#moving.remove(shown.body, ...shown.parts);
    this.#shown.delete(id);
  }
}

function cameraOf({ x, y, s, pitch, yaw, fov, width, height }: SiteCamera): PerspectiveCamera {
  const camera = new PerspectiveCamera(fov, width / height, 0.3, 500);
  camera.position.set(x, y, -s);
  camera.rotation.set((-pitch * Math.PI) / 180, (-yaw * Math.PI) / 180, 0, 'YXZ');
  camera.updateMatrixWorld();
  return camera;
}

/** Sky, sun and, in the dark, street lamps. What stands still also throws real shadows. */
function shine(scene: Scene, light: Lighting, casts: boolean): void {
  scene.add(new HemisphereLight('#dfe9f2', '#8b8475', light.sky));
  const sun = new DirectionalLight(light.sunColour, light.sun);
  const [height, bearing] = [(light.elevation * Math.PI) / 180, (light.azimuth * Math.PI) / 180];
  sun.position.set(
    90 * Math.cos(height) * Math.sin(bearing),
    90 * Math.sin(height),
    -90 * Math.cos(height) * Math.cos(bearing),
  );
  sun.castShadow = casts;
  sun.shadow.mapSize.set(4096, 4096);
  Object.assign(sun.shadow.camera, { left: -75, right: 75, top: 75, bottom: -75, near: 1, far: 260 });
  sun.shadow.bias = -0.0006;
  sun.shadow.normalBias = 0.03;
  scene.add(sun, sun.target);
  if (light.sky > 0.7) return;
  for (const arm of ['south', 'north', 'east', 'west'] as const) {
    for (const out of [16, 40]) {
      const [x, s] = onArm(arm, out, layout.main.halfWidth + 0.5);
      const lamp = new PointLight('#ffcf94', light.condition === 'infrared' ? 60 : 170, 45, 1.7);
      lamp.position.set(x, 8, -s);
      scene.add(lamp);
    }
  }
}

declare global {
  interface Window {
    openStage: (order: StageOrder) => Promise<void>;
    draw: (state: WorldState) => string;
  }
}

let stage: Stage | undefined;
window.openStage = async (order) => {
  stage = new Stage(order, await new TextureLoader().loadAsync(order.atlas.url));
};
window.draw = (state) => stage?.draw(state) ?? '';
