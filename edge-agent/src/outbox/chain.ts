import { createHash, randomBytes, sign, type KeyObject } from 'node:crypto';
import {
  eventSchemas,
  hashInput,
  MAX_EVENT_BYTES,
  problemsOf,
  type EventDraft,
  type VamcoEvent,
} from '@vamco/contracts';
import { uuidv7 } from 'uuidv7';
import type { Db } from './database.ts';

/** Where a chain of events ends. */
interface End {
  epoch: string;
  seq: number;
  head: string;
}

/** The next event of the chain, numbered, linked and signed, and what is sent of it. */
export interface SignedEvent {
  event: VamcoEvent;
  payload: string;
  /** SHA-256 of it: what the one after it is linked to. */
  head: string;
}

/** The box's chain of events: each has the number after the last one's, its hash, and the box's Ed25519 signature. */
export class Chain {
  readonly #db: Db;
  readonly #box: string;
  readonly #key: KeyObject;
  #end: End;

  /** Goes on where the database ends; a new one begins a new epoch. */
  constructor(db: Db, { box, key }: { box: string; key: KeyObject }) {
    this.#db = db;
    this.#box = box;
    this.#key = key;
    this.#end = readEnd(db);
  }

  get epoch(): string {
    return this.#end.epoch;
  }

  /** The event that would come next. Throws TypeError or RangeError when it breaks its own contract: a mistake of ours. */
  next(draft: EventDraft): SignedEvent {
    const { epoch, seq, head: prev } = this.#end;
    const unsigned = { ...draft, id: uuidv7(), box: this.#box, epoch, seq: seq + 1, prev };
    const hash = createHash('sha256').update(hashInput(unsigned)).digest();
    const event = { ...unsigned, sig: sign(null, hash, this.#key).toString('base64') };
    const payload = JSON.stringify(event);
    refuseBugs(event, payload);
    return { event, payload, head: hash.toString('hex') };
  }

  /** Writes down that the chain ends with this event; belongs into its transaction. */
  note({ event, head }: SignedEvent): void {
    this.#db.prepare('UPDATE chain SET seq = ?, head = ?').run(event.seq, head);
  }

  /** That transaction was committed. */
  advance({ event: { epoch, seq }, head }: SignedEvent): void {
    this.#end = { epoch, seq, head };
  }
}

function readEnd(db: Db): End {
  const known = db.prepare<[], End>('SELECT epoch, seq, head FROM chain').get();
  if (known) return known;
  const fresh = { epoch: randomBytes(8).toString('hex'), seq: 0, head: '' };
  db.prepare('INSERT INTO chain VALUES (1, ?, 0, ?)').run(fresh.epoch, '');
  return fresh;
}

/** An event that breaks its own contract must never be stored. */
function refuseBugs(event: VamcoEvent, payload: string): void {
  const bytes = Buffer.byteLength(payload);
  if (bytes > MAX_EVENT_BYTES)
    throw new RangeError(`${event.schema} of ${bytes} bytes; at most ${MAX_EVENT_BYTES} are allowed`);
  const [problem] = problemsOf(eventSchemas[event.schema], event);
  if (problem) throw new TypeError(`${event.schema}: ${problem.path} ${problem.message}`);
}
