import {
  ruleIds,
  ruleTable,
  type ObjectClass,
  type RuleId,
  type RuleNumbers,
  type RuleParameter,
  type RuleSettings,
  type Schedule,
} from '@vamco/contracts';
import type { Scene } from '../scene/scene.ts';
import type { SignalTimeline } from '../signals/signal-timeline.ts';
import type { Track } from '../track/track.ts';
import { clear, type Answer } from './answer.ts';
import type { RidersOf } from './riders.ts';

/** What each signal of the scene showed, by its id. */
export type Lights = ReadonlyMap<string, SignalTimeline>;
export type AllNumbers = { [Id in RuleId]: RuleNumbers<Id> };

/** Everything that a rule may look at besides the track and the place. */
export interface Situation {
  scene: Scene;
  lights: Lights;
  numbers: AllNumbers;
  /** Does the sign hold at this moment (track seconds)? Undefined when nobody knows the time of day. */
  inForce(when: Schedule | undefined, atS: number): boolean | undefined;
  /** How long the track has been standing in a zone, times of congestion not counted; undefined when it does not. */
  stood(trackId: number, zoneId: string): { sinceS: number; countedS: number; queue: boolean } | undefined;
  /** Who sits on a motorbike: the looks at it come beside the frames, and later. */
  riders: RidersOf;
  /** Is the camera a measuring device with a valid certificate at this moment? */
  isCertified(atS: number): boolean;
}

/** The numbers of every rule: the table’s defaults with the scene’s own in their place. */
export function numbersOf(settings: RuleSettings): AllNumbers {
  const numbers: Record<string, object> = {};
  for (const id of ruleIds) {
    const defaults = Object.entries(ruleTable[id].parameters).map(
      ([name, parameter]: [string, RuleParameter]) => [name, parameter.default],
    );
    numbers[id] = { ...(Object.fromEntries(defaults) as Record<string, number>), ...settings[id] };
  }
  return numbers as AllNumbers;
}

/** Why a place’s sign does not concern this track at this moment; undefined when it does. People on foot never. */
export function notMeant(
  track: Track,
  place: { classes: ReadonlySet<ObjectClass> | undefined; when: Schedule | undefined },
  atS: number,
  situation: Situation,
): Answer | undefined {
  if (track.class === 'person') return clear('other-class');
  if (place.classes && !place.classes.has(track.class)) return clear('other-class');
  return notInForce(place.when, atS, situation);
}

export function notInForce(
  when: Schedule | undefined,
  atS: number,
  situation: Situation,
): Answer | undefined {
  const holds = situation.inForce(when, atS);
  if (holds === undefined) return clear('clock-unknown');
  return holds ? undefined : clear('not-in-force');
}
