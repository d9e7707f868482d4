import { Type } from 'typebox';
import { ruleIds, ruleTable, type RuleEntry, type RuleId } from './rule-table.ts';

/** The numbers of one rule, by name. */
export type RuleNumbers<Id extends RuleId> = Record<keyof (typeof ruleTable)[Id]['parameters'], number>;
/** What a scene changes of its rules. */
export type RuleSettings = { [Id in RuleId]?: Partial<RuleNumbers<Id>> & { off?: boolean } };

/** `rules:` of a scene: each rule may be switched off or given other numbers within their bounds. */
export const RuleSettings = Type.Unsafe<RuleSettings>(
  Type.Object(Object.fromEntries(ruleIds.map((id) => [id, Type.Optional(settingsOf(ruleTable[id]))])), {
    additionalProperties: false,
  }),
);

function settingsOf({ text, parameters }: RuleEntry) {
  const numbers = Object.entries(parameters).map(([name, { min, max, unit, en, default: value }]) => {
    const description = `${en} Unit: ${unit}; ${value} without a setting.`;
    return [name, Type.Optional(Type.Number({ minimum: min, maximum: max, description }))] as const;
  });
  return Type.Object(
    { ...Object.fromEntries(numbers), off: Type.Optional(Type.Boolean({ description: 'Not asked here' })) },
    { additionalProperties: false, description: text.en },
  );
}
