import { problemsOf, type Problem } from './problems.ts';
import { Regulation } from './regulation.ts';

/** Everything wrong with one table, each with its path: what the schema says, and what it cannot say. */
export function regulationProblems(document: unknown): Problem[] {
  const problems = problemsOf(Regulation, document);
  if (problems.length > 0) return problems;
  const { rows, vehicleGroups } = document as Regulation;
  return rows.flatMap((row, index) => {
    const at = (key: string, message: string): Problem => ({ path: `rows/${index}/${key}`, message });
    const found: Problem[] = [];
    if (!Object.hasOwn(vehicleGroups, row.vehicleGroup))
      found.push(at('vehicleGroup', `"${row.vehicleGroup}" is not in vehicleGroups`));
    if (row.fineMaxVnd < row.fineMinVnd) found.push(at('fineMaxVnd', 'is less than fineMinVnd'));
    if (row.validTo !== null && row.validTo < row.validFrom) found.push(at('validTo', 'is before validFrom'));
    const earlier = rows.slice(0, index).findIndex((other) => overlap(row, other));
    if (earlier >= 0) found.push(at('validFrom', `holds on days on which rows/${earlier} holds too`));
    return found;
  });
}

type Row = Regulation['rows'][number];

function overlap(a: Row, b: Row): boolean {
  if (a.act !== b.act || a.vehicleGroup !== b.vehicleGroup) return false;
  const end = (row: Row) => row.validTo ?? '9999-12-31';
  return a.validFrom <= end(b) && b.validFrom <= end(a);
}
