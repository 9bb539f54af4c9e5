import { type Judgement, rejected } from '../../domain/judgement.ts';
import type { MeasuredValue } from '../../domain/measurement.ts';
import type { CommandGate, Measure } from '../../domain/policy.ts';
import type { RunOutcome } from '../../domain/run-outcome.ts';
import type { BlobStore } from '../../evidence/blob-store.ts';
import { readRegularFile } from '../gate/report-file.ts';
import { readJson } from './read-json.ts';
import { readPattern } from './read-pattern.ts';
import type { Reading } from './reading.ts';

/**
 * Output that is searched for numbers. Longer output is refused as a whole: in a part of it nobody
 * could say that a number is there only once.
 */
const MEASURED_BYTES_MAX = 1024 * 1024;

/** What a run left behind, where its numbers may be. */
export interface MeasuredOutput {
  readonly gate: Pick<CommandGate, 'report' | 'measure'>;
  readonly outcome: RunOutcome;
  readonly reportPath: string;
  readonly blobs: BlobStore;
}

export type MeasuredRun =
  | { readonly kind: 'measured'; readonly values: readonly MeasuredValue[] }
  | { readonly kind: 'refused'; readonly judgement: Judgement };

/**
 * The numbers of a run in the order of the policy, or the refusal of the first that cannot be read.
 * They come from stdout, JSON also from the file at $SLUICE_REPORT where the gate has no test report.
 * Never from stderr, where tools and libraries print what nobody asked for.
 */
export async function readMeasures(output: MeasuredOutput): Promise<MeasuredRun> {
  const values: MeasuredValue[] = [];
  for (const measure of output.gate.measure ?? []) {
    const { name } = measure;
    const reading = await readMeasure(measure, output);
    if (reading.kind !== 'value')
      return { kind: 'refused', judgement: judgeReading(name, reading) };
    values.push({ name, value: reading.value });
  }
  return { kind: 'measured', values };
}

async function readMeasure({ source }: Measure, output: MeasuredOutput): Promise<Reading> {
  const isOfReport = 'json' in source && output.gate.report === 'exit';
  const text =
    (isOfReport ? await reportText(output.reportPath) : null) ?? (await stdoutText(output));
  if (typeof text !== 'string') return text;
  return 'json' in source ? readJson(source.json, text) : readPattern(source.pattern, text);
}

type Text = string | Extract<Reading, { kind: 'missing' }>;

/** Null where the command wrote none. */
async function reportText(path: string): Promise<Text | null> {
  const bytes = await readRegularFile(path, MEASURED_BYTES_MAX + 1);
  if (bytes === null || bytes.length === 0) return null;
  return bytes.length > MEASURED_BYTES_MAX ? tooLong('$SLUICE_REPORT') : bytes.toString('utf8');
}

async function stdoutText({ outcome, blobs }: MeasuredOutput): Promise<Text> {
  const { storedBytes, storedSha256, truncated } = outcome.stdout;
  if (truncated || storedBytes > MEASURED_BYTES_MAX) return tooLong('stdout');
  return (await blobs.read(storedSha256)).toString('utf8');
}

function tooLong(what: string): Extract<Reading, { kind: 'missing' }> {
  const reason = `${what} is longer than the ${MEASURED_BYTES_MAX} bytes that are searched`;
  return { kind: 'missing', reason };
}

function judgeReading(name: string, reading: Exclude<Reading, { kind: 'value' }>): Judgement {
  switch (reading.kind) {
    case 'missing':
      return rejected('MEASUREMENT_MISSING', { name, reason: reading.reason });
    case 'ambiguous':
      return rejected('MEASUREMENT_AMBIGUOUS', { name, values: reading.values });
    case 'invalid':
      return rejected('MEASUREMENT_INVALID', { name, found: reading.found });
  }
}
