import type { Truth } from '../../tests/support/truth.ts';
import { Judge } from '../../edge-agent/src/rules/judge.ts';
import type { Scene } from '../../edge-agent/src/scene/scene.ts';
import { SignalTimeline } from '../../edge-agent/src/signals/signal-timeline.ts';
import type { Track } from '../../edge-agent/src/track/track.ts';
import { Tracker } from '../../edge-agent/src/track/tracker.ts';
import type { Told as AllTold } from '../judge/told.ts';
import type { SiteCamera } from '../render-site/camera/camera.ts';
import { see } from '../render-site/camera/see.ts';
import { TruthRecorder } from '../render-site/truth/recorder.ts';
import { STEP_S } from '../render-site/world/actor.ts';
import { createProps } from '../render-site/world/props.ts';
import { Random } from '../render-site/world/random.ts';
import { busyPlan } from '../render-site/sets.ts';
import { Traffic } from '../render-site/world/traffic.ts';
import type { IdFigures } from './id-figures.ts';
import { pretend, SMALLEST_PX, type Quality } from './pretend.ts';

export type Told = AllTold;

/** Frames of a site that never arrive. */
const DROPPED = 0.03;
/** Steps of 80 ms between analysed frames: 5 a second. */
const STEPS = [2, 3];
const MIN_VISIBLE = 0.3;
const CLIP_IDS = 1_000_000;

interface Order {
  seed: number;
  camera: SiteCamera;
  scene: Scene;
  quality: Quality;
  seconds: number;
  density: number;
}

/** Plays one clip: the truth beside what tracker and rules make of pretended detections. */
export function playSite(order: Order, figures: readonly IdFigures[]): { truth: Truth; told: Told } {
  const { seed, camera, quality, seconds } = order;
  const random = new Random(900 + seed);
  const traffic = new Traffic(busyPlan(seed, order.density));
  const props = createProps(seed);
  const recorder = new TruthRecorder(
    { name: `bench-${seed}`, seed, condition: 'simulated', fps: 1 / STEP_S, seconds },
    camera,
    props,
  );
  const tracker = new Tracker();
  const judge = new Judge(order.scene);
  const timeline = new SignalTimeline();
  const told: Told = { violations: [], passages: [], plates: [], signals: [], frames: [] };
  let light: string | undefined;
  let step = 0;
  const play = () => {
    recorder.frame(step, traffic.state);
    traffic.step();
    step += 1;
  };
  for (let number = 1; step * STEP_S < seconds; number += 1) {
    for (let i = STEPS[number % 2] ?? 2; i > 1; i -= 1) play();
    const { actors, heads } = traffic.state;
    const t = step * STEP_S;
    const now = heads.find(({ arm }) => arm === 'south')?.light;
    if (now !== undefined && now !== light) timeline.change(now, t);
    light = now;
    timeline.settle(t - 0.2);
    play();
    if (random.next() < DROPPED) continue;
    const seen = see(camera, actors, props);
    const { active, ended } = tracker.update(pretend(seen, camera, quality, random), camera, t, number);
    const named = seen.map(({ actor, full, visible }) => ({
      id: actor.id + seed * CLIP_IDS,
      visible,
      box: [full.x, full.y, full.w, full.h] as [number, number, number, number],
    }));
    const wanted = named.filter((n) => n.visible >= MIN_VISIBLE && n.box[3] >= SMALLEST_PX);
    const found = active.map(({ id, box }) => ({ id: id + seed * CLIP_IDS, box }));
    for (const figure of figures) figure.frame(found, wanted, named);
    told.frames.push({ t, tracks: active.map((track) => rowOf(track, camera)) });
    tell(judge.judge(active, new Map([['main', timeline]])).hits);
    tell(judge.forget(ended));
  }
  tell(judge.forget(tracker.end()));
  return { truth: recorder.finish(), told };

  function tell(hits: ReturnType<Judge['judge']>['hits']): void {
    for (const { rule, track, atS, beganS, also } of hits)
      told.violations.push({
        t: atS,
        rule,
        track: track.id,
        began: beganS,
        ...(also && { also: [...also] }),
      });
  }
}

function rowOf(
  { id, box: [x, y, w, h] }: Track,
  { width, height }: SiteCamera,
): Told['frames'][number]['tracks'][number] {
  return [id, x / width, y / height, w / width, h / height];
}
