import { LINE_LENGTH_MAX } from './report-bounds.ts';

/** One event of `go test -json` (go doc test2json, go help buildjson); other fields are not needed. */
export interface GoEvent {
  readonly action: string;
  readonly package: string | null;
  readonly test: string | null;
  readonly output: string;
  /** Of build events: the package that is built. */
  readonly importPath: string | null;
  /** Of a failing package: the import path whose build failed. */
  readonly failedBuild: string | null;
}

/** Reads one line; null where it is not such an event. */
export function parseGoEvent(line: string): GoEvent | null {
  const value = parseJson(line);
  if (typeof value !== 'object' || value === null) return null;
  const fields = new Map<string, unknown>(Object.entries(value));
  const text = (key: string): string | null => {
    const field = fields.get(key);
    return typeof field === 'string' ? field : null;
  };
  const action = text('Action');
  if (action === null) return null;
  return {
    action,
    package: text('Package'),
    test: text('Test'),
    output: (text('Output') ?? '').slice(0, LINE_LENGTH_MAX),
    importPath: text('ImportPath'),
    failedBuild: text('FailedBuild'),
  };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
