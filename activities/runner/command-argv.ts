import type { Command } from '../../domain/policy.ts';

/** What to start for a command of the policy: its argv, or bash for a string, stopping at failures. */
export function commandArgv(command: Command): readonly string[] {
  if ('argv' in command) return command.argv;
  return ['bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c', command.shell];
}
