import type { CommandInput, CommandOutput } from '../command.ts';
import { sendMessage } from '../send.ts';
import { inSession, requiredText } from '../session.ts';

/** `sluice pause`: nothing new starts. */
export function pause(input: CommandInput): Promise<CommandOutput> {
  const reason = requiredText(input, 'reason', '--reason');
  return steer(input, { type: 'pause', body: { reason }, done: 'Paused. Items at work go on.' });
}

/** `sluice resume`: the program goes on. */
export function resume(input: CommandInput): Promise<CommandOutput> {
  const { reason } = input.options;
  const body = typeof reason === 'string' ? { reason } : {};
  return steer(input, { type: 'resume', body, done: 'Resumed.' });
}

/** `sluice certify`: ends a program whose open items are all held. */
export function certify(input: CommandInput): Promise<CommandOutput> {
  const reason = requiredText(input, 'reason', '--reason');
  const done = 'The certification runs; see the verdict with `sluice watch`.';
  return steer(input, { type: 'certify', body: { reason }, done });
}

async function steer(
  input: CommandInput,
  message: {
    readonly type: string;
    readonly body: Readonly<Record<string, unknown>>;
    readonly done: string;
  },
): Promise<CommandOutput> {
  return inSession(input, async (session) => {
    const { type, body, done } = message;
    const answer = await sendMessage(input, session, { item: null, type, body });
    return {
      kind: 'answer',
      data: { program: session.program, message: type, answer },
      text: done,
    };
  });
}
