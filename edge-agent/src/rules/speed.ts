import type { SceneZone } from '../scene/scene.ts';
import { referenceSpeed } from '../scene/reference-speed.ts';
import type { Track } from '../track/track.ts';
import { clear, pending, type Answer } from './answer.ts';
import { notMeant, type AllNumbers, type Situation } from './situation.ts';
import { middlesOf } from './footprint.ts';
import { lastStay } from './stay.ts';

/** Bands, gravest first. */
export const speedRules = ['speed-35', 'speed-20-35', 'speed-10-20', 'speed-5-10'] as const;

/**
 * A vehicle that was too fast for sure: the lower end of the 95 % interval lies in this rule’s band above the limit.
 * Speed meters are inspected devices (Decree 61/2026 Art. 4, 12): without a certificate valid at the time, never.
 */
export function speed(
  rule: (typeof speedRules)[number],
  track: Track,
  zone: SceneZone,
  situation: Situation,
): Answer {
  const { scene, numbers } = situation;
  const last = track.trajectory.at(-1);
  if (!last || zone.limitKmh === undefined) return clear('not-met');
  if (!situation.isCertified(last.t)) return clear('no-certificate');
  const stay = lastStay(track, zone.polygon, scene);
  const first = stay[0];
  if (!scene.ground || !first) return clear('not-met');
  const other = notMeant(track, zone, first.t, situation);
  if (other) return other;
  const measured = referenceSpeed(middlesOf(track, scene, first.t), scene.ground);
  if ('refused' in measured) return pending('speed-unknown');
  const above = measured.low - zone.limitKmh;
  if (bandOf(above, numbers) !== rule) return clear('not-too-fast');
  return { is: 'hit', beganS: measured.fromS, atS: measured.toS };
}

function bandOf(above: number, numbers: AllNumbers): string | undefined {
  return speedRules.find((rule) => above >= numbers[rule].aboveKmh);
}
