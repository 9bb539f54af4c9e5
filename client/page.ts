import { Fault } from '../domain/fault.ts';
import { BOARD_PAGE_ITEMS_MAX } from '../domain/program/program-view.ts';
import type { CommandInput } from './command.ts';
import { textOption } from './options.ts';

const LIMIT_DEFAULT = 50;
const OFFSET_MAX = 1_000_000;

/** The page that `--limit` and `--offset` name. Throws USAGE. */
export function pageOf(input: CommandInput): { readonly offset: number; readonly limit: number } {
  return {
    limit: wholeNumber(input, 'limit', { fallback: LIMIT_DEFAULT, max: BOARD_PAGE_ITEMS_MAX }),
    offset: wholeNumber(input, 'offset', { fallback: 0, max: OFFSET_MAX }),
  };
}

function wholeNumber(
  input: CommandInput,
  name: string,
  bounds: { readonly fallback: number; readonly max: number },
): number {
  const text = textOption(input, name);
  if (text === null) return bounds.fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= bounds.max) return value;
  const message = `--${name} "${text}" is not a whole number from 0 to ${bounds.max}.`;
  throw new Fault({ code: 'USAGE', facts: { message, fix: `Write for example --${name} 20.` } });
}
