import { createHash } from 'node:crypto';
import {
  boxOfTopic,
  Epoch,
  eventSchemas,
  hashInput,
  MAX_EVENT_BYTES,
  Name,
  problemsOf,
  Seq,
  type EventSchemaId,
  type RejectionCode,
  type VamcoEvent,
} from '@vamco/contracts';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { Check } from 'typebox/value';
import { isSignedBy } from '../auth/box-proof.ts';

/** An event that may be stored, or why not. */
export type Checked =
  | { ok: true; event: VamcoEvent; payload: string; hash: string }
  | { ok: false; code: RejectionCode; reason: string };

const Numbered = Type.Object({ box: Name, epoch: Epoch, seq: Seq, sig: Type.String() });
const validators = new Map(Object.entries(eventSchemas).map(([id, schema]) => [id, Compile(schema)]));

/**
 * Everything that is checked before an event is believed: size, form, schema, that it is the box's own, and
 * its signature over its hash (Ed25519 over SHA-256). Order matters: cheap and bounded first.
 *
 * @param publicKeyOf PEM of an enrolled box; undefined for strangers
 */
export function checkEvent(
  topic: string,
  payload: Buffer,
  publicKeyOf: (box: string) => string | undefined,
): Checked {
  if (payload.length > MAX_EVENT_BYTES)
    return refuse('too-large', `${payload.length} bytes, at most ${MAX_EVENT_BYTES} are taken`);
  const text = payload.toString('utf8');
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return refuse('not-json', 'the payload is not JSON');
  }
  const schema = schemaOf(document);
  if (schema === undefined) return refuse('unknown-schema', 'the schema is not known here');
  if (validators.get(schema)?.Check(document) !== true) {
    const [problem] = problemsOf(eventSchemas[schema], document);
    return refuse('invalid', problem ? `${problem.path} ${problem.message}` : 'does not fit its schema');
  }
  const event = document as VamcoEvent;
  if (boxOfTopic(topic) !== event.box) return refuse('wrong-box', 'the topic belongs to another box');
  const publicKey = publicKeyOf(event.box);
  if (publicKey === undefined) return refuse('wrong-box', `box "${event.box}" is not enrolled`);
  const hash = createHash('sha256').update(hashInput(event)).digest();
  if (!isSignedBy(publicKey, hash, event.sig))
    return refuse('bad-signature', 'the signature is not that of the enrolled box');
  return { ok: true, event, payload: text, hash: hash.toString('hex') };
}

function refuse(code: RejectionCode, reason: string): Checked {
  return { ok: false, code, reason: reason.slice(0, 200) };
}

/**
 * The number of a refused payload that the box itself signed: the bytes it will send again, so its number may
 * be spoken for. Anything else could be a damaged copy of an event that is still to come.
 */
export function signedNumber(
  payload: Buffer,
  box: string,
  publicKey: string,
): { epoch: string; seq: number } | undefined {
  let document: unknown;
  try {
    document = JSON.parse(payload.toString('utf8'));
  } catch {
    return undefined;
  }
  if (!Check(Numbered, document) || document.box !== box) return undefined;
  const hash = createHash('sha256').update(hashInput(document)).digest();
  return isSignedBy(publicKey, hash, document.sig) ? document : undefined;
}

/** Own names only: `constructor` is "in" every object and would pass as a schema that allows everything. */
function schemaOf(document: unknown): EventSchemaId | undefined {
  if (typeof document !== 'object' || document === null || !('schema' in document)) return undefined;
  const name = document.schema;
  return typeof name === 'string' && validators.has(name) ? (name as EventSchemaId) : undefined;
}
