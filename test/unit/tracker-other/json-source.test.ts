import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  JSON_DEPTH_MAX,
  jsonPosition,
  parseJsonSource,
} from '../../../tracker/other/json-source.ts';
import type { JsonNode } from '../../../tracker/other/json-source.ts';
import { valueRead } from '../../support/value-read.ts';

const plain = (node: JsonNode): unknown => {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'array') return node.items.map(plain);
  return Object.fromEntries([...node.members].map(([key, value]) => [key, plain(value)]));
};

describe('JSON with places', () => {
  test('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 2), (json, indent) => {
        const value: unknown = JSON.parse(json);
        const text = JSON.stringify(value, null, indent);
        fc.pre(!text.includes('__proto__'));
        expect(plain(valueRead(parseJsonSource(text)))).toEqual(value);
      }),
    );
  });

  test('every value is the text between its places', () => {
    const visit = (text: string, node: JsonNode): void => {
      expect(JSON.parse(text.slice(node.start, node.end))).toEqual(plain(node));
      if (node.kind === 'array') node.items.forEach((each) => visit(text, each));
      if (node.kind === 'object') [...node.members.values()].forEach((each) => visit(text, each));
    };
    fc.assert(
      fc.property(fc.json(), (json) => {
        fc.pre(!json.includes('__proto__'));
        visit(json, valueRead(parseJsonSource(json)));
      }),
    );
  });

  test('accepts exactly the texts that JSON.parse accepts', () => {
    const noise = fc.string({
      unit: fc.constantFrom(...'{}[]:,"\\0123-.eE+ntfrualse \n'.split('')),
      maxLength: 14,
    });
    const parses = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(noise, (text) => {
        expect(parseJsonSource(text).kind === 'refused').toBe(!parses(text));
      }),
      { numRuns: 5000 },
    );
  });

  test.each([
    { name: 'a missing comma', text: '{"a": 1\n "b": 2}', where: [2, 2], expected: '`,`' },
    {
      name: 'a string across lines',
      text: '{"a\n": 1}',
      where: [1, 2],
      expected: 'a string that ends on its line',
    },
    {
      name: 'text after the value',
      text: '{}\n{}',
      where: [2, 1],
      expected: 'the end of the value',
    },
    { name: 'an empty document', text: '', where: [1, 1], expected: 'a JSON value' },
    {
      name: 'deep nesting',
      text: '['.repeat(JSON_DEPTH_MAX + 1),
      where: [1, JSON_DEPTH_MAX + 1],
      expected: 'levels',
    },
  ])('refuses $name with its place', ({ text, where, expected }) => {
    expect(parseJsonSource(text)).toMatchObject({
      kind: 'refused',
      problem: { line: where[0], column: where[1], expected: expect.stringContaining(expected) },
    });
  });

  test('reads a huge string in one pass', () => {
    expect(valueRead(parseJsonSource(`"${'\\n'.repeat(3_000_000)}"`)).end).toBe(6_000_002);
  });

  test('counts lines from 1', () => {
    expect(jsonPosition('a\nbc', 3)).toEqual({ line: 2, column: 2 });
  });
});
