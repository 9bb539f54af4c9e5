import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CommandSpec } from '../../../client/command.ts';
import { COMMANDS } from '../../../client/command-table.ts';
import { GLOBAL_OPTIONS } from '../../../client/common-options.ts';
import { ITEM_MESSAGE_TYPES } from '../../../domain/item/item-message.ts';
import { shapeItemMessage } from '../../../domain/message/item-shapes.ts';
import { shapeProgramMessage } from '../../../domain/message/program-shapes.ts';
import { PROGRAM_MESSAGE_TYPES } from '../../../domain/program/program-message.ts';
import { SEARCH_ATTRIBUTES } from '../../../domain/search-attribute.ts';
import { parsePolicy } from '../../../policy/parse-policy.ts';
import { policyJsonSchema } from '../../../policy/policy-json.schema.ts';
import { WorkerEnvironment } from '../../../worker/configuration.schema.ts';
import { codeBlocks, documents, pathOf, readDocument } from './document.ts';

const LINK = /\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g;

/** The anchors of a document's headings, as GitHub makes them. */
function anchorsOf(document: string): readonly string[] {
  const headings = document.replaceAll(/^```[^]*?^```$/gm, '').matchAll(/^#+ (.+)$/gm);
  return [...headings].map(({ 1: text = '' }) =>
    text
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

test.each(documents())('every link of %s leads somewhere', (path) => {
  const broken = [...readDocument(path).matchAll(LINK)].filter(({ 1: target = '', 2: anchor }) => {
    const file = target === '' ? path : join(dirname(path), target);
    if (!existsSync(pathOf(file))) return true;
    return anchor !== undefined && !anchorsOf(readDocument(file)).includes(anchor);
  });
  expect(broken.map(([link]) => link)).toEqual([]);
});

describe('commands', () => {
  const shown = documents().flatMap((path) =>
    codeBlocks(readDocument(path))
      .filter(({ language }) => language === 'sh')
      .flatMap(({ code }) => code.split('\n'))
      .filter((line) => line.startsWith('sluice '))
      .map((line) => [line, path] as const),
  );

  test.each(shown)('`%s` in %s is a verb with options that exist', (line) => {
    const [, verb, ...words] = line.replaceAll(/"[^"]*"| +#.*$/g, '').split(/\s+/);
    const spec = COMMANDS.find(({ name }) => name === verb);
    expect(verb).toBe(spec?.name);
    const unknown = words.filter((word) => /^--?[a-zA-Z]/.test(word) && !flagsOf(spec).has(word));
    expect(unknown).toEqual([]);
  });
});

function flagsOf(spec: CommandSpec | undefined): ReadonlySet<string> {
  const flags = [...(spec?.options ?? []), ...GLOBAL_OPTIONS].map((option) => option.flags);
  return new Set(flags.flatMap((each) => each.match(/(?<![\w-])--?[\w-]+/g) ?? []));
}

const policies = documents().flatMap((path) =>
  codeBlocks(readDocument(path))
    .filter(({ language, code }) => language === 'yaml' && code.includes('version: 1'))
    .map(({ code, line }) => [`${path}:${line}`, code] as const),
);

test.each(policies)('the policy at %s is valid', (_where, code) => {
  expect(parsePolicy(code, 'sluice.yaml')).toMatchObject({ kind: 'ok', warnings: [] });
});

test('docs/policy.md explains every key', () => {
  const text = readDocument('docs/policy.md');
  const missing = keysIn(policyJsonSchema()).filter((key) => !text.includes(`\`${key}\``));
  expect(missing).toEqual([]);
});

/** Names of all properties anywhere in a JSON Schema. */
function keysIn(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties } = schema as { properties?: object };
  const own = properties === undefined ? [] : Object.keys(properties);
  return [...new Set([...own, ...Object.values(schema).flatMap(keysIn)])];
}

test('docs/policy.md has every variable that commands see', () => {
  const source = readDocument('activities/gate/execute-gate.ts');
  const variables = source.match(/\bSLUICE_[A-Z_]+/g) ?? [];
  const text = readDocument('docs/policy.md');
  expect(variables.length).toBeGreaterThan(5);
  expect(variables.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});

describe('docs/operations.md', () => {
  const text = readDocument('docs/operations.md');

  test("has every variable of the worker's settings", () => {
    const variables = Object.keys(WorkerEnvironment.shape);
    expect(variables.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });

  test('names every search attribute', () => {
    expect(SEARCH_ATTRIBUTES.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });

  const parts = { item: partOf(text, '### To an item'), program: partOf(text, '### To a program') };

  test.each(ITEM_MESSAGE_TYPES)('shows a `%s` that an item understands', (type) => {
    const shaped = payloadsOf(parts.item, type).map((each) => shapeItemMessage(type, each));
    expect(shaped).not.toEqual([]);
    expect(shaped.filter(({ ok }) => !ok)).toEqual([]);
  });

  test.each(PROGRAM_MESSAGE_TYPES)('shows a `%s` that a program understands', (type) => {
    const shaped = payloadsOf(parts.program, type).map((each) => shapeProgramMessage(type, each));
    expect(shaped).not.toEqual([]);
    expect(shaped.filter(({ ok }) => !ok)).toEqual([]);
  });
});

/** The text under a heading of the third level, up to the next heading of that level or above. */
function partOf(text: string, heading: string): string {
  const [, after = ''] = text.split(`${heading}\n`);
  return after.split(/^#{1,3} /m)[0] ?? '';
}

function payloadsOf(part: string, type: string): readonly unknown[] {
  const [, after = ''] = part.split(`#### \`${type}\`\n`);
  const own = after.split(/^#### /m)[0] ?? '';
  return codeBlocks(own).map(({ code }): unknown => JSON.parse(code));
}
