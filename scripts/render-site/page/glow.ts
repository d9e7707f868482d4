import {
  AdditiveBlending,
  CanvasTexture,
  Mesh,
  MeshBasicMaterial,
  PlaneGeometry,
  Sprite,
  SpriteMaterial,
  type Scene,
} from 'three';
import { place } from '../camera/camera.ts';
import type { ActorState } from '../world/actor.ts';
import { isTwoWheeled } from '../world/looks.ts';

/** Headlights: halos around the lamps and pools of light on the road before them. */
export class Glow {
  readonly #scene: Scene;
  readonly #halo: SpriteMaterial;
  readonly #pool: MeshBasicMaterial;
  readonly #halos: Sprite[] = [];
  readonly #pools: Mesh[] = [];

  constructor(scene: Scene, isDark: boolean) {
    this.#scene = scene;
    const map = spot();
    const shared = { map, transparent: true, depthWrite: false, blending: AdditiveBlending } as const;
    this.#halo = new SpriteMaterial({ ...shared, color: '#fff0cf', opacity: isDark ? 0.9 : 0.35 });
    this.#pool = new MeshBasicMaterial({ ...shared, color: '#ffe9c0', opacity: isDark ? 0.5 : 0.12 });
    this.#pool.polygonOffset = true;
    this.#pool.polygonOffsetFactor = -3;
  }

  show(actors: readonly ActorState[]): void {
    let [halos, pools] = [0, 0];
    for (const actor of actors) {
      const { look } = actor;
      if (look.class === 'person' || look.class === 'bicycle' || look.model === 'pushed-motorbike') continue;
      const two = isTwoWheeled(look);
      for (const right of two ? [0] : [-0.62, 0.62]) {
        const at = place(actor, look.length / 2 + 0.12, right);
        const halo = this.#halos[halos] ?? this.#newHalo();
        halos += 1;
        halo.visible = true;
        halo.position.set(at.x, two ? 0.92 : 0.68, -at.s);
      }
      const ahead = place(actor, look.length / 2 + 6, 0);
      const pool = this.#pools[pools] ?? this.#newPool();
      pools += 1;
      pool.visible = true;
      pool.position.set(ahead.x, 0.03, -ahead.s);
      pool.rotation.y = -actor.heading;
      pool.scale.set(two ? 0.6 : 1, 1, 1);
    }
    for (const spare of [...this.#halos.slice(halos), ...this.#pools.slice(pools)]) spare.visible = false;
  }

  #newHalo(): Sprite {
    const halo = new Sprite(this.#halo);
    halo.scale.set(0.9, 0.9, 1);
    this.#halos.push(halo);
    this.#scene.add(halo);
    return halo;
  }

  #newPool(): Mesh {
    const pool = new Mesh(new PlaneGeometry(4.2, 12).rotateX(-Math.PI / 2), this.#pool);
    pool.renderOrder = 3;
    this.#pools.push(pool);
    this.#scene.add(pool);
    return pool;
  }
}

/** A soft round spot of light. */
export function spot(): CanvasTexture {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 64;
  const g = canvas.getContext('2d');
  if (g === null) throw new Error('this browser has no 2D canvas');
  const fade = g.createRadialGradient(32, 32, 0, 32, 32, 32);
  fade.addColorStop(0, 'rgba(255,255,255,1)');
  fade.addColorStop(0.25, 'rgba(255,255,255,0.45)');
  fade.addColorStop(1, 'rgba(255,255,255,0)');
  g.fillStyle = fade;
  g.fillRect(0, 0, 64, 64);
  return new CanvasTexture(canvas);
}
