import { Judge } from '../../edge-agent/src/rules/judge.ts';
import type { Scene } from '../../edge-agent/src/scene/scene.ts';
import { SignalTimeline } from '../../edge-agent/src/signals/signal-timeline.ts';
import type { Track } from '../../edge-agent/src/track/track.ts';
import { Tracker } from '../../edge-agent/src/track/tracker.ts';
import { bodiesAt } from '../judge/bodies.ts';
import type { Told } from '../judge/told.ts';
import type { SiteCamera } from '../render-site/camera/camera.ts';
import { Random } from '../render-site/world/random.ts';
import type { Film } from './film-site.ts';
import type { IdFigures } from './id-figures.ts';
import { PretendedDetector, type Quality, type Seen } from './pretend.ts';

/** Frames of a site that never arrive. */
const DROPPED = 0.03;
const CLIP_IDS = 1_000_000;

/** What tracker and rules make of a film that a pretended detector looks at. */
export function watchFilm(
  { seed, camera, analysed, truth }: Film,
  scene: Scene,
  quality: Quality,
  figures: IdFigures,
): Told {
  const random = new Random(900 + seed);
  const detector = new PretendedDetector(quality, random, camera);
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
  const classes = new Map(truth.tracks.map((track) => [track.id, track.class as Seen['class']]));
  const lights = [...truth.signals];
  for (const index of analysed) {
    const frame = truth.frames[index];
    if (!frame) continue;
    const { t } = frame;
    for (let next = lights[0]; next && next.t <= t; next = lights[0]) {
      timeline.change(next.state as Parameters<SignalTimeline['change']>[0], next.t);
      lights.shift();
    }
    timeline.settle(t - 0.2);
    if (random.next() < DROPPED) continue;
    const bodies = bodiesAt(truth, t);
    const seen = bodies.map((body) => ({ ...body, class: classes.get(body.id) ?? 'car' }));
    const { active, ended } = tracker.update(detector.look(seen, t), camera, t, index + 1);
    figures.frame(
      active.map(({ id, box }) => ({ id: id + seed * CLIP_IDS, box })),
      bodies.map((body) => ({ ...body, id: body.id + seed * CLIP_IDS })),
    );
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
