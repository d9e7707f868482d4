import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { withRuleTable } from '../tests/support/rule-docs.ts';

/** Writes the table of rules into the README of the rules: `npm run docs:rules`. A test says when it is due. */
const file = 'edge-agent/src/rules/README.md';
const options = await resolveConfig(file);
writeFileSync(
  file,
  await format(withRuleTable(readFileSync(file, 'utf8')), { ...options, parser: 'markdown' }),
);
