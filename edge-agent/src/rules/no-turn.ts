import type { SceneLine } from '../scene/scene.ts';
import type { Track } from '../track/track.ts';
import { clear, pending, type Answer } from './answer.ts';
import { forwardCrossing } from './crossing.ts';
import { movementOf } from './movement.ts';
import { notMeant, type Situation } from './situation.ts';

/**
 * A vehicle that came over this line and turned where a sign forbids it (`no-turn`: left or right; `no-u-turn`), its
 * class and the hour meant by the sign. Decided when the movement is known.
 */
export function forbiddenMovement(
  rule: 'no-turn' | 'no-u-turn',
  track: Track,
  line: SceneLine,
  situation: Situation,
): Answer {
  const bans = line.forbids.filter(({ movement }) => (movement === 'u-turn') === (rule === 'no-u-turn'));
  if (bans.length === 0) return clear('not-met');
  if (track.class === 'person') return clear('other-class');
  const crossing = forwardCrossing(track, line, situation.scene);
  if (!crossing) return clear('not-met');
  const gone = movementOf(track, line, crossing, situation.scene);
  if (!gone) return pending('movement-unknown');
  let answer: Answer = clear('movement-allowed');
  for (const ban of bans) {
    if (ban.movement !== gone.movement) continue;
    answer = notMeant(track, ban, crossing.crossedS, situation) ?? {
      is: 'hit',
      beganS: crossing.metS,
      atS: gone.atS,
    };
    if (answer.is === 'hit') return answer;
  }
  return answer;
}
