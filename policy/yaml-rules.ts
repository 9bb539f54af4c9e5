import { type Document, isAlias, isMap, isNode, isPair, isScalar, isSeq, type YAMLMap } from 'yaml';
import { quoted } from './found-text.ts';
import { POLICY_ALIASES_MAX } from './policy-limits.ts';

/** A mistake at an offset of the text. */
export interface YamlProblem {
  readonly offset: number;
  readonly expected: string;
  readonly found: string;
  readonly fix: string;
}

/**
 * What a policy may not have though YAML allows it: keys that are used twice or are no plain text,
 * and more aliases than a person would write. The library's own check for repeated keys compares
 * all pairs, which a hostile file turns into minutes.
 */
export function yamlRuleProblems(document: Document): readonly YamlProblem[] {
  const problems: YamlProblem[] = [];
  let aliases = 0;
  const open: unknown[] = [document.contents];
  while (open.length > 0) {
    const node = open.pop();
    if (isPair(node)) open.push(node.value, node.key);
    else if (isSeq(node)) for (const each of node.items.toReversed()) open.push(each);
    else if (isMap(node)) {
      problems.push(...keyProblems(node));
      for (const each of node.items.toReversed()) open.push(each);
    } else if (isAlias(node)) {
      aliases += 1;
      if (aliases === POLICY_ALIASES_MAX + 1) problems.push(tooManyAliases(offsetOf(node)));
      else if (aliases <= POLICY_ALIASES_MAX && node.resolve(document) === undefined)
        problems.push(unknownAlias(node.source, offsetOf(node)));
    }
  }
  return problems;
}

export function tooManyAliases(offset: number): YamlProblem {
  return {
    offset,
    expected: `at most ${POLICY_ALIASES_MAX} aliases and values repeated by them`,
    found: 'more',
    fix: 'Write the values out instead of repeating them by aliases.',
  };
}

function unknownAlias(name: string, offset: number): YamlProblem {
  return {
    offset,
    expected: 'an alias of an anchor that stands above it',
    found: quoted(`*${name}`),
    fix: 'Name such an anchor, or put the text in quotes.',
  };
}

function keyProblems(map: YAMLMap): readonly YamlProblem[] {
  const problems: YamlProblem[] = [];
  const seen = new Set<string>();
  for (const { key } of map.items) {
    if (!isScalar(key)) {
      const expected = 'a plain key';
      problems.push({
        offset: offsetOf(key),
        expected,
        found: 'a list, mapping or alias',
        fix: 'Use text as the key.',
      });
      continue;
    }
    const name = String(key.value);
    if (seen.has(name))
      problems.push({
        offset: offsetOf(key),
        expected: 'each key once',
        found: `${quoted(name)} for the second time`,
        fix: 'Remove one of the two.',
      });
    seen.add(name);
  }
  return problems;
}

function offsetOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}
