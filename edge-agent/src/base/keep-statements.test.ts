import { expect, test } from 'vitest';
import { keepStatements } from './keep-statements.ts';

test('a statement is compiled once, however often it is asked for', () => {
  const compiled: string[] = [];
  const db = {
    prepare(sql: string) {
      compiled.push(sql);
      return { sql };
    },
  };
  keepStatements(db);
  const [one, other, again] = ['SELECT 1', 'SELECT 2', 'SELECT 1'].map((sql) => db.prepare(sql));
  expect(again).toBe(one);
  expect(other).toEqual({ sql: 'SELECT 2' });
  expect(compiled).toEqual(['SELECT 1', 'SELECT 2']);
});
