import type { CommandSpec } from '../../../client/command.ts';
import { EXIT } from '../../../client/exit-codes.ts';

/** What each exit code means, in the words of docs/cli.md. */
const EXIT_TEXTS: Readonly<Record<keyof typeof EXIT, string>> = {
  ok: 'done, or GO',
  internal: 'Sluice or something that it needs failed',
  usage: 'bad usage or input',
  gateFailed: 'a gate failed, findings, or NO_GO',
  notAllowed: 'not allowed: an unknown actor, a role that is missing, a review of own work',
  waiting: 'waiting on a person',
  evidence: 'the evidence is broken or counts for nothing',
  conflict: 'stale, or in conflict with how things stand now',
  unreachable: 'Temporal or its worker does not answer',
  drift: 'a tracker document was edited by hand',
  timedOut: 'the wait timed out; what was waited for goes on',
  interrupted: 'interrupted by Ctrl-C',
};

export function exitCodesPart(): string {
  const names = Object.keys(EXIT) as (keyof typeof EXIT)[];
  return names.map((name) => `- \`${EXIT[name]}\`: ${EXIT_TEXTS[name]}`).join('\n');
}

/** All verbs, under a heading for each group, in the order of `--help`. */
export function verbsPart(commands: readonly CommandSpec[]): string {
  const groups = [...new Set(commands.map(({ group }) => group))];
  return groups
    .map((group) => {
      const verbs = commands.filter((each) => each.group === group).map(verbPart);
      return [`### To ${group}`, ...verbs].join('\n\n');
    })
    .join('\n\n');
}

function verbPart({ name, args, summary, details, options, examples }: CommandSpec): string {
  const lines = (options ?? []).map((each) => `- \`${each.flags}\`: ${sentence(each.summary)}`);
  return [
    `#### \`sluice ${args === undefined ? name : `${name} ${args}`}\``,
    `${sentence(summary)}${details === undefined ? '' : ` ${details}`}`,
    ...(lines.length === 0 ? [] : [lines.join('\n')]),
    ['```sh', ...examples, '```'].join('\n'),
  ].join('\n\n');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
