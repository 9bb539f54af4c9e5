import { parseDuration } from '../../domain/duration.ts';
import { Fault } from '../../domain/fault.ts';
import type { CommandInput, CommandOutput } from '../command.ts';
import { itemArgument, sendMessage } from '../send.ts';
import { inSession, requiredText } from '../session.ts';

/** `sluice block`: stops an item with a reason. */
export async function block(input: CommandInput): Promise<CommandOutput> {
  const reason = requiredText(input, 'reason', '--reason');
  const { unblocker } = input.options;
  const body = { reason, ...(typeof unblocker === 'string' ? { unblocker } : {}) };
  return hold(input, { type: 'block', body, done: 'is blocked' });
}

/** `sluice unblock`: the item goes on when the program lends it a lane. */
export async function unblock(input: CommandInput): Promise<CommandOutput> {
  const { reason } = input.options;
  const body = typeof reason === 'string' ? { reason } : {};
  return hold(input, { type: 'unblock', body, done: 'goes on as soon as a lane is free' });
}

/** `sluice defer`: puts an item off. */
export async function defer(input: CommandInput): Promise<CommandOutput> {
  const reason = requiredText(input, 'reason', '--reason');
  const untilMs = untilOf(input.options['until'], Date.now());
  const when =
    untilMs === null ? 'until somebody unblocks it' : `until ${new Date(untilMs).toISOString()}`;
  return hold(input, { type: 'defer', body: { reason, untilMs }, done: `is deferred ${when}` });
}

/** A date with a time that names no zone means different moments to different people. */
const DATE_WITH_ZONE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** The moment that `--until` names. Throws USAGE. */
export function untilOf(value: unknown, nowMs: number): number | null {
  if (value === undefined) return null;
  const text = String(value);
  const duration = parseDuration(text);
  if (duration !== null) return nowMs + duration;
  const atMs = DATE_WITH_ZONE.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(atMs) && atMs > nowMs) return atMs;
  const message = `--until "${text}" is neither a duration nor a date with a time zone that is still to come.`;
  const fix = 'Write for example --until 3d, or --until 2026-12-01T09:00+01:00.';
  throw new Fault({ code: 'USAGE', facts: { message, fix } });
}

async function hold(
  input: CommandInput,
  message: {
    readonly type: string;
    readonly body: Readonly<Record<string, unknown>>;
    readonly done: string;
  },
): Promise<CommandOutput> {
  return inSession(input, async (session) => {
    const item = itemArgument(input);
    const { type, body, done } = message;
    const answer = await sendMessage(input, session, { item, type, body });
    return { kind: 'answer', data: { item, message: type, answer }, text: `${item} ${done}.` };
  });
}
