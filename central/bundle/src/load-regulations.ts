import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { regulationProblems, type Regulation } from '@vamco/contracts';
import { BundleError } from './bundle-error.ts';

/**
 * Reads every `*.json` of a folder as a table of the law. Throws a BundleError that lists every problem of every file
 * by its path: a centre with half of the law would show wrong fines.
 */
export function loadRegulations(folder: string): Regulation[] {
  const names = listJson(folder);
  if (names.length === 0) throw new BundleError(`${folder} holds no table of the law (*.json)`);
  const problems: string[] = [];
  const regulations = names.map((name) => {
    const document = parse(join(folder, name));
    for (const { path, message } of regulationProblems(document))
      problems.push(`${name}: ${path}: ${message}`);
    return document as Regulation;
  });
  if (problems.length > 0)
    throw new BundleError(`${folder} has ${problems.length} problems:\n  ${problems.join('\n  ')}`);
  return regulations;
}

function listJson(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort();
  } catch (cause) {
    throw new BundleError(`${folder} with the tables of the law cannot be read`, { cause });
  }
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new BundleError(`${file} is not JSON`, { cause });
  }
}
