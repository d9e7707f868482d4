import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { MAX_EVENT_BYTES, problemsOf, schemas } from './index.ts';

const examples = new URL('../examples/', import.meta.url);
const example = (name: string): unknown => JSON.parse(readFileSync(new URL(name, examples), 'utf8'));

describe.each(Object.entries(schemas))('%s', (name, schema) => {
  test('its valid example is accepted', () => {
    expect(problemsOf(schema, example(`${name}.valid.json`))).toEqual([]);
  });

  test('its invalid example is refused, with one place named', () => {
    const problems = problemsOf(schema, example(`${name}.invalid.json`));
    expect(problems).toHaveLength(1);
    expect(problems[0]?.path).not.toBe('(document)');
  });

  test('a key that nobody knows is refused by name', () => {
    const document = { ...(example(`${name}.valid.json`) as object), surprise: true };
    expect(problemsOf(schema, document)).toEqual([{ path: 'surprise', message: 'is not a known key' }]);
  });
});

test('every example belongs to a schema, and the fullest event stays within its size', () => {
  const names = readdirSync(examples).map((file) => file.replace(/\.(in)?valid\.json$/, ''));
  expect([...new Set(names)].sort()).toEqual(Object.keys(schemas).sort());
  const violation = JSON.stringify(example('violation.detected.v1.valid.json'));
  expect(Buffer.byteLength(violation)).toBeLessThanOrEqual(MAX_EVENT_BYTES);
});
