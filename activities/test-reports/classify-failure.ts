import { stripVTControlCharacters } from 'node:util';

import type { FailureKind, TestFailure } from '../../domain/test-report.ts';
import { FAILURE_DETAIL_LENGTH_MAX, FAILURE_MESSAGE_LENGTH_MAX } from './report-bounds.ts';
import { isMissingSymbol } from './missing-symbol.ts';

/** What a runner wrote about one failure. */
export interface FailureSigns {
  /** What failed: one case, the set-up around it, or its whole file. */
  readonly scope: 'case' | 'setup' | 'file';
  /** The error's class where the runner names it in a field of its own. */
  readonly type: string | null;
  readonly message: string;
  /** Everything else that the runner wrote: stack, diff, the file's error output. */
  readonly text: string;
  /** Whether this runner's bare "failed" means that an expectation did not hold. */
  readonly bareMeansAssertion: boolean;
}

const ASSERTION_TYPE =
  /assert|expectation|comparisonfailure|multiplefailures|xunit\.sdk|verification\./i;
/** `Failed` is pytest's class for pytest.fail and pytest.raises. */
const PYTEST_FAILED = /^Failed$/;
/** jest's, pytest's and vitest's snapshot assertions do not always name a class. */
const ASSERTION_TEXT = /^(?:expect\(|assert\b|Snapshot `.*` mismatched)/;
/** `assertion failed` of Rust, C and shells, where no class was thrown. */
const BARE_ASSERTION_TEXT = /\bassertion\b.*\bfailed\b/i;
/** pytest: a test that took too long (pytest-timeout), or was expected to fail and passed. */
const NEVER_ASSERTION_TEXT = /^(?:Timeout\b|\[XPASS)/;
/** `TypeError: m`, `Error [ERR_X]: m`, and pytest's `E   NameError: m`. */
const THROWN =
  /^(?:E\s+|Uncaught )?([\w.$\\]*(?:Error|Exception|Failure)|Failed(?=:))(?: \[\w+\])?(?:: (.*))?$/m;
const PYTEST_MARGIN = /^E\s+/;
const CRASHED = /^(?:panic|fatal error|Unknown Error): /m;

/** Classifies a failure from what real runners write; what nothing identifies is an `error`. */
export function classifyFailure(signs: FailureSigns): TestFailure {
  const text = plain(signs.text);
  const message = plain(signs.message);
  const thrown = THROWN.exec(message) ?? THROWN.exec(text);
  const type = signs.type ?? thrown?.[1] ?? '';
  const said = (signs.type === null ? thrown?.[2] : null) ?? (message || text);
  const kind = kindOf({ ...signs, type, message: said, text });
  const shown = signs.scope === 'file' && thrown ? thrown[0] : message || text;
  return { kind, message: shown.replace(PYTEST_MARGIN, '') };
}

function plain(text: string): string {
  return stripVTControlCharacters(text.slice(0, FAILURE_DETAIL_LENGTH_MAX)).trim();
}

function kindOf(signs: FailureSigns & { readonly type: string }): FailureKind {
  const { scope, type, message, text } = signs;
  const className = type.split(/[.\\]/).at(-1) ?? type;
  if (scope !== 'case') {
    const missing = isMissingSymbol(className, message) || isMissingSymbol(className, text);
    return missing ? 'missing-symbol' : 'load';
  }
  if (NEVER_ASSERTION_TEXT.test(message)) return 'error';
  if (ASSERTION_TYPE.test(type) || PYTEST_FAILED.test(className)) return 'assertion';
  if (ASSERTION_TEXT.test(message)) return 'assertion';
  if (isMissingSymbol(className, message)) return 'missing-symbol';
  if (type !== '' || CRASHED.test(text)) return 'error';
  if (
    BARE_ASSERTION_TEXT.test(message.slice(0, FAILURE_MESSAGE_LENGTH_MAX)) ||
    signs.bareMeansAssertion
  )
    return 'assertion';
  return 'error';
}
