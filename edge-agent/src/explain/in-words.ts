import { plateStep, type Account, type PlateFunnel, type PlateStep, type RidersFunnel } from './account.ts';
import type { RuleVerdict } from '../rules/rule-hit.ts';

const steps: Record<PlateStep, (plate: PlateFunnel) => string> = {
  'not-read-here': () => 'this camera reads no plates',
  'no-look': () => 'nobody looked for it: too small, or the box was busy',
  'not-found': ({ looks }) => `looked for in ${looks} frames, never found`,
  'not-read': ({ found }) => `found in ${found} frames, no signs could be read`,
  'no-plate-text': ({ reads, raw }) =>
    `read in ${reads} frames, but no read is a plate${raw ? ` ("${raw}")` : ''}`,
  unsure: ({ voted, raw, confidence }) =>
    `${voted} reads voted "${raw}", only ${percent(confidence)} sure: not claimed`,
  claimed: ({ text, voted, confidence }) =>
    `${String(text)} from ${voted} reads, ${percent(confidence)} sure`,
};
const noPlate: PlateFunnel = {
  ...{ looks: 0, found: 0, reads: 0, voted: 0, raw: '', text: null, confidence: 0 },
};

/** One vehicle as a few lines: what was seen of it, how far its plate came, and what stopped each rule. */
export function accountInWords(account: Account): string[] {
  const { track, class: name, fromMs, toMs, frames, widest, plate, riders, verdicts } = account;
  const time = (ms: number) => new Date(ms).toISOString().slice(11, 23);
  const seconds = ((toMs - fromMs) / 1000).toFixed(1);
  return [
    `${name} ${track}: ${time(fromMs)} to ${time(toMs)} UTC (${seconds} s, ${frames} frames, up to ${percent(widest)} of the picture wide)`,
    `  plate: ${steps[plateStep(plate)](plate ?? noPlate)}`,
    ...(riders ? [`  riders: ${ridersInWords(riders)}`] : []),
    ...(verdicts.length > 0 ? verdicts.map(verdictInWords) : ['  rules: it came near no line or zone']),
  ];
}

function ridersInWords({ looks, found, counts, heads }: RidersFunnel): string {
  if (looks === 0) return 'nobody looked at them: too small, hidden, or the box was busy';
  const most = Math.max(0, ...counts);
  if (found === 0 || most === 0) return `looked at in ${looks} frames, no head was found`;
  const persons = counts.indexOf(most) + 1;
  const helmets = heads.map(({ helmet, confidence }, index) => {
    const who = index === 0 ? 'driver' : `passenger ${index}`;
    return `${who} ${helmetInWords[helmet]} (${percent(confidence)})`;
  });
  return `looked at in ${looks} frames, heads in ${found}: ${persons === 4 ? '4 or more' : persons} on it (${percent(most)}), ${helmets.join(', ')}`;
}

const helmetInWords = { yes: 'with a helmet', no: 'without a helmet', unknown: 'unsure' };

function verdictInWords({ rule, zone, outcome, stoppedBy }: RuleVerdict): string {
  if (outcome === 'hit') return `  ${rule} at ${zone}: HIT`;
  const when = outcome === 'pending' ? 'was not decided when it left' : 'no case';
  return `  ${rule} at ${zone}: ${when}${stoppedBy === undefined ? '' : ` (${stoppedBy})`}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share > 0.1 ? 0 : 1)} %`;
}
