import { Type, type Static } from 'typebox';

/** Days of the week as schedules name them, Sunday first (as JavaScript numbers them). */
export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export const Weekday = Type.Enum(weekdays);
/** A day of the local calendar. */
export const LocalDate = Type.String({
  pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$',
  description: 'YYYY-MM-DD, in Vietnam',
});
const TimeOfDay = Type.String({
  pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$',
  description: 'HH:MM in Vietnam; 24:00 is the end of the day',
});

/** When a sign holds: hours of the week between two dates. Without one, always. */
export const Schedule = Type.Object(
  {
    windows: Type.Array(
      Type.Object(
        {
          days: Type.Optional(Type.Array(Weekday, { minItems: 1, description: 'Every day without it' })),
          from: TimeOfDay,
          to: TimeOfDay,
        },
        {
          additionalProperties: false,
          description: '`from` later than `to` reaches past midnight and belongs to the day it begins on',
        },
      ),
      { minItems: 1, maxItems: 32 },
    ),
    holidays: Type.Enum(['as-usual', 'never', 'only'], {
      default: 'as-usual',
      description:
        'Public holidays of the calendar: as other days, never in force, or in force on them alone',
    }),
    validFrom: Type.Optional(LocalDate),
    validTo: Type.Optional(LocalDate),
  },
  { additionalProperties: false },
);

/** `firmware-config/calendars/*.json`: public holidays, and working days given in exchange. */
export const Calendar = Type.Object(
  {
    version: Type.Literal(1),
    timezone: Type.Literal('Asia/Ho_Chi_Minh'),
    year: Type.Integer({ minimum: 2020, maximum: 2100 }),
    basis: Type.Array(Type.String({ minLength: 1 }), {
      minItems: 1,
      description: 'Laws and decisions that it follows',
    }),
    daysOff: Type.Array(
      Type.Object(
        { date: LocalDate, vi: Type.String(), en: Type.String(), confirmed: Type.Boolean() },
        { additionalProperties: false },
      ),
    ),
    swaps: Type.Array(
      Type.Object(
        { off: LocalDate, work: LocalDate, confirmed: Type.Boolean(), note: Type.Optional(Type.String()) },
        { additionalProperties: false, description: 'A day off that is worked on another day' },
      ),
      { default: [] },
    ),
  },
  { additionalProperties: false, $id: 'calendar.v1' },
);

export type Schedule = Static<typeof Schedule>;
export type Calendar = Static<typeof Calendar>;
