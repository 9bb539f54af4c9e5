import { resolve } from 'node:path';
import { Fault } from '../../domain/fault.ts';
import { nearestWord } from '../../domain/suggestion.ts';
import { itemsCsv } from '../../report/csv/items-csv.ts';
import { htmlReport } from '../../report/html/html-report.ts';
import { markdownReport } from '../../report/markdown/markdown-report.ts';
import { certificateOf, standingOf } from '../../report/model/certificate.ts';
import type { ItemReport } from '../../report/model/item-model.ts';
import type { ReportModel } from '../../report/model/report-model.ts';
import { certificatePage } from '../../report/page/certificate-page.ts';
import type { ReportDocument } from '../../report/page/document.ts';
import { itemPage } from '../../report/page/item-page.ts';
import { programPage } from '../../report/page/program-page.ts';
import type { CommandInput, CommandOutput } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { loadReport } from '../load-report.ts';
import { textOption } from '../options.ts';
import { SCHEMA_VERSION } from '../output.ts';
import { inSession } from '../session.ts';
import { writeReport } from '../write-report.ts';

const FORMATS = ['md', 'html', 'csv', 'json'] as const;
type Format = (typeof FORMATS)[number];

/** What the report is about, in each way that it can be written. */
interface Subject {
  readonly kind: 'report' | 'report.item' | 'report.certificate';
  readonly data: unknown;
  page(): ReportDocument;
  readonly items: readonly ItemReport[];
}

/** `sluice report`: the program, one item or the certificate, from the files alone. */
export async function report(input: CommandInput): Promise<CommandOutput> {
  const request = requestOf(input);
  return inSession(input, async (session) => {
    const model = await loadReport(session, input.terminal);
    const subject = subjectOf(model, request);
    const exitCode = exitCodeOf(model, request.isCertificate);
    const { path, format } = request;
    const { kind, data } = subject;
    if (path === null) {
      const text = input.global.json ? '' : textOf(subject, format);
      return { kind, data, text, exitCode };
    }
    const text = textOf(subject, format);
    await writeReport(path, text, { replace: input.options['force'] === true });
    const written = { path, format, bytes: Buffer.byteLength(text) };
    return { kind: 'report.written', data: written, text: `Wrote ${path}.`, exitCode };
  });
}

interface ReportRequest {
  readonly format: Format;
  readonly path: string | null;
  readonly item: string | null;
  readonly isCertificate: boolean;
}

function requestOf(input: CommandInput): ReportRequest {
  const [item = null] = input.args;
  const format = formatOf(input);
  const output = textOption(input, 'output');
  const isCertificate = input.options['certificate'] === true;
  if (isCertificate && item !== null) {
    throw usage(
      'A certificate is about the whole program.',
      'Leave out the item or --certificate.',
    );
  }
  if (isCertificate && format === 'csv') {
    throw usage('A certificate is no table.', 'Use --format md, html or json.');
  }
  if (
    input.global.json &&
    output === null &&
    input.options['format'] !== undefined &&
    format !== 'json'
  ) {
    throw usage('--json prints JSON.', 'Leave out --format, or write the file with --output.');
  }
  return {
    format,
    path: output === null ? null : resolve(input.global.cwd, output),
    item,
    isCertificate,
  };
}

function formatOf(input: CommandInput): Format {
  const named = textOption(input, 'format') ?? 'md';
  const found = FORMATS.find((each) => each === named);
  if (found !== undefined) return found;
  const near = nearestWord(named, FORMATS);
  const hint = near === null ? '' : ` Did you mean ${near}?`;
  throw usage(`There is no format "${named}".${hint}`, `Use one of ${FORMATS.join(', ')}.`);
}

function usage(message: string, fix: string): Fault {
  return new Fault({ code: 'USAGE', facts: { message, fix } });
}

function subjectOf(model: ReportModel, { item, isCertificate }: ReportRequest): Subject {
  if (isCertificate) {
    const data = certificateOf(model);
    return { kind: 'report.certificate', data, page: () => certificatePage(model), items: [] };
  }
  if (item === null) {
    return { kind: 'report', data: model, page: () => programPage(model), items: model.items };
  }
  const found = model.items.find((each) => each.id === item);
  if (found === undefined) {
    const near = nearestWord(
      item,
      model.items.map((each) => each.id),
    );
    const fix = near === null ? null : `Did you mean ${near}?`;
    throw new Fault({ code: 'ITEM_NOT_FOUND', facts: { item, fix } });
  }
  const { program, evidence, madeAt } = model;
  const data = { program: program.id, madeAt, evidence, item: found };
  return { kind: 'report.item', data, page: () => itemPage(model, found), items: [found] };
}

function textOf(subject: Subject, format: Format): string {
  switch (format) {
    case 'md':
      return markdownReport(subject.page());
    case 'html':
      return htmlReport(subject.page());
    case 'csv':
      return itemsCsv(subject.items);
    case 'json':
      return `${JSON.stringify({ schemaVersion: SCHEMA_VERSION, kind: subject.kind, data: subject.data })}\n`;
  }
}

/**
 * Broken evidence outranks the verdict; a certificate that certifies nothing, or another commit than
 * the branch has now, is never a success.
 */
function exitCodeOf(model: ReportModel, isCertificate: boolean): ExitCode {
  const { evidence, certification } = model;
  if (!evidence.ok) return EXIT.evidence;
  if (isCertificate && standingOf(model) === 'STALE') return EXIT.conflict;
  const verdict = certification?.verdict ?? null;
  const isRefused = verdict === 'NO_GO' || (isCertificate && verdict === null);
  return isRefused ? EXIT.gateFailed : EXIT.ok;
}
