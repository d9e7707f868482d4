import { readFileSync } from 'node:fs';
import { ruleIds, ruleTable, type RuleParameter } from '@vamco/contracts';
import { expect, test } from 'vitest';
import { withRuleTable } from '../../../tests/support/rule-docs.ts';
import { aScene } from '../../../tests/support/builders.ts';
import { questionsOf } from './rules.ts';

const textOf = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const plain = (text: string) => text.replace(/[ -]+/g, ' ');

test('the README says what the table of rules says (npm run docs:rules)', () => {
  const readme = textOf('./README.md');
  expect(plain(withRuleTable(readme))).toBe(plain(readme));
});

test.each(['vi', 'en'] as const)('pages call every rule what the table calls it (%s)', (language) => {
  const texts = JSON.parse(textOf(`../../../central/web/src/i18n/${language}.json`)) as Record<
    string,
    string
  >;
  for (const id of ruleIds) {
    expect(texts[`rule.${id}`]).toBe(ruleTable[id].name[language]);
    expect(texts[`ruleText.${id}`]).toBe(ruleTable[id].text[language]);
  }
});

test('every parameter has a default within its bounds and a sentence in both languages', () => {
  for (const id of ruleIds) {
    const parameters: [string, RuleParameter][] = Object.entries(ruleTable[id].parameters);
    for (const [name, { default: value, min, max, vi, en }] of parameters) {
      expect(value >= min && value <= max, `${id}.${name}`).toBe(true);
      expect(vi.length > 10 && en.length > 10, `${id}.${name}`).toBe(true);
    }
  }
});

test('every rule of the table can be asked by some scene, gravest first', () => {
  const polygon = [
    [0.2, 0.2],
    [0.8, 0.2],
    [0.8, 0.8],
    [0.2, 0.8],
  ];
  const zone = (
    kind: Parameters<typeof aScene>[0]['zones'] extends (infer Z)[] | undefined
      ? Z extends { kind: infer K }
        ? K
        : never
      : never,
    index: number,
  ) => ({
    ...{ id: `zone-${index}`, kind, polygon, direction: [0, 1], limitKmh: 50 },
  });
  const kinds = [
    'lane',
    'no-entry',
    'prohibited-road',
    'sidewalk',
    'emergency-lane',
    'no-stopping',
    'no-parking',
    'no-u-turn',
    'speed',
  ] as const;
  const line = { from: [0, 0.5], to: [1, 0.5], forbids: [{ movement: 'left' as const }] };
  const scene = aScene({
    zones: kinds.map(zone),
    lines: [
      { id: 'stop', kind: 'stop-line', ...line },
      { id: 'solid', kind: 'solid-line', ...line },
    ],
  });
  const asked = [...new Set(questionsOf(scene).map(({ rule }) => rule))];
  expect(asked).toEqual(ruleIds);
});
