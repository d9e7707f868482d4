import { Color, DirectionalLight, Fog, HemisphereLight, Scene } from 'three';
import { heightAt } from '../world/junction.ts';
import type { Lighting } from '../world/light.ts';
import type { Prop } from '../world/props.ts';
import { Random } from '../world/random.ts';
import { Glow, spot } from './glow.ts';
import { Lamps } from './lamps.ts';
import type { Setting } from './setting.ts';
import { streetLamps } from './street-lamps.ts';
import { createTown } from './town.ts';
import { WarningGlow } from './warning-glow.ts';

/** The junction under its sky: the town stands still, lamps and headlights change. */
export function createJunction(light: Lighting, props: readonly Prop[], seed: number): Setting {
  const [still, moving] = [new Scene(), new Scene()];
  const isDark = light.sky < 0.4;
  const lamps = new Lamps(isDark ? 3.2 : 1.5);
  still.background = new Color(light.haze);
  still.fog = moving.fog = new Fog(light.haze, light.sight * 0.25, light.sight);
  shine(still, light, true);
  shine(moving, light, false);
  still.add(createTown(props, new Random(seed), light.wet), ...streetLamps(light));
  moving.add(lamps.group);
  const glow = light.headlights ? new Glow(moving, isDark) : undefined;
  const warning = new WarningGlow(moving, spot(), isDark);
  return {
    ...{ still, moving, ground: heightAt },
    show: ({ heads, actors }) => {
      lamps.show(heads);
      glow?.show(actors);
      warning.show(actors);
    },
  };
}

/** Sky and sun. What stands still also throws real shadows. */
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
}
