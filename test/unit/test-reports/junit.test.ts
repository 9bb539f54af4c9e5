import { describe, expect, test } from 'vitest';

import { casesOf, readText, summary } from '../../support/report-fixture.ts';

const junit = (body: string) => readText('junit', `<testsuites>${body}</testsuites>`);
const listed = (body: string) => summary(casesOf(junit(body)));

describe('counts', () => {
  test('come from the cases, not from summary attributes', () => {
    const body = '<testsuite name="s" tests="99" failures="0"><testcase name="a"/></testsuite>';
    expect(listed(body)).toEqual(['passed: s > a']);
  });

  test('of an empty report are zero, whatever its attributes say', () => {
    expect(casesOf(readText('junit', '<testsuites tests="5"/>'))).toEqual([]);
  });

  test('keep two cases of one name apart', () => {
    const twice = '<testcase name="a"/><testcase name="a"/><testcase name="a #2"/>';
    expect(listed(twice)).toEqual(['passed: a', 'passed: a #2', 'passed: a #2 #2']);
  });
});

describe('status', () => {
  test.each([
    ['passed', '<testcase name="a"/>'],
    ['passed', '<testcase name="a"><system-out>FAILED</system-out></testcase>'],
    ['skipped', '<testcase name="a"><skipped/></testcase>'],
    ['skipped', '<testcase name="a"><skipped type="todo"/><failure/></testcase>'],
    ['skipped', '<testcase name="a" status="notrun"/>'],
    ['skipped', '<testcase name="a" status="notrun" result="suppressed"/>'],
    ['assertion', '<testcase name="a"><failure/></testcase>'],
    ['error', '<testcase name="a"><error/></testcase>'],
    ['error', '<testcase name="a" status="fail"/>'],
    ['error', '<testcase name="a"><flakyFailure type="AssertionError">x</flakyFailure></testcase>'],
  ])('is %s for %s', (status, body) => {
    expect(listed(body)).toEqual([`${status}: a`]);
  });
});

describe('failure kinds of documented samples', () => {
  test.each([
    // JUnit 5 and Surefire.
    [
      'assertion',
      '<failure message="expected: &lt;1&gt; but was: &lt;2&gt;" type="org.opentest4j.AssertionFailedError"/>',
    ],
    ['assertion', '<failure message="a" type="org.junit.ComparisonFailure"/>'],
    [
      'assertion',
      '<failure type="java.lang.AssertionError">java.lang.AssertionError\n\tat X</failure>',
    ],
    ['error', '<failure message="x" type="java.lang.IllegalStateException"/>'],
    ['error', '<error message="x" type="java.lang.AssertionError"/>'],
    ['missing-symbol', '<error type="java.lang.NoSuchMethodError" message="login()"/>'],
    // mocha-junit-reporter.
    [
      'assertion',
      '<failure message="expected 1 to equal 2" type="AssertionError">AssertionError: x</failure>',
    ],
    ['missing-symbol', '<failure message="login is not defined" type="ReferenceError"/>'],
    // cargo-nextest.
    ['error', '<failure type="test failure">thread panicked\npanic: boom</failure>'],
    ['assertion', '<failure type="test failure" message="assertion `left == right` failed"/>'],
    // TypeScript, through ts-jest.
    ['missing-symbol', '<failure>error TS2305: Module "./a" has no exported member "b".</failure>'],
    [
      'error',
      '<failure>TypeError: x\nerror TS2305: no member. error TS2322: not assignable</failure>',
    ],
    // Python.
    ['error', `<failure message="AttributeError: 'NoneType' object has no attribute 'x'"/>`],
    ['error', '<failure message="Failed: Timeout (&gt;1.0s) from pytest-timeout."/>'],
    // Ruby and PHP.
    ['missing-symbol', '<failure type="NameError" message="uninitialized constant Auth"/>'],
    ['missing-symbol', '<error type="Error" message="Call to undefined function login()"/>'],
    ['assertion', '<failure type="PHPUnit\\Framework\\ExpectationFailedException" message="x"/>'],
  ])('%s: %s', (kind, outcome) => {
    expect(listed(`<testcase name="a">${outcome}</testcase>`)).toEqual([`${kind}: a`]);
  });

  test('a TypeScript build counts as a missing symbol only if all its errors are about one', () => {
    const body = (codes: string) => `<testcase name="a.ts"><error>${codes}</error></testcase>`;
    expect(listed(body('TS2304: x TS2339: y'))).toEqual(['missing-symbol: a.ts']);
    expect(listed(body('TS2304: x TS1005: y'))).toEqual(['load: a.ts']);
  });
});

