import { stringify } from 'yaml';
import type { Roles } from '../domain/policy.ts';
import { projectCommands, type ProjectCommands } from './project-commands.ts';
import type { ProjectKind } from './project-kind.ts';

/** What `sluice init` knows about a repository when it writes a policy. */
export interface TemplateFacts {
  readonly program: string;
  readonly roles: Roles;
  readonly kind: ProjectKind;
  /** Full check of the project; null takes what is usual for its kind. */
  readonly verify: string | null;
  /** Installs what the lockfile names; null where there is none. */
  readonly prepare: string | null;
  /** Where editors find the JSON Schema, relative to the policy; null leaves that line out. */
  readonly schemaPath: string | null;
  /** Tracker document that is the backlog; null writes one item to begin with. */
  readonly backlog: string | null;
}

/**
 * The text of a `sluice.yaml` that is valid and runs as it is: the commands of the project's kind,
 * one item to begin with, and a comment on each part that a team would change.
 */
export function policyTemplate(facts: TemplateFacts): string {
  const commands = projectCommands(facts.kind);
  const verify = facts.verify ?? commands.verify;
  return [
    ...(facts.schemaPath === null ? [] : [`# yaml-language-server: $schema=${facts.schemaPath}`]),
    '# The policy of this program. It is pinned by its digest when the program starts: editing it',
    '# later changes nothing for a program that runs. Check it with `sluice plan`.',
    'version: 1',
    `program: ${yamlText(facts.program)}`,
    '',
    '# Who may do what. Nobody reviews their own work.',
    'roles:',
    ...role('implementers', facts.roles.implementers),
    ...role('reviewers', facts.roles.reviewers),
    ...role('releaseLeads', facts.roles.releaseLeads),
    '',
    '# Must pass on the branch before the first item starts.',
    'baseline:',
    `  - ${yamlText(verify)}`,
    ...prepareLines(facts.prepare),
    '',
    ...gateLines(commands, verify),
    ...(facts.backlog === null ? itemLines(commands) : backlogLines(facts.backlog)),
    '',
  ].join('\n');
}

function role(name: keyof Roles, actors: readonly string[]): readonly string[] {
  return [`  ${name}:`, ...actors.map((actor) => `    - ${yamlText(actor)}`)];
}

function prepareLines(prepare: string | null): readonly string[] {
  if (prepare === null) return [];
  return ['# Run in a gate worktree when a lockfile has changed.', `prepare: ${yamlText(prepare)}`];
}

function gateLines(commands: ProjectCommands, verify: string): readonly string[] {
  return [
    '# Each item must pass these. Commands get the item as environment variables, never as text.',
    '# They run in a sandbox: no network, nothing writable but the worktree. For more, see `sandbox:`.',
    'gates:',
    ...redLines(commands),
    "  # The full check: every command must exit 0. Put your project's own here.",
    '  verify:',
    `    - run: ${yamlText(verify)}`,
    '      timeout: 20m',
    '  # What a reviewer marks one by one, and how many reviewers must approve.',
    '  review:',
    '    gates: [P0, P1, P2]',
    '    approvals: 1',
    '',
  ];
}

function redLines({ itemTests, testPatterns }: ProjectCommands): readonly string[] {
  if (itemTests === null)
    return ['  # With `red:`, items begin with a test that must fail: see the documentation.'];
  return [
    '  # The tests of an item, run before it is implemented (they must fail) and after (they must pass).',
    '  red:',
    `    run: ${yamlText(itemTests.run)}`,
    `    report: ${itemTests.report}`,
    '    # Test files: frozen once they have been seen to fail.',
    '    tests:',
    ...testPatterns.map((pattern) => `      - ${yamlText(pattern)}`),
  ];
}

function backlogLines(path: string): readonly string[] {
  return [
    '# The backlog: this document. Progress is written back into it. Commands that it mentions are',
    '# shown in the plan and run only with `commandsFromTracker: allow`.',
    `backlog: ${yamlText(path)}`,
    'commandsFromTracker: show',
  ];
}

function itemLines({ itemTests, exampleTest }: ProjectCommands): readonly string[] {
  return [
    '# The backlog: urgent items first (P0 to P9), dependencies before what needs them.',
    '# A Markdown or CSV tracker can take the place of `items:`; write `backlog: docs/plan.md`.',
    'items:',
    '  - id: P1-001',
    '    title: Describe the first change here',
    '    priority: P1',
    ...(itemTests === null ? [] : [`    tests: ${yamlText(exampleTest)}`]),
  ];
}

/** One line of YAML that reads as exactly this text, in quotes where it must be. */
function yamlText(text: string): string {
  return stringify(text, { lineWidth: 0, blockQuote: false }).trimEnd();
}
