import { canonicalJson, problemsOf } from '@vamco/contracts';
import type { Static, TSchema } from 'typebox';

const MAX_DEPTH = 24;

/** A document, or why it is none. */
export type Read<Value> = { value: Value; problem?: never } | { value?: never; problem: string };

/**
 * Reads a document that has one spelling: UTF-8, canonical JSON (RFC 8785), bounded depth, of its schema. A key that
 * stands there twice, a space or another way to write a number is a difference, and so a problem.
 */
export function readStrict<Kind extends TSchema>(bytes: Buffer, schema: Kind): Read<Static<Kind>> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { problem: 'is not UTF-8' };
  }
  if (depthOf(text) > MAX_DEPTH) return { problem: `is nested more than ${MAX_DEPTH} deep` };
  let value: unknown;
  let again: string;
  try {
    value = JSON.parse(text);
    again = canonicalJson(value);
  } catch {
    return { problem: 'is not JSON' };
  }
  if (again !== text)
    return { problem: 'is not in canonical form: something was added, doubled or written differently' };
  const [wrong] = problemsOf(schema, value);
  return wrong ? { problem: `${wrong.path} ${wrong.message}` } : { value: value as Static<Kind> };
}

/** Deepest nesting of brackets outside strings. */
function depthOf(text: string): number {
  let [depth, deepest, quoted] = [0, 0, false];
  for (let index = 0; index < text.length; index += 1) {
    const sign = text[index];
    if (quoted) {
      if (sign === '\\') index += 1;
      else if (sign === '"') quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === '{' || sign === '[') deepest = Math.max(deepest, (depth += 1));
    else if (sign === '}' || sign === ']') depth -= 1;
  }
  return deepest;
}