describe('names', () => {
  test.each([
    [
      'com.acme.LoginTest > signsIn',
      '<testsuite name="com.acme.LoginTest"><testcase name="signsIn" classname="com.acme.LoginTest"/></testsuite>',
    ],
    [
      'test/a.ts > deep',
      '<testsuite name="test/a.ts"><testcase classname="test/a.ts" name="deep"/></testsuite>',
    ],
    [
      'test/a.js > Array > adds',
      '<testsuite name="Array" file="/repo/test/a.js"><testcase name="adds" classname="Array"/></testsuite>',
    ],
    [
      'test/a.py > test.a > test_x',
      '<testcase file="test/a.py" classname="test.a" name="test_x"/>',
    ],
    ['(unnamed)', '<testcase/>'],
  ])('make the id %s', (id, body) => {
    expect(listed(body)).toEqual([`passed: ${id}`]);
  });

  test('a class that could not be set up stands for all its tests', () => {
    const body = '<testcase classname="com.acme.LoginTest" name=""><error message="x"/></testcase>';
    const [whole] = casesOf(junit(body));
    expect(whole).toMatchObject({ id: 'com.acme.LoginTest', file: 'com.acme.LoginTest' });
    expect(whole?.failure?.kind).toBe('load');
  });

  test('a failure of a suite outside of any case is a failure of that suite', () => {
    const body = '<testsuite name="s"><error message="db down"/><testcase name="a"/></testsuite>';
    expect(listed(body)).toEqual(['load: s', 'passed: s > a']);
  });

  test('a suite that is skipped as a whole adds nothing', () => {
    expect(listed('<testsuite name="s"><skipped/></testsuite>')).toEqual([]);
  });

  test('are cut at their bound and kept apart', () => {
    const long = `<testcase name="${'x'.repeat(5_000)}"/>`;
    const ids = casesOf(junit(long + long)).map((each) => each.id.length);
    expect(ids).toEqual([1_000, 1_003]);
  });

  test('keep one line of 300 characters of a message', () => {
    const body = `<testcase name="a"><failure message="\n${'m'.repeat(999)}"/></testcase>`;
    expect(casesOf(junit(body))[0]?.failure?.message).toBe('m'.repeat(300));
  });
});

describe('unreadable', () => {
  test.each([
    ['cut after a case', '<testsuites><testcase name="a"/>'],
    ['cut inside a tag', '<testsuites><testcase name="a'],
    ['of another root', '<html><testcase name="a"/></html>'],
    ['with a document type', '<!DOCTYPE testsuites><testsuites/>'],
    ['with an entity of its own', '<!DOCTYPE t [<!ENTITY e "x">]><testsuites>&e;</testsuites>'],
    ['with an undeclared entity', '<testsuites><testcase name="&xxe;"/></testsuites>'],
    ['with two roots', '<testsuites/><testsuites/>'],
    ['with a case inside a case', '<testsuites><testcase><testcase/></testcase></testsuites>'],
    ['with suites nested without end', '<testsuite>'.repeat(500) + '</testsuite>'.repeat(500)],
    ['that is text', 'all tests passed'],
    ['followed by text', '<testsuites/>done'],
  ])('is a report %s', (_what, text) => {
    expect(readText('junit', text)).toMatchObject({ kind: 'unreadable', line: 1 });
  });

  test('says the line', () => {
    expect(readText('junit', '<testsuites>\n<testcase>\n</suite>')).toMatchObject({ line: 3 });
  });

  test('is a report with too many cases', () => {
    const body = '<testcase name="a"/>'.repeat(200_001);
    expect(junit(body)).toMatchObject({ reason: 'the report has too many test cases' });
  });
});
