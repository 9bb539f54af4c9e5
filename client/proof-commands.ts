import type { CommandSpec } from './command.ts';
import { LIMIT, OFFSET, REASON } from './common-options.ts';

/** The verbs that prove: they hold what is written against what happened. */
export const PROOF_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'audit',
    args: '<document>',
    group: 'prove',
    summary: 'hold a tracker that people filled in against its own rules and the built-in ones',
    details: 'Needs no server and no policy. Exits 3 when there are findings.',
    options: [
      { flags: '--repo <dir>', summary: 'check that this repository has the recorded commits' },
      { flags: '--format <format>', summary: 'text (default), json or sarif' },
    ],
    examples: [
      'sluice audit docs/board.md',
      'sluice audit docs/board.md --repo . --format sarif > audit.sarif',
    ],
    load: async () => (await import('./commands/audit.ts')).audit,
  },
  {
    name: 'sync',
    group: 'prove',
    summary: 'compare the tracker document with the program, and write what is ours',
    details: 'Exits 9 while the document says something else than the program.',
    options: [
      { flags: '--dry-run', summary: 'show the differences and change nothing' },
      { flags: '--accept <item>', summary: 'record that the document is right about this item' },
      { flags: '--field <name>', summary: 'accept only this field of the item' },
      REASON,
    ],
    examples: [
      'sluice sync --dry-run',
      'sluice sync',
      'sluice sync --accept P0-003 --reason "renamed by the team"',
    ],
    load: async () => (await import('./commands/sync.ts')).sync,
  },
  {
    name: 'evidence',
    args: '<action> [record]',
    group: 'prove',
    summary: 'verify, list, show or export the evidence of this repository from the files alone',
    details: 'Actions: verify, list, show <record>, export. Needs no server.',
    options: [
      { flags: '--item <id>', summary: 'only records of this item (list)' },
      {
        flags: '--dir <folder>',
        summary: 'an evidence folder elsewhere (default: .sluice/evidence)',
      },
      {
        flags: '--public-key <file>',
        summary: 'the orchestrator public key as PEM (default: beside the evidence)',
      },
      {
        flags: '-o, --output <folder>',
        summary:
          'a new folder for the bundle that in-toto, ssh-keygen and sha256sum check (export)',
      },
      LIMIT,
      OFFSET,
    ],
    examples: [
      'sluice evidence export --output proof',
      'sluice evidence verify',
      'sluice evidence list --item P0-003',
      'sluice evidence show 3f2a',
    ],
    load: async () => (await import('./commands/evidence.ts')).evidence,
  },
  {
    name: 'report',
    args: '[item]',
    group: 'prove',
    summary:
      'report on the program or one item as Markdown, HTML, CSV or JSON, from the files alone',
    details:
      'Verifies the evidence while it reads it; with a server, the live board is added. Exits 3 on NO_GO, and 6 when the evidence does not verify.',
    options: [
      { flags: '--format <format>', summary: 'md, html, csv or json (default: md)' },
      { flags: '-o, --output <file>', summary: 'write to this file, whole or not at all' },
      { flags: '--force', summary: 'replace the file where it is there already' },
      {
        flags: '--certificate',
        summary:
          'the certificate: verdict, commits, evidence, reviewers; exits 3 without a GO, 7 when STALE',
      },
    ],
    examples: [
      'sluice report',
      'sluice report P0-003',
      'sluice report --format html -o report.html',
      'sluice report --certificate --format html -o certificate.html --force',
    ],
    load: async () => (await import('./commands/report.ts')).report,
  },
];
