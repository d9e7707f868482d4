import { AdditiveBlending, Sprite, SpriteMaterial, type Scene, type Texture } from 'three';
import { place } from '../camera/camera.ts';
import type { ActorState, WarningColour } from '../world/actor.ts';
import { warningLamp } from '../world/warning-lamps.ts';

const colours: Record<WarningColour, string> = { red: '#ff2a1a', blue: '#3a66ff' };

/** The glare of warning lamps, by day as well. */
export class WarningGlow {
  readonly #scene: Scene;
  readonly #materials: Record<WarningColour, SpriteMaterial>;
  readonly #halos: Sprite[] = [];

  constructor(scene: Scene, map: Texture, isDark: boolean) {
    const glare = (colour: WarningColour) =>
      new SpriteMaterial({
        ...{ map, color: colours[colour], opacity: isDark ? 1 : 0.75 },
        ...{ transparent: true, depthWrite: false, blending: AdditiveBlending },
      });
    this.#scene = scene;
    this.#materials = { red: glare('red'), blue: glare('blue') };
  }

  show(actors: readonly ActorState[]): void {
    const lit = actors.filter(({ flash }) => flash !== undefined);
    while (this.#halos.length < lit.length) {
      const halo = new Sprite();
      halo.scale.set(1.1, 1.1, 1);
      this.#halos.push(halo);
      this.#scene.add(halo);
    }
    this.#halos.forEach((halo, index) => {
      const actor = lit[index];
      halo.visible = actor !== undefined;
      if (!actor?.flash) return;
      const { aside, up, ahead } = warningLamp(actor.look, actor.flash);
      const at = place(actor, ahead, aside);
      halo.material = this.#materials[actor.flash];
      halo.position.set(at.x, up, -at.s);
    });
  }
}
