import { Judge } from '../../edge-agent/src/rules/judge.ts';
import type { Scene } from '../../edge-agent/src/scene/scene.ts';
import { SignalTimeline } from '../../edge-agent/src/signals/signal-timeline.ts';
import type { Track } from '../../edge-agent/src/track/track.ts';
import { Tracker } from '../../edge-agent/src/track/tracker.ts';
import type { Told } from '../judge/told.ts';
import type { SiteCamera } from '../render-site/camera/camera.ts';
import { Random } from '../render-site/world/random.ts';
import type { Film } from './film-site.ts';
import type { IdFigures } from './id-figures.ts';
import { pretend, SMALLEST_PX, type Quality } from './pretend.ts';

/** Frames of a site that never arrive. */
const DROPPED = 0.03;
const MIN_VISIBLE = 0.3;
const CLIP_IDS = 1_000_000;

/** What tracker and rules make of a film that a pretended detector looks at. */
export function watchFilm(
  { seed, camera, frames }: Film,
  scene: Scene,
  quality: Quality,
  figures: readonly IdFigures[],
): Told {
  const random = new Random(900 + seed);
  const tracker = new Tracker();
  const judge = new Judge(scene);
  const timeline = new SignalTimeline();
  const told: Told = { violations: [], passages: [], plates: [], riders: [], signals: [], frames: [] };
  const tell = (hits: ReturnType<Judge['judge']>['hits']) => {
    for (const { rule, track, atS, beganS, also } of hits)
      told.violations.push({
        ...{ t: atS, rule, track: track.id, began: beganS },
        ...(also && { also: [...also] }),
      });
  };
  let shown: Film['frames'][number]['light'];
  for (const [index, { t, light, seen }] of frames.entries()) {
    if (light !== undefined && light !== shown) timeline.change(light, t);
    shown = light;
    timeline.settle(t - 0.2);
    if (random.next() < DROPPED) continue;
    const detections = pretend(seen, camera, quality, random);
    const { active, ended } = tracker.update(detections, camera, t, index + 1);
    const named = seen.map(({ id, full, visible }) => ({ id: id + seed * CLIP_IDS, visible, box: full }));
    const wanted = named.filter(({ visible, box }) => visible >= MIN_VISIBLE && box[3] >= SMALLEST_PX);
    const found = active.map(({ id, box }) => ({ id: id + seed * CLIP_IDS, box }));
    for (const figure of figures) figure.frame(found, wanted, named);
    told.frames.push({ t, tracks: active.map((track) => rowOf(track, camera)) });
    tell(judge.judge(active, new Map([['main', timeline]])).hits);
    tell(judge.forget(ended));
  }
  tell(judge.forget(tracker.end()));
  return told;
}

function rowOf(
  { id, box: [x, y, w, h] }: Track,
  { width, height }: SiteCamera,
): Told['frames'][number]['tracks'][number] {
  return [id, x / width, y / height, w / width, h / height];
}
