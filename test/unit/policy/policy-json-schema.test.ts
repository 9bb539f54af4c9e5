import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { policyJsonSchema, policyJsonSchemaText } from '../../../policy/policy-json.schema.ts';
import { policyText } from './policy-text.ts';

const EXAMPLE = new URL('../../fixtures/policy/design-example.yaml', import.meta.url);

const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(policyJsonSchema());

test('docs/sluice.schema.json is the schema of the code (update it with `vitest -u`)', async () => {
  await expect(policyJsonSchemaText()).toMatchFileSnapshot('../../../docs/sluice.schema.json');
});

test("accepts the design's example", () => {
  validate(parse(readFileSync(EXAMPLE, 'utf8')));
  expect(validate.errors).toBeNull();
});

test.each([
  ['an unknown key', policyText({ lane: '2' })],
  ['a duration without a unit', policyText({ gates: '{ verify: { run: make, timeout: 20 } }' })],
  [
    'an actor without a kind',
    policyText({ roles: '{ implementers: [a], reviewers: [b], releaseLeads: [c] }' }),
  ],
  ['an id with a slash', policyText({ items: '[{ id: a/b, title: t }]' })],
  ['a title with a terminal escape', policyText({ items: '[{ id: a, title: "\\e[31m" }]' })],
  ['no gates', policyText({ gates: null })],
])('refuses %s', (_fact, text) => {
  expect(validate(parse(text))).toBe(false);
});

test('describes every key', () => {
  const { properties } = policyJsonSchema() as {
    properties: Record<string, { description?: string }>;
  };
  const undescribed = Object.keys(properties).filter((key) => !properties[key]?.description);
  expect(undescribed).toEqual([]);
});
