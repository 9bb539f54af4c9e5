import { expect, test } from 'vitest';

import { parseReport } from '../../../activities/test-reports/parse-report.ts';
import { REPORT_BYTES_MAX } from '../../../activities/test-reports/report-bounds.ts';
import { casesOf, readText } from '../../support/report-fixture.ts';

const FORMATS = ['junit', 'tap', 'go-test-json'] as const;

test.each(FORMATS)('%s: a file that was not written is missing', (format) => {
  expect(parseReport({ format, bytes: null, root: '' })).toEqual({ kind: 'missing' });
});

test.each(FORMATS)('%s: an empty file is unreadable, not a report of no tests', (format) => {
  expect(readText(format, ' \n')).toEqual({
    kind: 'unreadable',
    reason: 'it is empty',
    line: null,
  });
});

test.each(FORMATS)('%s: a file above the bound is not read', (format) => {
  const bytes = new Uint8Array(REPORT_BYTES_MAX + 1);
  expect(parseReport({ format, bytes, root: '' })).toMatchObject({
    kind: 'unreadable',
    line: null,
  });
});

test('the format exit has no cases, whatever was written', () => {
  const bytes = Buffer.from('ok 1');
  expect(parseReport({ format: 'exit', bytes, root: '' })).toEqual({
    kind: 'parsed',
    report: { format: 'exit', cases: [] },
  });
});

test('ids are the same in every folder that a gate runs in', () => {
  const report = (root: string) =>
    readText(
      'junit',
      `<testsuites><testcase name="${root}/test/a.js"><failure message="in file://${root}/a.js"/></testcase></testsuites>`,
      root,
    );
  expect(casesOf(report('/lanes/1'))).toEqual(casesOf(report('/lanes/2')));
});

test('without a root, paths stay as they are', () => {
  expect(casesOf(readText('tap', '1..1\nok 1 - /x/a\n', ''))[0]?.id).toBe('/x/a');
});
