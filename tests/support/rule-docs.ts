import { ruleIds, ruleTable, type RuleParameter } from '@vamco/contracts';

const marks = ['<!-- rules: made by npm run docs:rules -->', '<!-- /rules -->'] as const;

/** The text with the table of rules between its marks made anew from the contracts. */
export function withRuleTable(text: string): string {
  const [from, to] = marks.map((mark) => text.indexOf(mark));
  if (from === undefined || to === undefined || from < 0 || to < from)
    throw new Error('the marks of the table of rules are missing');
  return `${text.slice(0, from + marks[0].length)}\n\n${rows().join('\n')}\n\n${text.slice(to)}`;
}

function rows(): string[] {
  const lines = ['| rule | act | says | parameters (default; bounds) |', '|---|---|---|---|'];
  for (const id of ruleIds) {
    const { act, version, text, parameters } = ruleTable[id];
    const numbers = Object.entries(parameters).map(
      ([name, { default: value, unit, min, max }]: [string, RuleParameter]) =>
        `\`${name}\` ${value} ${unit} (${min}–${max})`,
    );
    lines.push(`| \`${id}\` v${version} | \`${act}\` | ${text.en} | ${numbers.join(', ') || '–'} |`);
  }
  return lines;
}
