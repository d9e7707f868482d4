import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Calendar, problemsOf } from '@vamco/contracts';
import { Default } from 'typebox/value';
import { AgentError } from '../base/errors.ts';
import { holidaysOf, type Holidays } from '../scene/schedule.ts';

/** Where the repository’s calendars lie, seen from the source and from the built program alike. */
export const defaultCalendars = fileURLToPath(new URL('../../../firmware-config/calendars', import.meta.url));

/** The public holidays of every calendar (`*.json`) in a folder. Throws BAD_CALENDAR with the first wrong place. */
export function loadCalendars(folder: string): Holidays {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch (cause) {
    throw new AgentError('BAD_CALENDAR', `the calendars in ${folder} cannot be read`, { cause });
  }
  return holidaysOf(names.map((name) => readCalendar(join(folder, name))));
}

function readCalendar(file: string): Calendar {
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new AgentError('BAD_CALENDAR', `${file} is no JSON`, { cause });
  }
  const calendar = Default(Calendar, document);
  const [problem] = problemsOf(Calendar, calendar);
  if (problem) throw new AgentError('BAD_CALENDAR', `${file}: ${problem.path}: ${problem.message}`);
  return calendar as Calendar;
}
