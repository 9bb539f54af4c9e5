import type { core } from 'zod';
import { nearestWord } from '../domain/suggestion.ts';
import type { DocumentPath, Finding } from './finding.ts';
import { foundText, quoted } from './found-text.ts';

type Issue = core.$ZodIssue;

/** Where an issue was found: the document, and the path to the value that was checked. */
interface Context {
  readonly document: unknown;
  readonly base: DocumentPath;
}

/**
 * The findings of one issue of the schemas in this folder, whose messages are phrases for what was
 * expected. A union answers with what is wrong with the one branch that has the found type.
 */
export function shapeFindings(
  issue: Issue,
  document: unknown,
  base: DocumentPath = [],
): readonly Finding[] {
  const path = [...base, ...(issue.path as DocumentPath)];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownKey(path, key, issue.message.split(', ')));
  if (issue.code === 'invalid_union') {
    const branches = issue.errors.filter((errors) => !errors.some(isWrongType));
    const [meant] = branches;
    if (meant !== undefined && branches.length === 1)
      return meant.flatMap((each) => shapeFindings(each, document, path));
  }
  return [wrongValue(issue, { document, base: path })];
}

/** Whether the value was of another type altogether, so that this branch was not meant. */
function isWrongType(issue: Issue): boolean {
  return (
    issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value')
  );
}

function unknownKey(path: DocumentPath, key: string, known: readonly string[]): Finding {
  const near = nearestWord(key, known);
  return {
    code: 'POLICY_INVALID',
    path: [...path, key],
    at: 'key',
    expected: `one of ${known.join(', ')}`,
    found: `the unknown key ${quoted(key)}`,
    fix: near === null ? 'Remove it.' : `Did you mean "${near}"?`,
  };
}

function wrongValue(issue: Issue, { document, base }: Context): Finding {
  const found = valueAt(document, base);
  const words = issue.code === 'invalid_value' ? issue.values.map(String) : [];
  const expected = words.length > 1 ? `one of ${words.join(', ')}` : issue.message;
  const isList = Array.isArray(found) && (issue.code === 'too_big' || issue.code === 'too_small');
  return {
    code: 'POLICY_INVALID',
    path: base,
    at: found === undefined ? 'key' : 'value',
    expected,
    found: isList ? `${found.length} entries` : foundText(found),
    fix: fixOf({ expected, found, words, path: base }),
  };
}

function fixOf(options: {
  expected: string;
  found: unknown;
  words: readonly string[];
  path: DocumentPath;
}): string {
  const { expected, found, words, path } = options;
  const key = path.at(-1);
  if (path.length === 0) return '`sluice init` writes a policy to begin with.';
  if (found === undefined) return `Add "${String(key)}:" with ${expected}.`;
  if (typeof found === 'string') {
    const near = nearestWord(found, words);
    if (near !== null) return `Did you mean "${near}"?`;
  }
  const isPlain = typeof found === 'number' || typeof found === 'boolean';
  if (isPlain && /^an? (?:id|title|name|test|command)\b/.test(expected))
    return `If it is meant as text, put it in quotes: "${String(found)}".`;
  return `Write ${expected}.`;
}

function valueAt(document: unknown, path: DocumentPath): unknown {
  let value = document;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step))
      return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[step];
  }
  return value;
}
