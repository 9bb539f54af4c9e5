import { stripVTControlCharacters } from 'node:util';

import type { TestCase, TestFailure } from '../../domain/test-report.ts';
import {
  CASE_ID_LENGTH_MAX,
  FAILURE_MESSAGE_LENGTH_MAX,
  REPORT_CASES_MAX,
} from './report-bounds.ts';

/** A test case as a parser saw it, before its id is made stable and unique. */
export interface SeenCase {
  /** File or suite, suites and name; empty segments and repeated neighbours are dropped. */
  readonly segments: readonly string[];
  readonly file: string | null;
  readonly status: TestCase['status'];
  readonly failure: TestFailure | null;
}

/**
 * Collects the cases of one report. Ids name files relative to `root`, the folder in which the
 * command ran, so that they are the same in every gate worktree; a second case with the same id
 * becomes `id #2`. A whole file that "passes" is dropped: it stands for a file without tests,
 * which node:test reports as one passing test, and a file is not a test.
 */
export class CaseList {
  readonly cases: TestCase[] = [];
  readonly #root: string;
  /** Where each id is in `cases`. */
  readonly #ids = new Map<string, number>();
  readonly #repeats = new Map<string, number>();

  constructor(root: string) {
    this.#root = root;
  }

  get full(): boolean {
    return this.cases.length >= REPORT_CASES_MAX;
  }

  add(seen: SeenCase): void {
    const path = seen.file === null ? null : withoutRoot(seen.file, this.#root);
    const file = path?.slice(0, CASE_ID_LENGTH_MAX) ?? null;
    const name = joinSegments(seen.segments.map((each) => withoutRoot(each, this.#root)));
    if (name === file && seen.status === 'passed') return;
    const failure = seen.failure && {
      kind: seen.failure.kind,
      message: firstLine(withoutRoot(seen.failure.message, this.#root)),
    };
    const first = name === file ? this.#ids.get(name) : undefined;
    if (first !== undefined) this.#mergeWhole(first, failure);
    else this.cases.push({ id: this.#unique(name), file, status: seen.status, failure });
  }

  /** jest-junit lists a broken file twice: it is a missing symbol only if both say so. */
  #mergeWhole(at: number, failure: TestFailure | null): void {
    const first = this.cases[at];
    if (first === undefined || failure === null || first.failure?.kind === failure.kind) return;
    this.cases[at] = { ...first, status: 'failed', failure: { ...failure, kind: 'load' } };
  }

  #unique(name: string): string {
    let id = name;
    let count = this.#repeats.get(name) ?? 1;
    while (this.#ids.has(id)) {
      count += 1;
      id = `${name} #${count}`;
    }
    this.#repeats.set(name, count);
    this.#ids.set(id, this.cases.length);
    return id;
  }
}

/** Paths below `root` become relative to it, as plain paths and as `file://` URLs. */
export function withoutRoot(text: string, root: string): string {
  if (root === '') return text;
  return text.replaceAll(`file://${root}/`, '').replaceAll(`${root}/`, '');
}

function joinSegments(segments: readonly string[]): string {
  const kept: string[] = [];
  for (const segment of segments.map((each) => each.trim())) {
    if (segment !== '' && segment !== kept.at(-1)) kept.push(segment);
  }
  return (kept.length === 0 ? '(unnamed)' : kept.join(' > ')).slice(0, CASE_ID_LENGTH_MAX);
}

function firstLine(text: string): string {
  const plain = stripVTControlCharacters(text);
  const line = plain.split('\n').find((each) => each.trim() !== '') ?? '';
  return line.trim().slice(0, FAILURE_MESSAGE_LENGTH_MAX);
}
