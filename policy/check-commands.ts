import type { BacklogItem, Command } from '../domain/policy.ts';
import { lintCommand } from './command-lint.ts';
import { commandOf, commandsOf } from './document-command.ts';
import type { DocumentPath, Finding, Findings } from './finding.ts';
import { gateEntries } from './gate-entries.ts';
import type { SoundParts } from './sound-parts.ts';

interface PlacedCommand {
  readonly path: DocumentPath;
  readonly command: Command;
}

/** Every command of a document must be one that cannot discard work; hidden failures are warned of. */
export function checkCommands(parts: SoundParts): Findings {
  const placed = [...gateCommands(parts), ...itemCommands(parts), ...notifyCommand(parts)];
  const linted = placed.flatMap(({ path, command }) =>
    lintCommand(command).map((finding) => ({ path, ...finding })),
  );
  const masked = linted.filter(({ kind }) => kind === 'masked');
  const isStrict = parts.document.strict === true;
  return {
    findings: [
      ...linted.filter(({ kind }) => kind === 'forbidden').map(forbiddenFinding),
      ...(isStrict ? masked.map(maskedFinding) : []),
    ],
    warnings: isStrict
      ? []
      : masked.map(({ path, command, reason }) => ({
          path,
          message: `\`${command}\` can hide a failure: ${reason}.`,
        })),
  };
}

interface Linted {
  readonly path: DocumentPath;
  readonly command: string;
  readonly reason: string;
}

function forbiddenFinding({ path, command, reason }: Linted): Finding {
  return {
    code: 'FORBIDDEN_COMMAND',
    path,
    at: 'value',
    expected: 'a command that cannot discard work or rewrite history',
    found: `\`${command}\`: ${reason}`,
    fix: 'Remove it; gates run in a worktree of their own and need no clean-up.',
    facts: { command, reason },
  };
}

function maskedFinding({ path, command, reason }: Linted): Finding {
  return {
    code: 'MASKED_FAILURE',
    path,
    at: 'value',
    expected: 'a command that fails when what it runs fails, as `strict: true` demands',
    found: `\`${command}\`: ${reason}`,
    fix: 'Remove what hides the failure.',
    facts: { command, reason },
  };
}

function gateCommands({ document }: SoundParts): readonly PlacedCommand[] {
  const { baseline, prepare, red, targeted, verify, capabilities } = gateEntries(document);
  // A targeted gate that is implied by RED stands where RED does and is looked at there.
  const own = targeted.filter(({ path }) => path.at(-1) !== 'red');
  return [...baseline, ...prepare, ...red, ...own, ...verify, ...capabilities].map(
    ({ path, gate }) => ({
      path: typeof gate === 'string' ? path : [...path, 'run'],
      command: commandOf(typeof gate === 'string' ? gate : gate.run),
    }),
  );
}

function notifyCommand({ document: { notify } }: SoundParts): readonly PlacedCommand[] {
  return notify === undefined ? [] : [{ path: ['notify'], command: commandOf(notify) }];
}

function itemCommands({ items }: SoundParts): readonly PlacedCommand[] {
  const stages: readonly (keyof BacklogItem['commands'])[] = ['targeted', 'verify'];
  return [...items].flatMap(([place, item]) =>
    stages.flatMap((stage) =>
      commandsOf(item[stage]).map((command, nth) => ({
        path: ['items', place, stage, ...(Array.isArray(item[stage]) ? [nth] : [])],
        command,
      })),
    ),
  );
}
