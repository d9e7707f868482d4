import { ruleTable } from '@vamco/contracts';
import type { ReplayedPlate } from '../replay/replay-plates.ts';
import { ridersSeen } from '../rules/riders-seen.ts';
import type { Passage } from '../rules/passage.ts';
import type { Riders } from '../rules/riders.ts';
import type { RuleHit, RuleVerdict } from '../rules/rule-hit.ts';
import type { SignalReading } from '../signals/signal-watch.ts';
import type { Track } from '../track/track.ts';
import { printLine } from './print.ts';

/** What `vamco replay` tells, as JSON lines; `t` is seconds from the start of the video. */
export interface ReplayEvent extends Record<string, unknown> {
  type: string;
  t: number;
}

export function passageLine({ line, direction, track, atS, speed }: Passage): ReplayEvent {
  return {
    ...{ type: 'passage.recorded', t: seconds(atS), line, direction, class: track.class, track: track.id },
    ...(speed && { speed: { ...speed, fromS: seconds(speed.fromS), toS: seconds(speed.toS) } }),
  };
}

export function hitLine(hit: RuleHit): ReplayEvent {
  const { rule, version, zone, track, beganS, atS, also, riders, exemption } = hit;
  return {
    type: 'violation.detected',
    t: seconds(atS),
    rule,
    zone,
    class: track.class,
    track: track.id,
    began: seconds(beganS),
    version,
    act: ruleTable[rule].act,
    ...(also && { also }),
    ...(riders && { riders: ridersSeen(riders) }),
    ...(exemption && { exemption }),
  };
}

/** The people on one motorbike, when it has left. */
export function ridersLine(track: number, riders: Riders, t: number): ReplayEvent {
  return { type: 'riders.seen', t: seconds(t), track, ...ridersSeen(riders) };
}

/** A vehicle's plate; `seen` is the moment of the crop that would be stored. */
export function plateLine({ track, class: name, read, atS }: ReplayedPlate, t: number): ReplayEvent {
  const { model, ...told } = read;
  return { type: 'plate.read', t: seconds(t), track, class: name, ...told, seen: seconds(atS), model };
}

/** Every track that the frame shows: `[id, x, y, w, h]`. */
export function frameLine(
  t: number,
  active: readonly Track[],
  { width, height }: { width: number; height: number },
): ReplayEvent {
  const tracks = active.map(({ id, box: [x, y, w, h] }) => [
    id,
    ...[x / width, y / height, w / width, h / height].map(share),
  ]);
  return { type: 'frame.analysed', t: seconds(t), tracks };
}

/** A track that ended, and what each rule last said of it, with the condition that stopped it: "why not?". */
export function endedLine({ id, class: name }: Track, rules: readonly RuleVerdict[], t: number): ReplayEvent {
  return { type: 'track.ended', t: seconds(t), track: id, class: name, rules };
}

export function signalLine({ signal, state, sinceS }: SignalReading): ReplayEvent {
  return { type: 'signal.changed', t: seconds(Math.max(0, sinceS)), signal, state };
}

/** How often each thing happened, in words. */
export function printSummary(events: readonly ReplayEvent[]): void {
  const counts = new Map<string, number>();
  for (const event of events) {
    const name = summaryName(event);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  for (const [name, count] of [...counts].sort()) printLine(`${name}: ${count}`);
  if (counts.size === 0) printLine('nothing happened');
}

function summaryName(event: ReplayEvent): string {
  if (event.type === 'passage.recorded') return `line ${String(event['line'])} ${String(event['direction'])}`;
  if (event.type === 'plate.read') return event['text'] === undefined ? 'plates not readable' : 'plates read';
  if (event.type === 'riders.seen') return 'motorbikes whose riders were seen';
  if (event.type === 'signal.changed') return `signal ${String(event['signal'])} ${String(event['state'])}`;
  return String(event['rule']);
}

const share = (value: number) => Math.round(value * 1e4) / 1e4;

const seconds = (value: number) => Math.round(value * 1000) / 1000;
