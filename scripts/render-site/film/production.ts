import type { Truth } from '../../../tests/support/truth.ts';
import { hallSceneOf } from '../hall/hall-scene.ts';
import type { HallClip } from '../hall/hall-clip.ts';
import { HallRecorder } from '../hall/hall-recorder.ts';
import { Hall } from '../hall/hall.ts';
import { hallProps } from '../hall/room.ts';
import type { StageOrder } from '../page/page.ts';
import { TruthRecorder, type Recorder } from '../truth/recorder.ts';
import { sceneOf } from '../truth/scene-of.ts';
import { STEP_S, type World, type WorldState } from '../world/actor.ts';
import type { JunctionClip } from '../world/clip.ts';
import { createLighting, indoorLight } from '../world/light.ts';
import { createProps } from '../world/props.ts';
import { Traffic } from '../world/traffic.ts';
import type { FilmOrder } from './encoder.ts';

export const FPS = 1 / STEP_S;
export type Clip = JunctionClip | HallClip;

/** A clip that is ready to be filmed: its scene, its stage, and a world that plays frame by frame. */
export interface Production {
  seed: number;
  condition: FilmOrder['condition'];
  scene: object;
  order: Omit<StageOrder, 'atlas'>;
  /** Writes a frame into the truth, gives what is to be drawn, and goes on by one step. */
  frame: (index: number) => WorldState;
  finish: () => Truth;
}

/** Throws one plain sentence when the scene of a clip is impossible. */
export function produce(clip: Clip): Production {
  const { camera, name, seconds } = clip;
  if ('hall' in clip) {
    const { seed, open } = clip.hall;
    const props = hallProps();
    const facts = { name, seed, condition: 'indoor', fps: FPS, seconds };
    return {
      ...{ seed, condition: 'indoor', scene: hallSceneOf(camera) },
      order: { seed, camera, light: indoorLight, props, hall: { isLit: open } },
      ...play(new Hall(clip.hall), new HallRecorder(facts, camera, props, clip.hall)),
    };
  }
  const { traffic: plan, condition } = clip;
  const { seed } = plan;
  const props = createProps(seed);
  const facts = { name, seed, condition, fps: FPS, seconds };
  return {
    ...{ seed, condition, scene: sceneOf(camera, { officer: plan.officer !== undefined }) },
    order: { seed, camera, light: createLighting(condition, seed), props },
    ...play(new Traffic(plan), new TruthRecorder(facts, camera, props)),
  };
}

function play<State extends WorldState>(
  world: World<State>,
  recorder: Recorder<State>,
): Pick<Production, 'frame' | 'finish'> {
  return {
    frame: (index) => {
      const { state } = world;
      recorder.frame(index, state);
      world.step();
      // Only what is drawn: a world may know much more of itself.
      const { actors, heads, calls, view } = state;
      return { actors, heads, ...(calls && { calls }), ...(view && { view }) };
    },
    finish: () => recorder.finish(),
  };
}
