import type { CommandInput, CommandOutput } from '../command.ts';
import { requiredText, textOption, textsOption } from '../options.ts';
import { sendAndSay } from '../send.ts';

/** `sluice pause`: nothing new starts. */
export function pause(input: CommandInput): Promise<CommandOutput> {
  const reason = requiredText(input, 'reason', '--reason');
  const until = textOption(input, 'until');
  return sendAndSay(input, {
    item: null,
    type: 'pause',
    body: {
      reason,
      from: textOption(input, 'from'),
      until,
      exempt: textsOption(input, 'exempt').flatMap((each) => each.split(',')),
    },
    done:
      until === null
        ? 'Paused. Items at work go on.'
        : `Frozen until ${until}: nothing new starts, and nothing is committed.`,
  });
}

/** `sluice resume`: the program goes on. */
export function resume(input: CommandInput): Promise<CommandOutput> {
  const body = { reason: textOption(input, 'reason') };
  return sendAndSay(input, { item: null, type: 'resume', body, done: 'Resumed.' });
}

/** `sluice certify`: ends a program whose open items are all held. */
export function certify(input: CommandInput): Promise<CommandOutput> {
  const reason = requiredText(input, 'reason', '--reason');
  const done = 'The certification runs; see the verdict with `sluice watch`.';
  return sendAndSay(input, { item: null, type: 'certify', body: { reason }, done });
}
