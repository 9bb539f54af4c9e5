import { parse as parseCsv } from 'csv-parse/sync';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { openTracker } from '../tracker/open-tracker.ts';
import type { Measured } from './figure.ts';
import { interleaved, ratioOf, type Sample, timeMs } from './statistics.ts';
import { csvTracker, markdownTracker } from './tracker-documents.ts';

const ROUNDS = { warmUp: 5, counted: 15 };

/** Reading a tracker against a bare parse of the same text, which knows nothing of items. */
export async function measureTrackerParse(): Promise<Readonly<Record<string, Measured>>> {
  const markdown = markdownTracker();
  const csv = csvTracker();
  const remark = unified().use(remarkParse);
  const againstRemark = await interleaved(
    [reading(markdown, 'plan.md'), () => timeMs(() => remark.parse(markdown))],
    ROUNDS,
  );
  const againstCsvParse = await interleaved(
    [reading(csv, 'plan.csv'), () => timeMs(() => parseCsv(csv, { columns: true }))],
    ROUNDS,
  );
  return {
    'tracker-parse-markdown-ratio': ratioOf(...againstRemark),
    'tracker-parse-csv-ratio': ratioOf(...againstCsvParse),
  };
}

function reading(text: string, path: string): Sample<number> {
  return () =>
    timeMs(() => {
      const read = openTracker(text, { path });
      if (read.kind === 'refused') throw new Error(`${path} was refused: ${read.problem.found}`);
    });
}
