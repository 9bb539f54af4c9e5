import type { ReportReading } from '../../domain/rules/report-reading.ts';
import { CaseList } from './case-list.ts';
import { parseGoEvent } from './go-event.ts';
import { GoPackage } from './go-package.ts';
import { LINE_LENGTH_MAX, REPORT_CASES_MAX } from './report-bounds.ts';

/** Lines that go itself prints among the events: downloads, totals, and before Go 1.24 builds. */
const PLAIN_LINE = /^(?:go: |ok {2}\t|\? {3}\t|FAIL$|exit status \d+$|note: |\s*$)/;
const BUILD_HEADER = /^# (\S+)(?: \[[^\]]+\])?$/;
const BUILD_LINE = /^(?:\s+\S|(?:vet: )?[^\s:]+\.go:\d+|too many errors$)/;
const BUILD_FAILED = /^FAIL\t(\S+) \[(?:build|setup) failed\]$/;

/**
 * Reads the events of `go test -json`, of Go 1.20 and later. A package whose end is missing makes
 * the report unreadable: it was cut. Lines that are not events are allowed only where go prints them.
 */
export function parseGoTestJson(text: string, root: string): ReportReading {
  const lines = text.split('\n');
  if (lines.pop() !== '') {
    return { kind: 'unreadable', reason: 'the last line is cut', line: lines.length + 1 };
  }
  const reader = new GoReader();
  for (const [index, line] of lines.entries()) {
    const reason = reader.take(line.endsWith('\r') ? line.slice(0, -1) : line);
    if (reason !== null) return { kind: 'unreadable', reason, line: index + 1 };
  }
  return reader.finish(root, lines.length);
}

class GoReader {
  readonly #packages = new Map<string, GoPackage>();
  /** Build output by import path, as events name it and as plain headers do. */
  readonly #builds = new Map<string, string[]>();
  #plainBuild: string | null = null;
  #tests = 0;
  #events = 0;

  /** Takes one line; returns why the report cannot be trusted, or null. */
  take(line: string): string | null {
    const event = line.startsWith('{') ? parseGoEvent(line) : null;
    if (event === null) return this.#takePlain(line.slice(0, LINE_LENGTH_MAX));
    this.#plainBuild = null;
    this.#events += 1;
    if (event.action === 'run') this.#tests += 1;
    if (this.#tests > REPORT_CASES_MAX) return 'the report has too many tests';
    if (event.action === 'build-output') this.#keepBuild(event.importPath ?? '', event.output);
    if (event.package !== null) this.#package(event.package).take(event);
    return null;
  }

  finish(root: string, line: number): ReportReading {
    const open = [...this.#packages.values()].find((each) => !each.complete);
    if (open !== undefined) {
      return { kind: 'unreadable', reason: `the end of package ${open.path} is missing`, line };
    }
    if (this.#events === 0 && this.#packages.size === 0) {
      return { kind: 'unreadable', reason: 'there is no event of go test -json', line };
    }
    const list = new CaseList(root);
    for (const each of this.#packages.values()) each.addTo(list, this.#builds);
    return { kind: 'parsed', report: { format: 'go-test-json', cases: list.cases } };
  }

  #takePlain(line: string): string | null {
    const failed = BUILD_FAILED.exec(line)?.[1];
    const header = BUILD_HEADER.exec(line)?.[1];
    if (failed !== undefined) this.#package(failed).fail(failed);
    else if (header !== undefined) this.#plainBuild = header;
    else if (this.#plainBuild !== null && BUILD_LINE.test(line))
      this.#keepBuild(this.#plainBuild, line);
    else if (!PLAIN_LINE.test(line)) return 'expected an event of go test -json';
    return null;
  }

  #keepBuild(importPath: string, output: string): void {
    const kept = this.#builds.get(importPath);
    if (kept === undefined) this.#builds.set(importPath, [output]);
    else kept.push(output);
  }

  #package(path: string): GoPackage {
    const known = this.#packages.get(path) ?? new GoPackage(path);
    this.#packages.set(path, known);
    return known;
  }
}
