import { benchPolicy } from './bench-policy.ts';
import { initRepository } from './bench-repository.ts';
import type { Measured } from './figure.ts';
import { runSluice } from './sluice-cli.ts';
import { interleaved, medianOf, timeMs } from './statistics.ts';
import { tempFolder } from './temp-folder.ts';
import { csvTracker, markdownTracker } from './tracker-documents.ts';

const ROUNDS = { warmUp: 1, counted: 5 };

/** `sluice plan DOC` of a large tracker, as people run it: a new process that reads it from disk. */
export async function measureTrackerPlan(): Promise<Readonly<Record<string, Measured>>> {
  using folder = tempFolder();
  const fields = { program: 'bench', lanes: 1, trigger: 'submitted', verifyGates: 1 } as const;
  const { text } = benchPolicy({ ...fields, items: 1 });
  const documents = { 'plan.md': markdownTracker(), 'plan.csv': csvTracker() };
  initRepository(folder.path, { 'sluice.yaml': text, ...documents });
  const plan = (document: string) => () =>
    timeMs(() => runSluice(folder.path, ['plan', document, '--json']));
  const [markdown, csv] = await interleaved([plan('plan.md'), plan('plan.csv')], ROUNDS);
  return { 'tracker-plan-markdown': medianOf(markdown), 'tracker-plan-csv': medianOf(csv) };
}
