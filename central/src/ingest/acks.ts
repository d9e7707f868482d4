import { boxOfTopic, type Ack } from '@vamco/contracts';
import type { Refused } from '../store/sqlite/event-store.ts';

/** The contract's limit: a box drops an acknowledgement with more, so refusals are spread over several. */
const MAX_REJECTED = 16;
/** What is looked at of a payload that nobody could read; an honest event is far smaller. */
const READABLE_BYTES = 16_384;

/** What may be acknowledged of an epoch from a number on, as far as one acknowledgement goes. */
type SpokenFor = (box: string, epoch: string, from: number) => Pick<Ack, 'upTo' | 'holes'>;

/**
 * What is told to the boxes after a commit: one acknowledgement an epoch, more where many were refused, or where so
 * many holes lie before what was stored that one cannot speak for it.
 */
export function composeAcks(
  stored: readonly { box: string; epoch: string; seq: number }[],
  refused: readonly Refused[],
  spokenFor: SpokenFor,
): Ack[] {
  const open = new Map<string, Ack>();
  const full: Ack[] = [];
  const ackFor = (box: string, epoch: string): Ack => {
    const key = `${box}/${epoch}`;
    const ack = open.get(key) ?? { box, epoch, ...spokenFor(box, epoch, 1), rejected: [] };
    open.set(key, ack);
    return ack;
  };
  for (const { box, epoch } of stored) ackFor(box, epoch);
  const beyond = [...open.values()].flatMap((ack) => acksBeyond(ack, stored, spokenFor));
  for (const { topic, payload, payloadSha256, code, reason } of refused) {
    const box = boxOfTopic(topic);
    if (box === undefined) continue;
    const epoch = epochIn(payload);
    const ack = ackFor(box, epoch);
    ack.rejected.push({ payloadSha256, code, reason });
    if (ack.rejected.length < MAX_REJECTED) continue;
    full.push(ack);
    open.delete(`${box}/${epoch}`);
  }
  return [...full, ...open.values(), ...beyond];
}

/**
 * Further acknowledgements until all that was stored is spoken for. Without them a box whose violations overtook many
 * passages would send the same window of violations for ever.
 */
function acksBeyond(
  { box, epoch, upTo }: Ack,
  stored: readonly { box: string; epoch: string; seq: number }[],
  spokenFor: SpokenFor,
): Ack[] {
  const numbers = stored.filter((one) => one.box === box && one.epoch === epoch).map(({ seq }) => seq);
  const acks: Ack[] = [];
  let reached = upTo;
  for (const seq of numbers.sort((a, b) => a - b)) {
    if (seq <= reached) continue;
    const ack = { box, epoch, ...spokenFor(box, epoch, seq), rejected: [] };
    acks.push(ack);
    reached = ack.upTo;
  }
  return acks;
}

/** The epoch that a refused payload claims; without one any will do: the box goes by the payload's hash. */
export function epochIn(payload: Buffer): string {
  const text = payload.subarray(0, READABLE_BYTES).toString('latin1');
  return /"epoch":"([0-9a-f]{16})"/.exec(text)?.[1] ?? '0'.repeat(16);
}
