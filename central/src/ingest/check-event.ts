import { createHash, createPublicKey, verify } from 'node:crypto';
import {
  boxOfTopic,
  eventSchemas,
  hashInput,
  MAX_EVENT_BYTES,
  problemsOf,
  type RejectionCode,
  type VamcoEvent,
} from '@vamco/contracts';

/** An event that may be stored, or why not. */
export type Checked =
  | { ok: true; event: VamcoEvent; payload: string; hash: string }
  | { ok: false; code: RejectionCode; reason: string };

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
  const [problem] = problemsOf(eventSchemas[schema], document);
  if (problem) return refuse('invalid', `${problem.path} ${problem.message}`);
  const event = document as VamcoEvent;
  if (boxOfTopic(topic) !== event.box) return refuse('wrong-box', 'the topic belongs to another box');
  const publicKey = publicKeyOf(event.box);
  if (publicKey === undefined) return refuse('wrong-box', `box "${event.box}" is not enrolled`);
  const hash = createHash('sha256').update(hashInput(event)).digest();
  if (!verify(null, hash, createPublicKey(publicKey), Buffer.from(event.sig, 'base64'))) {
    return refuse('bad-signature', 'the signature is not that of the enrolled box');
  }
  return { ok: true, event, payload: text, hash: hash.toString('hex') };
}

function refuse(code: RejectionCode, reason: string): Checked {
  return { ok: false, code, reason: reason.slice(0, 200) };
}

function schemaOf(document: unknown): keyof typeof eventSchemas | undefined {
  if (typeof document !== 'object' || document === null || !('schema' in document)) return undefined;
  const name = document.schema;
  return typeof name === 'string' && name in eventSchemas ? (name as keyof typeof eventSchemas) : undefined;
}
