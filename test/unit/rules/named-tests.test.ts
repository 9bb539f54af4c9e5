import { expect, test } from 'vitest';

import { belonging, parseNamedTests } from '../../../domain/rules/named-tests.ts';
import { failedCase } from '../../support/run-facts.ts';

type Row = readonly [
  belonging: 'named' | 'other' | 'unknown',
  tests: readonly string[],
  id: string,
  file?: string,
];
const VITEST = ['test/auth.test.ts > signs in', 'test/auth.test.ts'] as const;
const GO = [
  'example.com/shop/internal/auth > TestLogin > bad',
  'example.com/shop/internal/auth',
] as const;
const PYTEST = 'test.test_auth.TestLogin > test_signs_in[1]';
const JVM = 'com.acme.LoginTest > signsIn';

const ROWS: readonly Row[] = [
  ['named', [], ...VITEST],
  ['named', ['.'], ...VITEST],
  ['named', ['test/auth.test.ts'], ...VITEST],
  ['named', ['./test/auth.test.ts'], ...VITEST],
  ['named', ['test/'], ...VITEST],
  ['named', ['test'], ...VITEST],
  ['named', ['auth.test.ts'], ...VITEST],
  ['named', ['packages/shop/test/auth.test.ts'], ...VITEST],
  ['named', ['test/**'], ...VITEST],
  ['named', ['test/**/*.test.ts'], ...VITEST],
  ['named', ['**/auth*'], ...VITEST],
  ['named', ['signs in'], ...VITEST],
  ['named', ['test/other.test.ts', 'signs in'], ...VITEST],
  ['other', ['test/auth'], ...VITEST],
  ['other', ['test/oauth.test.ts'], ...VITEST],
  ['other', ['th.test.ts'], ...VITEST],
  ['other', ['src/*.ts'], ...VITEST],
  ['other', ['test/*.js'], ...VITEST],
  ['other', ['signs'], ...VITEST],
  ['named', ['test/auth.test.ts'], 'test/auth.test.ts', 'test/auth.test.ts'],
  ['unknown', ['signs in'], 'test/auth.test.ts', 'test/auth.test.ts'],
  // node:test before version 24 does not say which file a test is from.
  ['unknown', ['test/auth.test.ts'], 'signs in'],
  ['unknown', ['test/auth.test.ts'], 'auth > signs in'],
  ['unknown', ['test/auth.test.ts'], 'auth.login > signs in'],
  ['named', ['auth'], 'auth > signs in'],
  ['other', ['signs out'], 'auth > signs in'],
  // Go.
  ['named', ['./internal/auth'], ...GO],
  ['named', ['./internal/...'], ...GO],
  ['named', ['./...'], ...GO],
  ['named', ['TestLogin'], ...GO],
  ['named', ['./internal/auth -run TestLogin'], ...GO],
  ['named', ['./internal/auth', '-run', '^TestLogin$'], ...GO],
  ['named', ["-run='Log.n/bad'"], ...GO],
  ['named', ['-run Test(Login'], 'p > Test.Login'],
  ['other', ['./internal/auth -run TestLogout'], ...GO],
  ['other', ['./internal/auth -run internal'], ...GO],
  ['other', ['./internal/billing'], ...GO],
  ['other', ['TestLog'], ...GO],
  ['named', ['./internal/auth -run TestLogin'], GO[1], GO[1]],
  ['unknown', ['TestLogin'], GO[1], GO[1]],
  // pytest and the JVM name modules and classes.
  ['named', ['test/test_auth.py'], PYTEST],
  ['named', ['test'], PYTEST],
  ['named', ['test/test_auth.py::TestLogin'], PYTEST],
  ['named', ['test/test_auth.py::TestLogin::test_signs_in'], PYTEST],
  ['named', ['test_signs_in'], PYTEST],
  ['other', ['test/test_auth.py::TestLogout'], PYTEST],
  ['other', ['test/test_billing.py'], PYTEST],
  ['other', ['test/test_billing.py::test_signs_in'], PYTEST],
  ['named', ['test/test_auth.py'], 'test.test_auth', 'test.test_auth'],
  ['named', ['test/test_auth.py::test_x'], 'test.test_auth', 'test.test_auth'],
  [
    'named',
    ['test/test_auth.py'],
    'test/test_auth.py > test.test_auth > test_x',
    'test/test_auth.py',
  ],
  ['named', ['src/test/java/com/acme/LoginTest.java'], JVM],
  ['named', ['LoginTest'], JVM],
  ['named', ['com.acme.LoginTest'], JVM],
  ['named', ['LoginTest#signsIn'], JVM],
  ['other', ['LoginTest#signsOut'], JVM],
  ['other', ['src/test/java/com/acme/LogoutTest.java'], JVM],
];

const CASES = ROWS.map(([expected, tests, id, file = null]) => ({ expected, tests, id, file }));

test.each(CASES)('$expected: $tests for $id', ({ expected, tests, id, file }) => {
  expect(belonging(failedCase(id, 'assertion', file), parseNamedTests(tests))).toBe(expected);
});
