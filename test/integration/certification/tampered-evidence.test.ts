import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CertificationDesk } from '../../support/certification-desk.ts';

const FINISHED = { done: 2 };
let desk: CertificationDesk;
let honest: readonly string[];

/** Two items from RED to their checkpoints in a real repository, and the baseline's rerun. */
beforeAll(async () => {
  desk = await CertificationDesk.open();
  await desk.tell((story, commit) => {
    story.runs(null, 'baseline', { stage: 'BASELINE' });
    for (const item of ['P0-001', 'P0-002']) {
      story.reaches(item).commits(item, { git: commit(item) });
    }
    story.runs(null, 'baseline', { stage: 'CERTIFICATION' });
  });
  honest = desk.lines();
});
afterAll(() => desk.close());

const EDITS: readonly (readonly [string, (lines: readonly string[], at: number) => string[]])[] = [
  ['deleting', (lines, at) => lines.filter((_, place) => place !== at)],
  [
    'editing',
    (lines, at) => lines.map((line, place) => (place === at ? editedStatement(line) : line)),
  ],
  [
    'moving back',
    (lines, at) => {
      const others = lines.filter((_, place) => place !== at);
      const line = lines[at] ?? '';
      return at === 0
        ? [...others.slice(0, 1), line, ...others.slice(1)]
        : [...others.slice(0, at - 1), line, ...others.slice(at - 1)];
    },
  ],
  [
    'repeating',
    (lines, at) => lines.flatMap((line, place) => (place === at ? [line, line] : [line])),
  ],
  ['cutting off everything from', (lines, at) => lines.slice(0, at)],
];

/** The record with one letter of what it says changed, and everything else left as it was signed. */
function editedStatement(line: string): string {
  const envelope = JSON.parse(line) as { payload: string };
  const text = Buffer.from(envelope.payload, 'base64').toString('utf8');
  const payload = Buffer.from(
    text.replace('"attempt":1', '"attempt":2').replace('sluice/demo', 'sluice/demp'),
  );
  return JSON.stringify({ ...envelope, payload: payload.toString('base64') });
}

test('the untouched evidence is certified, so that a refusal below is for the tampering', async () => {
  desk.rewrite(honest);
  expect(await desk.certify(FINISHED)).toMatchObject({ verdict: 'GO', reasons: [] });
});

describe.each(EDITS)('%s any one record makes the certification fail', (_name, edit) => {
  // Each of the places is tried: a property over all of them, not over a sample.
  test('wherever it stands', async () => {
    for (let at = 0; at < honest.length; at += 1) {
      desk.rewrite(edit(honest, at));
      const { verdict, reasons } = await desk.certify(FINISHED);
      expect({ at, verdict, isExplained: reasons.length > 0 }).toEqual({
        at,
        verdict: 'NO_GO',
        isExplained: true,
      });
    }
  });
});
