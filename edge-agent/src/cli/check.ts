import { readFileSync } from 'node:fs';
import type { Problem } from '@vamco/contracts';
import { Command } from 'commander';
import { AgentError } from '../base/errors.ts';
import { loadSceneAt, loadSite, sceneAdvice, siteAdvice } from '../config/load-site.ts';
import { printJson, printLine } from './print.ts';

/** `vamco check FILE`: every problem of a site file or a scene, by path. */
export function checkCommand(): Command {
  return new Command('check')
    .description('validate a site file or a scene; every problem is listed')
    .argument('<file>', 'YAML file')
    .option('--json', 'the answer as one JSON line')
    .action((file: string, options: { json?: boolean }) => {
      const kind = kindOf(file);
      const problems = kind === 'site' ? siteProblems(file) : sceneProblems(file);
      if (options.json) printJson({ file, kind, ok: problems.length === 0, problems });
      else if (problems.length === 0) printLine(`${file}: a valid ${kind}`);
      else for (const { path, message } of problems) printLine(`${file}: ${path}: ${message}`);
      if (problems.length > 0) process.exitCode = 1;
    });
}

/** Problems of the file itself; without any, what is better mended although a box runs with it. */
function siteProblems(file: string): Problem[] {
  const { value, problems } = loadSite(file);
  return value ? siteAdvice(value, Date.now()) : problems;
}

function sceneProblems(file: string): Problem[] {
  const { loaded, place } = loadSceneAt(file);
  return loaded.value ? sceneAdvice(loaded.value, place) : loaded.problems;
}

function kindOf(file: string): 'site' | 'scene' {
  try {
    return /^(cameras|box|site|uplink):/m.test(readFileSync(file, 'utf8')) ? 'site' : 'scene';
  } catch (cause) {
    throw new AgentError('BAD_SITE_FILE', `${file} cannot be read`, { cause });
  }
}
