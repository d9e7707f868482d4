import type { Truth } from '../../tests/support/truth.ts';
import type { SiteCamera } from '../render-site/camera/camera.ts';
import { busyPlan } from '../render-site/sets.ts';
import { TruthRecorder } from '../render-site/truth/recorder.ts';
import { STEP_S } from '../render-site/world/actor.ts';
import { createProps } from '../render-site/world/props.ts';
import { Traffic } from '../render-site/world/traffic.ts';

/** A clip without pictures: who is where in each frame, and which frames a box of 5 frames a second would analyse. */
export interface Film {
  seed: number;
  camera: SiteCamera;
  /** Indices of the truth's frames. */
  analysed: number[];
  truth: Truth;
}

/** Steps of 80 ms between analysed frames, in turn: 5 a second. */
const STEPS = [2, 3];

/** Plays the busy junction before a camera; the truth is made in the same pass, and is what takes the time. */
export function filmSite(
  { seed, camera, seconds, density }: { seed: number; camera: SiteCamera; seconds: number; density: number },
  progress: (playedS: number) => void,
): Film {
  const traffic = new Traffic(busyPlan(seed, density));
  const facts = { name: `bench-${seed}`, seed, condition: 'simulated', fps: 1 / STEP_S, seconds };
  const recorder = new TruthRecorder(facts, camera, createProps(seed));
  const last = Math.round(seconds / STEP_S);
  for (let step = 0; step < last; step += 1) {
    recorder.frame(step, traffic.state);
    traffic.step();
    progress(step * STEP_S);
  }
  const analysed: number[] = [];
  for (let step = 0; step < last; step += STEPS[analysed.length % 2] ?? 2) analysed.push(step);
  return { seed, camera, analysed, truth: recorder.finish() };
}
