import type { TestFailure } from '../../domain/test-report.ts';

const COMPILE_ERROR = /^(?:vet: )?[^\s:]+\.go:\d+(?::\d+)?: (.*)$/;
const UNDEFINED_SYMBOL =
  /^undefined: |\bundefined \(type .* has no field or method |^unknown field \w+ in struct literal|\bno non-test Go files in /;
const MISSING_PACKAGE =
  /^(?:no required module provides package|cannot find package|package) "?([^\s";]+)/;

/**
 * Classifies a package that was not built. It is `missing-symbol` only when every compile error is
 * about a name, or a package of the same project, that does not exist; anything else is `load`.
 */
export function classifyBuild(output: readonly string[], packagePath: string): TestFailure {
  const lines = output.flatMap((each) => each.split('\n'));
  const errors = lines.flatMap((line) => COMPILE_ERROR.exec(line.trimEnd())?.[1] ?? []);
  const missing = errors.length > 0 && errors.every((each) => isMissing(each, packagePath));
  const message =
    lines.find((line) => COMPILE_ERROR.test(line.trimEnd())) ??
    lines.find((line) => line.trim() !== '' && !line.startsWith('#')) ??
    'the package was not built';
  return { kind: missing ? 'missing-symbol' : 'load', message };
}

function isMissing(error: string, packagePath: string): boolean {
  if (UNDEFINED_SYMBOL.test(error)) return true;
  const missing = MISSING_PACKAGE.exec(error)?.[1];
  return missing !== undefined && projectOf(missing) === projectOf(packagePath);
}

/** The first two elements of an import path: the module cannot be told from the report. */
function projectOf(path: string): string {
  return path.split('/').slice(0, 2).join('/');
}
