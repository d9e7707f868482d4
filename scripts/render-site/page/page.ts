import { Mesh, PCFShadowMap, PerspectiveCamera, TextureLoader, WebGLRenderer, type Object3D } from 'three';
import type { SiteCamera } from '../camera/camera.ts';
import { aimed } from '../hall/fault.ts';
import type { ActorState, View, WorldState } from '../world/actor.ts';
import type { Lighting } from '../world/light.ts';
import type { Prop } from '../world/props.ts';
import { pose, Wardrobe } from './actors.ts';
import { Detail } from './detail.ts';
import { createHall } from './hall.ts';
import { createJunction } from './junction-setting.ts';
import { Lens } from './lens.ts';
import type { Setting } from './setting.ts';
import { ShadowCaster } from './shadow.ts';
import { spreadLamps, streetLamps } from './street-lamps.ts';

/** Everything the page needs to know of a clip before its first frame. */
export interface StageOrder {
  seed: number;
  camera: SiteCamera;
  light: Lighting;
  props: Prop[];
  /** The one-stop hall instead of the junction; its lamps are on, or the room is closed for the night. */
  hall?: { isLit: boolean };
  atlas: { url: string; width: number; height: number };
}

/** Of a shadow nobody sees more than the outline. */
const SHADOW_COARSENESS = 3;

interface Shown {
  body: Object3D;
  parts: Object3D[];
  /** What is drawn more coarsely from afar. */
  details: Detail[];
  update: () => void;
}

/** Draws one place; what moves comes from outside, frame by frame. */
class Stage {
  readonly #renderer = new WebGLRenderer({ antialias: false, preserveDrawingBuffer: true });
  readonly #order: StageOrder;
  readonly #setting: Setting;
  readonly #lens: Lens;
  readonly #wardrobe: Wardrobe;
  readonly #caster: ShadowCaster;
  #camera: PerspectiveCamera;
  #aim = '';
  /** The bodies of each actor, one for every way of standing that was seen. */
  readonly #shown = new Map<number, Map<string, Shown>>();

  constructor(order: StageOrder, plates: ConstructorParameters<typeof Wardrobe>[0]) {
    const { camera, light, seed, props, atlas, hall } = order;
    this.#order = order;
    this.#renderer.setSize(camera.width, camera.height, false);
    this.#renderer.shadowMap.enabled = true;
    this.#renderer.shadowMap.type = PCFShadowMap;
    // A hall may be dark too: at night, or when its camera fails.
    const isDark = hall !== undefined || light.sky < 0.4;
    this.#lens = new Lens(this.#renderer, camera, camera.barrel, { exposure: light.exposure, isDark });
    this.#wardrobe = new Wardrobe(plates, atlas);
    this.#caster = new ShadowCaster(light);
    spreadLamps(hall ? [] : streetLamps(light));
    this.#setting = hall ? createHall(hall, seed) : createJunction(light, props, seed);
    this.#camera = cameraOf(camera);
  }

  /** Draws these actors and lamps and gives the picture as a JPEG data address. */
  draw(state: WorldState): string {
    this.#turn(state.view);
    const gone = new Set(this.#shown.keys());
    for (const actor of state.actors) {
      gone.delete(actor.id);
      const shown = this.#dress(actor);
      pose(shown.body, actor, this.#order.light.headlights, this.#setting.ground(actor.x, actor.s));
      shown.update();
      const metres = this.#pixelAt(shown.body);
      for (const detail of shown.details) detail.show(metres);
    }
    for (const id of gone) this.#leave(id);
    this.#setting.show(state);
    this.#lens.take(this.#setting.moving, this.#camera, state.view);
    return this.#renderer.domElement.toDataURL('image/jpeg', 0.94);
  }

  /** What stands still is drawn anew whenever the camera has been turned. */
  #turn(view: View | undefined): void {
    const camera = aimed(this.#order.camera, view);
    const aim = `${camera.yaw} ${camera.pitch}`;
    if (aim === this.#aim) return;
    this.#aim = aim;
    this.#camera = cameraOf(camera);
    this.#lens.keep(this.#setting.still, this.#camera);
  }

  #dress(actor: ActorState): Shown {
    const bodies = this.#shown.get(actor.id) ?? new Map<string, Shown>();
    this.#shown.set(actor.id, bodies);
    const stance = `${actor.look.model} ${actor.stride ?? ''}`;
    for (const [key, { body, parts }] of bodies)
      for (const part of [body, ...parts]) part.visible = key === stance;
    const known = bodies.get(stance);
    if (known) return known;
    const body = this.#wardrobe.dress(actor.look, actor.stride);
    const { parts, update } = this.#caster.create(body, actor.look.width, actor.look.length);
    this.#setting.moving.add(body, ...parts);
    const details = [
      ...body.children.filter(isSolid).map((mesh) => new Detail(mesh)),
      ...parts.filter(isSolid).map((mesh) => new Detail(mesh, SHADOW_COARSENESS)),
    ];
    const shown = { body, parts, details, update };
    bodies.set(stance, shown);
    return shown;
  }

  #leave(id: number): void {
    for (const { body, parts, details } of this.#shown.get(id)?.values() ?? []) {
      this.#setting.moving.remove(body, ...parts);
      for (const detail of details) detail.dispose();
    }
    this.#shown.delete(id);
  }

  /** How long a pixel is where a body stands, metres. */
  #pixelAt({ position }: Object3D): number {
    const { fov, height } = this.#order.camera;
    const far = this.#camera.position.distanceTo(position);
    return (2 * far * Math.tan((fov * Math.PI) / 360)) / height;
  }
}

/** Whether this is a body, or the shadow of one: plates and blots of shade have no colours of their own. */
function isSolid(part: Object3D): part is Mesh {
  return part instanceof Mesh && (part as Mesh).geometry.hasAttribute('color');
}

function cameraOf({ x, y, s, pitch, yaw, fov, width, height }: SiteCamera): PerspectiveCamera {
  const camera = new PerspectiveCamera(fov, width / height, 0.3, 500);
  camera.position.set(x, y, -s);
  camera.rotation.set((-pitch * Math.PI) / 180, (-yaw * Math.PI) / 180, 0, 'YXZ');
  camera.updateMatrixWorld();
  return camera;
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
