import type { TSchema } from 'typebox';
import { Errors } from 'typebox/value';

/** One thing wrong with a document: where (`cameras/0/detectFps`) and what. */
export interface Problem {
  path: string;
  message: string;
}

/** Every problem of `value` against `schema`, each place once; empty when it fits. */
export function problemsOf(schema: TSchema, value: unknown): Problem[] {
  const problems = new Map<string, string>();
  for (const error of Errors(schema, value)) {
    // An unknown key is reported twice: as `false` at the key, and once more at its parent.
    if (error.keyword === 'additionalProperties') continue;
    const path = error.instancePath.replace(/^\//, '') || '(document)';
    problems.set(path, problems.get(path) ?? describe(error));
  }
  return [...problems].map(([path, message]) => ({ path, message }));
}

function describe(error: { keyword: string; message: string; params: object }): string {
  if (error.keyword === 'boolean') return 'is not a known key';
  if ('allowedValues' in error.params)
    return `must be one of ${(error.params.allowedValues as string[]).join(', ')}`;
  if ('requiredProperties' in error.params) {
    return `lacks ${(error.params.requiredProperties as string[]).join(', ')}`;
  }
  if ('pattern' in error.params) return `must match ${String(error.params.pattern)}`;
  return error.message;
}
