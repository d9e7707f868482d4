import type { SignalState } from '@vamco/contracts';
import type { Conditions } from '../../edge-agent/src/rules/conditions.ts';
import { Judge, type JudgeOptions } from '../../edge-agent/src/rules/judge.ts';
import type { RuleHit } from '../../edge-agent/src/rules/rule-hit.ts';
import type { Scene } from '../../edge-agent/src/scene/scene.ts';
import { SignalTimeline } from '../../edge-agent/src/signals/signal-timeline.ts';
import { Stillness } from '../../edge-agent/src/track/stillness.ts';
import type { Track } from '../../edge-agent/src/track/track.ts';

/** Changes `[state, since]` of each signal, certain for ever. */
export function lightsOf(signals: Record<string, [SignalState, number][]>): Map<string, SignalTimeline> {
  return new Map(
    Object.entries(signals).map(([id, changes]) => {
      const timeline = new SignalTimeline();
      for (const [state, sinceS] of changes) timeline.change(state, sinceS);
      timeline.settle(1e6);
      return [id, timeline];
    }),
  );
}

/** Shows whole tracks to a judge frame by frame, as a camera would, and gives what was told. */
export function play(
  scene: Scene,
  tracks: readonly Track[],
  more: {
    lights?: Map<string, SignalTimeline>;
    options?: JudgeOptions;
    conditions?: (t: number) => Conditions;
  } = {},
): { hits: RuleHit[]; judge: Judge } {
  const judge = new Judge(scene, more.options);
  const stillness = new Map(tracks.map(({ id }) => [id, new Stillness()]));
  const times = [...new Set(tracks.flatMap(({ trajectory }) => trajectory.map(({ t }) => t)))].sort(
    (a, b) => a - b,
  );
  const hits = times.flatMap((t) => {
    const active = tracks.flatMap((track) => {
      const index = track.trajectory.findIndex((point) => point.t === t);
      const point = track.trajectory[index];
      if (!point) return [];
      const standing = stillness.get(track.id)?.see(point);
      return [{ ...track, trajectory: track.trajectory.slice(0, index + 1), standing }];
    });
    return judge.judge(active, more.lights, more.conditions?.(t)).hits;
  });
  judge.askLate(tracks);
  return { hits: [...hits, ...judge.forget(tracks)], judge };
}

/** What was told, as `rule` or `rule + also`. */
export function toldOf(hits: readonly RuleHit[]): string[] {
  return hits.map(({ rule, also }) => [rule, ...(also ?? []).map((other) => other.rule)].join(' + '));
}
