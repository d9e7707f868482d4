import type { ObjectClass, SignalState } from '@vamco/contracts';
import type { PixelBox } from '../../edge-agent/src/base/box.ts';
import type { Truth } from '../../tests/support/truth.ts';
import type { SiteCamera } from '../render-site/camera/camera.ts';
import { see } from '../render-site/camera/see.ts';
import { busyPlan } from '../render-site/sets.ts';
import { TruthRecorder } from '../render-site/truth/recorder.ts';
import { STEP_S } from '../render-site/world/actor.ts';
import { createProps } from '../render-site/world/props.ts';
import { Traffic } from '../render-site/world/traffic.ts';

/** Steps of 80 ms between analysed frames: 5 a second. */
const STEPS = [2, 3];

/** Someone in a frame; boxes in pixels, `visible` is the part of `full` that is seen. */
export interface Seen {
  id: number;
  class: ObjectClass;
  full: PixelBox;
  box: PixelBox;
  visible: number;
}

/** A clip without pictures: who is where in each frame that would be analysed. */
export interface Film {
  seed: number;
  camera: SiteCamera;
  frames: { t: number; light: SignalState | undefined; seen: Seen[] }[];
  truth: Truth;
}

/** Plays the busy junction before a camera. Slow: every step is judged on the ground for the truth. */
export function filmSite(
  { seed, camera, seconds, density }: { seed: number; camera: SiteCamera; seconds: number; density: number },
  progress: (playedS: number) => void,
): Film {
  const traffic = new Traffic(busyPlan(seed, density));
  const props = createProps(seed);
  const facts = { name: `bench-${seed}`, seed, condition: 'simulated', fps: 1 / STEP_S, seconds };
  const recorder = new TruthRecorder(facts, camera, props);
  const frames: Film['frames'] = [];
  let step = 0;
  const play = () => {
    recorder.frame(step, traffic.state);
    traffic.step();
    step += 1;
  };
  while (step * STEP_S < seconds) {
    for (let i = STEPS[frames.length % 2] ?? 2; i > 1; i -= 1) play();
    const { actors, heads } = traffic.state;
    const light = heads.find(({ arm }) => arm === 'south')?.light;
    const seen = see(camera, actors, props).map(({ actor, full, box, visible }) => ({
      ...{ id: actor.id, class: actor.look.class, visible },
      ...{ full: pixelBox(full), box: pixelBox(box) },
    }));
    frames.push({ t: step * STEP_S, light, seen });
    progress(step * STEP_S);
    play();
  }
  return { seed, camera, frames, truth: recorder.finish() };
}

const pixelBox = ({ x, y, w, h }: { x: number; y: number; w: number; h: number }): PixelBox => [x, y, w, h];
