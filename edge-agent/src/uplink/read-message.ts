import { problemsOf, type Problem } from '@vamco/contracts';
import type { Static, TSchema } from 'typebox';

/** What the centre says, if it fits its schema; else the first thing that is wrong with it. */
export function readMessage<Schema extends TSchema>(
  schema: Schema,
  payload: Buffer,
): { message: Static<Schema>; problem?: never } | { message?: never; problem: Problem } {
  let document: unknown;
  try {
    document = JSON.parse(payload.toString('utf8'));
  } catch {
    document = undefined;
  }
  const [problem] = problemsOf(schema, document);
  return problem ? { problem } : { message: document as Static<Schema> };
}
