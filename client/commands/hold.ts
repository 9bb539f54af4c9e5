import { parseDuration } from '../../domain/duration.ts';
import { Fault } from '../../domain/fault.ts';
import type { CommandInput, CommandOutput } from '../command.ts';
import { requiredText, textOption } from '../options.ts';
import { itemArgument, type Outgoing, sendAndSay } from '../send.ts';

/** `sluice block`: stops an item with a reason. */
export async function block(input: CommandInput): Promise<CommandOutput> {
  const reason = requiredText(input, 'reason', '--reason');
  const untilMs = untilOf(textOption(input, 'until'), Date.now());
  const item = itemArgument(input);
  const body = { reason, unblocker: textOption(input, 'unblocker'), untilMs };
  const when = untilMs === null ? '' : ` until ${new Date(untilMs).toISOString()}`;
  return sendAndSay(input, { item, type: 'block', body, done: `${item} is blocked${when}.` });
}

/** `sluice unblock`: the item goes on when the program lends it a lane. */
export async function unblock(input: CommandInput): Promise<CommandOutput> {
  const item = itemArgument(input);
  const body = { reason: textOption(input, 'reason') };
  const done = `${item} goes on as soon as a lane is free.`;
  return sendToEither(input, { item, type: 'unblock', body, done });
}

/** `sluice defer`: puts an item off. */
export async function defer(input: CommandInput): Promise<CommandOutput> {
  const reason = requiredText(input, 'reason', '--reason');
  const untilMs = untilOf(textOption(input, 'until'), Date.now());
  const when =
    untilMs === null ? 'until somebody unblocks it' : `until ${new Date(untilMs).toISOString()}`;
  const item = itemArgument(input);
  if (input.options['skip'] === true) return skip(input, { item, reason, untilMs });
  const body = { reason, untilMs };
  return sendToEither(input, { item, type: 'defer', body, done: `${item} is deferred ${when}.` });
}

/** Takes an item out for good. */
function skip(
  input: CommandInput,
  asked: { readonly item: string; readonly reason: string; readonly untilMs: number | null },
): Promise<CommandOutput> {
  const { item, reason, untilMs } = asked;
  if (untilMs !== null) {
    const fix = 'Leave out --until, or --skip to put the item off until then.';
    throw new Fault({ code: 'USAGE', facts: { message: '--skip is for good.', fix } });
  }
  const body = { reason, untilMs: null, skip: 'for-good' };
  const done = `${item} is skipped for good; what depends on it is told when it starts.`;
  return sendToEither(input, { item, type: 'defer', body, done });
}

/** Sends to the item, and to its program where the item has not started. */
async function sendToEither(
  input: CommandInput,
  outgoing: Outgoing & { readonly item: string; readonly done: string },
): Promise<CommandOutput> {
  try {
    return await sendAndSay(input, outgoing);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'ITEM_NOT_FOUND') throw error;
    const { item, body } = outgoing;
    return sendAndSay(input, { ...outgoing, item: null, body: { item, ...body } });
  }
}

/** A date with a time that names no zone means different moments to different people. */
const DATE_WITH_ZONE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** The moment that `--until` names. Throws USAGE. */
export function untilOf(text: string | null, nowMs: number): number | null {
  if (text === null) return null;
  const duration = parseDuration(text);
  if (duration !== null) return nowMs + duration;
  const atMs = DATE_WITH_ZONE.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(atMs) && atMs > nowMs) return atMs;
  const message = `--until "${text}" is neither a duration nor a date with a time zone that is still to come.`;
  const fix = 'Write for example --until 3d, or --until 2026-12-01T09:00+01:00.';
  throw new Fault({ code: 'USAGE', facts: { message, fix } });
}
