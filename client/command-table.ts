import type { CommandSpec } from './command.ts';
import { DECIDE_COMMAND } from './decide-command.ts';
import { HOLD_COMMANDS } from './hold-commands.ts';
import { LOOK_COMMANDS } from './look-commands.ts';
import { PROOF_COMMANDS } from './proof-commands.ts';
import { REVIEW_COMMAND } from './review-command.ts';
import { RUN_COMMANDS } from './run-commands.ts';
import { setupCommands } from './setup-commands.ts';
import { WAIVE_COMMAND } from './waive-command.ts';
import { WORK_COMMANDS } from './work-commands.ts';

/** Every verb, in the order of `--help`. A verb's code is loaded when it runs, and not before. */
export const COMMANDS: readonly CommandSpec[] = [
  ...setupCommands(() => COMMANDS),
  ...RUN_COMMANDS,
  ...LOOK_COMMANDS,
  ...WORK_COMMANDS,
  REVIEW_COMMAND,
  WAIVE_COMMAND,
  ...HOLD_COMMANDS,
  DECIDE_COMMAND,
  ...PROOF_COMMANDS,
];
