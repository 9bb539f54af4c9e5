import {
  type Document,
  Composer,
  type CST,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  LineCounter,
  Parser,
  type YAMLError,
} from 'yaml';
import { maskUnsafe } from '../domain/safe-text.ts';
import { caretExcerpt } from './excerpt.ts';
import type { DocumentPath } from './finding.ts';
import { POLICY_ALIASES_MAX, POLICY_DEPTH_MAX } from './policy-limits.ts';
import { tooDeepAt } from './yaml-depth.ts';
import { tooManyAliases, yamlRuleProblems, type YamlProblem } from './yaml-rules.ts';

/** A place in the text, 1-based, with the line it is on. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly excerpt: string;
}

/** A YAML text as a value, which still knows where each part of it stands. */
export class YamlSource {
  readonly value: unknown;
  readonly problems: readonly YamlProblem[];
  readonly #text: string;
  readonly #lines = new LineCounter();
  readonly #document: Document | null = null;

  /** Reads one document of YAML 1.2 (core schema). `value` counts only when there are no problems. */
  constructor(text: string) {
    this.#text = text;
    const tokens = [...new Parser(this.#lines.addNewLine).parse(text)];
    const depthProblem = depthProblemOf(tokens);
    if (depthProblem !== null) {
      this.problems = [depthProblem];
      return;
    }
    const options = {
      uniqueKeys: false,
      prettyErrors: false,
      stringKeys: false,
      version: '1.2',
    } as const;
    const [document, second] = new Composer(options).compose(tokens, true, text.length);
    this.#document = document ?? null;
    const problems =
      document === undefined ? [] : [...syntaxProblems(document), ...yamlRuleProblems(document)];
    if (second !== undefined) problems.push(secondDocument(second.range[0]));
    if (problems.length === 0) {
      const value = this.#toValue();
      if (value === ALIAS_BOMB) problems.push(tooManyAliases(0));
      else this.value = value;
    }
    this.problems = problems;
  }

  /** The place of an offset (in UTF-16 units) of the text. */
  placeOf(offset: number): Place {
    const { line, col } = this.#lines.linePos(Math.min(offset, this.#text.length));
    const start = this.#lines.lineStarts[line - 1] ?? 0;
    const end = this.#lines.lineStarts[line] ?? this.#text.length + 1;
    const text = this.#text.slice(start, end - 1).replace(/\r$/, '');
    return {
      line: Math.max(line, 1),
      column: Math.max(col, 1),
      excerpt: caretExcerpt(text, Math.max(col, 1)),
    };
  }

  /** The place of the key or value at `path`, or of the nearest part above it that exists. */
  placeAt(path: DocumentPath, at: 'key' | 'value'): Place {
    return this.placeOf(this.#offsetAt(path, at));
  }

  /** The line (1-based) of the value at `path`. */
  lineAt(path: DocumentPath): number {
    return Math.max(this.#lines.linePos(this.#offsetAt(path, 'value')).line, 1);
  }

  #offsetAt(path: DocumentPath, at: 'key' | 'value'): number {
    let node: unknown = this.#document?.contents;
    let offset = startOf(node) ?? 0;
    for (const [depth, step] of path.entries()) {
      const entry = entryOf(this.#resolve(node), step);
      if (entry === undefined) break;
      const isLast = depth === path.length - 1;
      const missingBelow =
        !isLast && entryOf(this.#resolve(entry.value), path[depth + 1] ?? '') === undefined;
      const wantsKey = (isLast && at === 'key') || missingBelow;
      offset =
        (wantsKey ? startOf(entry.key) : startOf(entry.value)) ?? startOf(entry.key) ?? offset;
      node = entry.value;
    }
    return offset;
  }

  #resolve(node: unknown): unknown {
    return isAlias(node) && this.#document !== null ? node.resolve(this.#document) : node;
  }

  /** The library counts an anchor along with its aliases. */
  #toValue(): unknown {
    try {
      return this.#document?.toJS({ maxAliasCount: POLICY_ALIASES_MAX + 1 });
    } catch (error) {
      // The library's only way to say that aliases multiply beyond the bound.
      if (error instanceof ReferenceError) return ALIAS_BOMB;
      throw error;
    }
  }
}

const ALIAS_BOMB = Symbol('aliases multiply beyond the bound');

interface Entry {
  readonly key: unknown;
  readonly value: unknown;
}

function entryOf(node: unknown, step: string | number): Entry | undefined {
  if (!isCollection(node)) return undefined;
  if (!isMap(node)) {
    const value = typeof step === 'number' ? node.items[step] : undefined;
    return value === undefined ? undefined : { key: value, value };
  }
  const pair = node.items.find(
    (each) =>
      isPair(each) &&
      isNode(each.key) &&
      'value' in each.key &&
      String(each.key.value) === String(step),
  );
  return pair === undefined ? undefined : { key: pair.key, value: pair.value };
}

function startOf(node: unknown): number | null {
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}

function depthProblemOf(tokens: readonly CST.Token[]): YamlProblem | null {
  for (const token of tokens) {
    const offset = tooDeepAt(token);
    if (offset !== null)
      return {
        offset,
        expected: `at most ${POLICY_DEPTH_MAX} mappings and lists inside each other`,
        found: 'more',
        fix: 'Nest less; a policy has five levels.',
      };
  }
  return null;
}

function syntaxProblems(document: Document): YamlProblem[] {
  return [...document.errors, ...document.warnings].map((error: YAMLError) => ({
    offset: error.pos[0],
    expected: 'valid YAML',
    found: maskUnsafe(error.message.split('\n')[0] ?? ''),
    fix: FIXES[error.code] ?? 'Correct the YAML here.',
  }));
}

/** What to do about the mistakes that are made most; the others have the library's words alone. */
const FIXES: Readonly<Partial<Record<YAMLError['code'], string>>> = {
  TAB_AS_INDENT: 'Indent with spaces.',
  BAD_INDENT: 'Indent this line like its neighbours.',
  MISSING_CHAR: 'Add what is missing, or put the text in quotes.',
  BLOCK_AS_IMPLICIT_KEY: 'Put text that contains ": " in quotes.',
  TAG_RESOLVE_FAILED: 'Remove the tag, or put the text in quotes.',
};

function secondDocument(offset: number): YamlProblem {
  return {
    offset,
    expected: 'one YAML document',
    found: 'a second one',
    fix: 'Remove "---" and what follows.',
  };
}
