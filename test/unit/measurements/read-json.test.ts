import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { valuesAt } from '../../../activities/measurements/json-values.ts';
import { readJson } from '../../../activities/measurements/read-json.ts';

test('reads the number at a pointer of a whole document', () => {
  const text = JSON.stringify({ benches: [{ p95: { ms: 1 } }, { p95: { ms: 12.5 } }] }, null, 2);
  expect(readJson('/benches/1/p95/ms', text)).toEqual({ kind: 'value', value: 12.5 });
});

test('reads it from the one line of stdout that is JSON and has it', () => {
  const text = '> bench\n\n{"other":1}\n{"ms":12}\n12\n';
  expect(readJson('/ms', text)).toEqual({ kind: 'value', value: 12 });
});

test('refuses a number that two lines give', () => {
  const text = '{"ms":500}\n{"ms":10}\n';
  expect(readJson('/ms', text)).toEqual({ kind: 'ambiguous', values: ['500', '10'] });
});

test('refuses a key that a mapping has twice, of which parsers keep the last', () => {
  expect(readJson('/ms', '{"ms":500,"ms":10}')).toMatchObject({ kind: 'ambiguous' });
  expect(readJson('/a/ms', '{"a":{"ms":500},"a":{"ms":10}}')).toMatchObject({ kind: 'ambiguous' });
  expect(readJson('/ms', '{"ms":500,"m\\u0073":10}')).toMatchObject({ kind: 'ambiguous' });
});

test.each([
  ['a text', '{"ms":"12"}', '"12"'],
  ['null', '{"ms":null}', 'null'],
  ['a list', '{"ms":[12]}', '['],
  ['more than a number can hold', '{"ms":1e999}', '1e999'],
])('refuses %s where a number must be', (_what, text, found) => {
  expect(readJson('/ms', text)).toEqual({ kind: 'invalid', found });
});

test.each([
  ['{"ms":NaN}', 'there is no JSON'],
  ['12', 'there is no JSON'],
  ['{"ms":1', 'there is no JSON'],
  ['{"s":1}', 'no JSON has /ms'],
  ['[1]', 'no JSON has /ms'],
  [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'there is no JSON'],
])('finds nothing in %.20s', (text, reason) => {
  expect(readJson('/ms', text)).toEqual({ kind: 'missing', reason });
});

test('reads keys with slashes, tildes and brackets', () => {
  const text = JSON.stringify({ 'a/b': { '~{[,': { '': 3 } } });
  expect(readJson('/a~1b/~0{[,/', text)).toEqual({ kind: 'value', value: 3 });
});

test('finds exactly what JSON.parse holds at every pointer', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(3), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      for (const [pointer, held] of pointersOf(JSON.parse(text))) {
        expect(valuesAt(text, pointer).map(readable)).toEqual([readable(JSON.stringify(held))]);
      }
    }),
  );
});

function pointersOf(value: unknown, at = ''): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null) return [[at, value]];
  const inside = Object.entries(value).flatMap(([key, each]) =>
    pointersOf(each, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
  return [[at, value], ...inside];
}

/** A value, or of a list or mapping its bracket, because only that is found. */
function readable(text: string): unknown {
  return /^[[{]/.test(text) ? text[0] : (JSON.parse(text) as unknown);
}
