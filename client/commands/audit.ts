import { resolve } from 'node:path';
import { Fault } from '../../domain/fault.ts';
import { knownCommits } from '../../git/known-commits.ts';
import { openRepository } from '../../git/repository.ts';
import { auditTracker, countFindings, recordedCommits } from '../../tracker/audit/audit-tracker.ts';
import type { Finding } from '../../tracker/audit/finding.ts';
import { toSarif } from '../../tracker/audit/format-sarif.ts';
import { formatFindings } from '../../tracker/audit/format-text.ts';
import type { CommandInput, CommandOutput } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { findRoot } from '../find-root.ts';
import { textOption } from '../options.ts';
import { namedDocument, readTracker, type TrackerFile } from '../read-tracker.ts';
import { VERSION } from '../version.ts';

const FORMATS = ['text', 'json', 'sarif'] as const;
type Format = (typeof FORMATS)[number];

/** `sluice audit`: holds a tracker against its own rules and the built-in ones. Needs no server. */
export async function audit(input: CommandInput): Promise<CommandOutput> {
  const format = formatOf(input);
  const { cwd } = input.global;
  const named = namedDocument(cwd, findRoot(cwd), input.args[0] ?? '');
  const tracker = await readTracker(named);
  const findings = auditTracker(tracker.document, await factsOf(input, tracker));
  const data = { findings: findings.map(findingData), counts: countFindings(findings) };
  const exitCode = findings.length === 0 ? EXIT.ok : EXIT.gateFailed;
  const path = named.inside ?? named.shown;
  return { kind: 'audit', data, text: textOf(format, { data, findings, path }), exitCode };
}

/** With `--repo`, which of the recorded hashes that repository contains. */
async function factsOf(input: CommandInput, { document }: TrackerFile) {
  const repo = textOption(input, 'repo');
  if (repo === null) return {};
  const repository = await openRepository(resolve(input.global.cwd, repo));
  return { knownCommits: await knownCommits(repository, recordedCommits(document)) };
}

interface Audited {
  readonly data: unknown;
  readonly findings: readonly Finding[];
  readonly path: string;
}

function textOf(format: Format, { data, findings, path }: Audited): string {
  switch (format) {
    case 'text':
      return formatFindings(path, findings);
    case 'json':
      return JSON.stringify({ schemaVersion: 1, kind: 'audit', data });
    case 'sarif':
      return JSON.stringify(toSarif(findings, { path, version: VERSION }), null, 2);
  }
}

function findingData({ code, item, line, column, message, rule, why, fix }: Finding) {
  return { code, item, line, column, message, rule, why, fix };
}

function formatOf(input: CommandInput): Format {
  const text = textOption(input, 'format') ?? 'text';
  const format = FORMATS.find((each) => each === text);
  if (format !== undefined) return format;
  const message = `--format "${text}" is not known.`;
  throw new Fault({
    code: 'USAGE',
    facts: { message, fix: `Write --format ${FORMATS.join(', --format ')}.` },
  });
}
