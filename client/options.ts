import { Fault } from '../domain/fault.ts';
import type { CommandInput } from './command.ts';

/** The text of an option, or null where it was not given. */
export function textOption(input: CommandInput, name: string): string | null {
  const value = input.options[name];
  return typeof value === 'string' ? value : null;
}

/** The texts of an option that may be given several times. */
export function textsOption(input: CommandInput, name: string): readonly string[] {
  const value = input.options[name];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

/** The text of an option that must be given. Throws USAGE. */
export function requiredText(input: CommandInput, name: string, flag: string): string {
  const value = textOption(input, name);
  if (value !== null && value.trim() !== '') return value;
  const fix = `Add ${flag} "…".`;
  throw new Fault({ code: 'USAGE', facts: { message: `${flag} is missing.`, fix } });
}
