import { SaxesParser } from 'saxes';

import type { ReportReading } from '../../domain/rules/report-reading.ts';
import { CaseList, withoutRoot } from './case-list.ts';
import { emptyJunitCase, type JunitCase, seenCase, seenSuiteFailure } from './junit-case.ts';
import { FAILURE_DETAIL_LENGTH_MAX, LINE_LENGTH_MAX, REPORT_NESTING_MAX } from './report-bounds.ts';

/** Characters handed to the XML parser at once, so that a broken report stops it early. */
const CHUNK_LENGTH = 64 * 1024;
const OUTCOMES = new Set(['failure', 'error', 'skipped', 'flakyFailure', 'flakyError']);

type Attributes = Readonly<Record<string, string>>;

/**
 * Reads JUnit XML, which has no standard: the shapes of node:test, vitest, jest-junit, mocha,
 * pytest, Surefire, Gradle and gotestsum are the rule here. Cases are counted one by one
 * from `<testcase>` elements; summary attributes are never read. A DTD or an entity of its own is
 * refused, and so is XML that ends early.
 */
export function parseJunit(text: string, root: string): ReportReading {
  const reader = new JunitReader(root);
  for (let at = 0; at < text.length && reader.problem === null; at += CHUNK_LENGTH) {
    reader.write(text.slice(at, at + CHUNK_LENGTH));
  }
  reader.end();
  if (reader.problem !== null) return { kind: 'unreadable', ...reader.problem };
  return { kind: 'parsed', report: { format: 'junit', cases: reader.list.cases } };
}

class JunitReader {
  readonly list: CaseList;
  problem: { readonly reason: string; readonly line: number | null } | null = null;
  readonly #root: string;
  readonly #xml = new SaxesParser();
  readonly #suites: Attributes[] = [];
  #depth = 0;
  #case: JunitCase | null = null;
  /** Collects the text of the open failure, error or skipped element. */
  #detail: string[] | null = null;
  #detailLength = 0;

  constructor(root: string) {
    this.#root = root;
    this.list = new CaseList(root);
    this.#xml.on('error', (error) => this.#stop(withoutPosition(error.message)));
    this.#xml.on('doctype', () => this.#stop('a document type declaration is not allowed'));
    this.#xml.on('opentag', (tag) => this.#open(tag.name, tag.attributes));
    this.#xml.on('closetag', (tag) => this.#close(tag.name));
    this.#xml.on('text', (text) => this.#collect(text));
    this.#xml.on('cdata', (text) => this.#collect(text));
  }

  write(chunk: string): void {
    this.#xml.write(chunk);
  }

  end(): void {
    if (this.problem === null) this.#xml.close();
  }

  #stop(reason: string): void {
    this.problem ??= { reason, line: this.#xml.line };
  }

  #open(name: string, attributes: Attributes): void {
    this.#depth += 1;
    if (this.#depth > REPORT_NESTING_MAX) return this.#stop('suites are nested too deeply');
    if (this.#depth === 1 && name !== 'testsuites' && name !== 'testsuite') {
      return this.#stop(`expected <testsuites> or <testsuite>, found <${name}>`);
    }
    if (name === 'testsuite') this.#suites.push(this.#identifying(attributes));
    else if (name === 'testcase') this.#openCase(this.#identifying(attributes));
    else if (OUTCOMES.has(name) && this.#detail === null) this.#openOutcome(name, attributes);
  }

  /** The attributes within bounds, with paths in them relative to the root. */
  #identifying(attributes: Attributes): Attributes {
    const entries = Object.entries(bounded(attributes));
    return Object.fromEntries(entries.map(([key, text]) => [key, withoutRoot(text, this.#root)]));
  }

  #openCase(attributes: Attributes): void {
    if (this.#case !== null) return this.#stop('a <testcase> inside a <testcase>');
    if (this.list.full) return this.#stop('the report has too many test cases');
    this.#case = emptyJunitCase(attributes, [...this.#suites]);
  }

  #openOutcome(name: string, attributes: Attributes): void {
    this.#detail = [];
    this.#detailLength = 0;
    const outcome = { element: name, attributes: bounded(attributes), text: '' };
    if (this.#case === null) this.#case = emptyJunitCase(null, [...this.#suites]);
    this.#case.outcomes.push(outcome);
  }

  #collect(text: string): void {
    if (this.#detail === null || this.#detailLength >= FAILURE_DETAIL_LENGTH_MAX) return;
    this.#detail.push(text);
    this.#detailLength += text.length;
  }

  #close(name: string): void {
    this.#depth -= 1;
    const open = this.#case;
    if (OUTCOMES.has(name) && this.#detail !== null && open !== null) this.#closeOutcome(open);
    else if (name === 'testcase' && open !== null) {
      this.list.add(seenCase(open));
      this.#case = null;
    } else if (name === 'testsuite') this.#suites.pop();
  }

  #closeOutcome(open: JunitCase): void {
    const outcome = open.outcomes.at(-1);
    if (outcome !== undefined) outcome.text = (this.#detail ?? []).join('');
    this.#detail = null;
    if (open.attributes !== null) return;
    const failure = seenSuiteFailure(open);
    if (failure !== null) this.list.add(failure);
    this.#case = null;
  }
}

function bounded(attributes: Attributes): Attributes {
  const entries = Object.entries(attributes);
  return Object.fromEntries(entries.map(([key, text]) => [key, text.slice(0, LINE_LENGTH_MAX)]));
}

/** saxes puts `line:column: ` before its messages; the line is told apart. */
function withoutPosition(message: string): string {
  return message.replace(/^(?:undefined:)?\d+:\d+: /, '');
}
