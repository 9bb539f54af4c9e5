import { z } from 'zod';
import { WEEKDAYS } from '../domain/business-hours.ts';
import { CommandText, CommandWords } from './gate.schema.ts';
import { HOLIDAYS_MAX } from './policy-limits.ts';
import { lineOf, mapping, shorterList } from './scalar.schema.ts';

const TIME = 'a time of the day from "00:00" to "24:00"';
const Time = z.string({ error: TIME }).regex(/^(?:[01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$/, TIME);

const DATE = 'a date such as 2026-12-25';
const CalendarDate = z
  .string({ error: DATE })
  .regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/, DATE)
  .refine(isDate, DATE);

function isDate(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

const DAYS = `a list of days: ${WEEKDAYS.join(', ')}`;

/** `hours:` as it is written. */
export const Hours = mapping(
  {
    timezone: lineOf('the name of a time zone, such as Europe/Berlin').describe(
      'The zone whose clock counts, by its name in the IANA time zone database.',
    ),
    days: z
      .array(z.enum(WEEKDAYS, { error: DAYS }), { error: DAYS })
      .min(1, 'at least one day')
      .max(WEEKDAYS.length, shorterList(WEEKDAYS.length))
      .optional()
      .describe('Days on which people answer. Default: mon to fri.'),
    from: Time.optional().describe('When the day begins. Default: "09:00".'),
    to: Time.optional().describe('When it ends. Default: "17:00".'),
    holidays: z
      .array(CalendarDate, { error: 'a list of dates' })
      .max(HOLIDAYS_MAX, shorterList(HOLIDAYS_MAX))
      .optional()
      .describe('Dates on which nobody answers.'),
  },
  'a mapping with "timezone", "days", "from", "to" and "holidays"',
);

export const Notify = z.union([CommandText, CommandWords], {
  error: 'a command: text, or a list of words',
});
