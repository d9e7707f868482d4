import type { RuleId } from '@vamco/contracts';
import type { Scene, SceneLine, SceneZone } from '../scene/scene.ts';
import type { Track } from '../track/track.ts';
import type { Answer } from './answer.ts';
import { closedRoad } from './closed-road.ts';
import { emergencyLane } from './emergency-lane.ts';
import { forbiddenMovement } from './no-turn.ts';
import { noUTurn } from './no-u-turn.ts';
import { redLight } from './red-light.ts';
import { riding, type RiderRule } from './riding.ts';
import { sidewalk } from './sidewalk.ts';
import type { Situation } from './situation.ts';
import { solidLine } from './solid-line.ts';
import { speed, speedRules } from './speed.ts';
import { standing } from './standing.ts';
import { stopLine } from './stop-line.ts';
import { wrongLane } from './wrong-lane.ts';
import { wrongWay } from './wrong-way.ts';

/** One rule at one place of the scene. */
export interface Question {
  rule: RuleId;
  place: SceneLine | SceneZone;
  /** Asked once more when the vehicle has left: what it needs may come late. */
  late?: boolean;
  /** An officer who directs the traffic stands above it (Law 36/2024 Art. 11). */
  byOfficer: boolean;
  ask(track: Track, situation: Situation): Answer;
}

/** Everything that the scene asks of every vehicle, rules in the order of the table. */
export function questionsOf({ lines, zones }: Scene): Question[] {
  const stopLines = lines.filter(({ kind }) => kind === 'stop-line');
  const turnLines = lines.filter(({ forbids }) => forbids.length > 0);
  const ofKind = (...kinds: SceneZone['kind'][]) => zones.filter(({ kind }) => kinds.includes(kind));
  const atLines = (
    rule: RuleId,
    places: SceneLine[],
    judge: (t: Track, l: SceneLine, s: Situation) => Answer,
  ) =>
    places.map((place) => ({
      rule,
      place,
      byOfficer: true,
      ask: (t: Track, s: Situation) => judge(t, place, s),
    }));
  const inZones = (
    rule: RuleId,
    places: SceneZone[],
    judge: (t: Track, z: SceneZone, s: Situation) => Answer,
    byOfficer = true,
  ) =>
    places.map((place) => ({ rule, place, byOfficer, ask: (t: Track, s: Situation) => judge(t, place, s) }));
  const [fastest, faster, fast, little] = speedRules.map((rule) =>
    inZones(rule, ofKind('speed'), (t, z, s) => speed(rule, t, z, s), false),
  );
  const onBikes = (rule: RiderRule) =>
    inZones(rule, ofKind('lane', 'road'), (t, z, s) => riding(rule, t, z, s), false).map((question) => ({
      ...question,
      late: true,
    }));
  const stands = (rule: 'stop-no-stopping-sign' | 'park-no-parking-sign', places: SceneZone[]) =>
    inZones(rule, places, (t, z, s) => standing(rule, t, z, s), false);
  return [
    ...atLines('red-light', stopLines, redLight),
    ...inZones('wrong-way', ofKind('lane'), wrongWay),
    ...(fastest ?? []),
    ...(faster ?? []),
    ...inZones('sidewalk', ofKind('sidewalk'), sidewalk, false),
    ...inZones('emergency-lane', ofKind('emergency-lane'), emergencyLane),
    ...inZones('prohibited-road', ofKind('prohibited-road'), (t, z, s) =>
      closedRoad('prohibited-road', t, z, s),
    ),
    ...inZones('no-entry', ofKind('no-entry'), (t, z, s) => closedRoad('no-entry', t, z, s)),
    ...inZones('wrong-lane', ofKind('lane'), wrongLane),
    ...(fast ?? []),
    ...onBikes('three-passengers'),
    ...atLines('no-turn', turnLines, (t, l, s) => forbiddenMovement('no-turn', t, l, s)),
    ...atLines('no-u-turn', turnLines, (t, l, s) => forbiddenMovement('no-u-turn', t, l, s)),
    ...inZones('no-u-turn', ofKind('no-u-turn'), noUTurn),
    ...onBikes('two-passengers'),
    ...onBikes('no-helmet-driver'),
    ...onBikes('no-helmet-passenger'),
    // Parking is forbidden wherever stopping is.
    ...stands('park-no-parking-sign', ofKind('no-parking', 'no-stopping')),
    ...(little ?? []),
    ...stands('stop-no-stopping-sign', ofKind('no-stopping')),
    ...atLines(
      'solid-line',
      lines.filter(({ kind }) => kind === 'solid-line'),
      solidLine,
    ),
    ...atLines('stop-line', stopLines, stopLine),
  ];
}
