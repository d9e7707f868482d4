import { Type, type Static } from 'typebox';
import { UtcTime } from './ids.ts';
import { RegulationRow, type Regulation } from './regulation.ts';
import type { VehicleClass } from './vocabulary.ts';

/** The row that applies to one act, and the decree it stands in. */
export const Law = Type.Object({
  decree: Type.String(),
  ...RegulationRow.properties,
  limitationEnd: UtcTime,
});
export type Law = Static<typeof Law>;

/**
 * The row of the law for an act, chosen by the time of the act and never by that of the review (transition articles
 * of Decrees 168/2024 and 238/2026). Undefined when no decree has one: the officer then looks it up himself.
 *
 * @param rule id of the rule that proposed it
 * @param at time of the act, UTC
 */
export function lawOf(
  regulations: readonly Regulation[],
  rule: string,
  vehicle: VehicleClass,
  at: string,
): Law | undefined {
  const day = vietnameseDay(at);
  for (const { decree, rows, actOfRule, vehicleGroups, limitationYears } of regulations) {
    const act = Object.hasOwn(actOfRule, rule) ? actOfRule[rule] : rule;
    const row = rows.find(
      (one) =>
        one.act === act &&
        (vehicleGroups[one.vehicleGroup] ?? []).includes(vehicle) &&
        one.validFrom <= day &&
        (one.validTo === null || day <= one.validTo),
    );
    if (row) return { decree, ...row, limitationEnd: yearsLater(at, limitationYears) };
  }
  return undefined;
}

/** The day of a moment where the act happened: Viet Nam has been at UTC+7 since 1975, without summer time. */
export function vietnameseDay(at: string): string {
  return new Date(Date.parse(at) + 7 * 3_600_000).toISOString().slice(0, 10);
}

function yearsLater(at: string, years: number): string {
  const moment = new Date(at);
  moment.setUTCFullYear(moment.getUTCFullYear() + years);
  return moment.toISOString();
}
