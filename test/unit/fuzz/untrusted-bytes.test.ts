import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseReport } from '../../../activities/test-reports/parse-report.ts';
import { ITEM_MESSAGE_TYPES } from '../../../domain/item/item-message.ts';
import { shapeItemMessage } from '../../../domain/message/item-shapes.ts';
import { shapeProgramMessage } from '../../../domain/message/program-shapes.ts';
import { PROGRAM_MESSAGE_TYPES } from '../../../domain/program/program-message.ts';
import { REPORT_FORMATS } from '../../../domain/test-report.ts';
import { readLine } from '../../../evidence/chain.ts';
import { parseAllowedSigners } from '../../../evidence/word/allowed-signers.ts';
import { parsePolicy } from '../../../policy/parse-policy.ts';
import { openTracker } from '../../../tracker/open-tracker.ts';
import { anyText } from '../../support/any-text.ts';

/** Longest that any parser may take on one input of these sizes, with room for a busy machine. */
const MS_MAX = 5_000;
const RUNS = 150;
const REPEATS = 20_000;

const JUNIT = `<?xml version="1.0"?><testsuites tests="2"><testsuite name="s" tests="2"><testcase name="a" classname="c"/><testcase name="b"><failure message="no">expected 1</failure></testcase></testsuite></testsuites>`;
const TAP = 'TAP version 13\n1..2\nok 1 - a\nnot ok 2 - b\n  ---\n  message: no\n  ...\n';
const GO =
  '{"Action":"run","Package":"p","Test":"T"}\n{"Action":"fail","Package":"p","Test":"T"}\n{"Action":"fail","Package":"p"}\n';
const POLICY =
  'version: 1\nprogram: demo\nroles: { implementers: [agent:a], reviewers: [agent:b], releaseLeads: [human:c] }\ngates: { verify: make }\nitems: [{ id: A, title: First }]\nsandbox: { network: deny }\n';
const SIGNERS =
  'human:bo namespaces="sluice-word@v1",valid-before="20270101" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ5VEdrTzUkyzGgrEmqBLnYZ0X1LQm2P0C1Qb1lPlgPn bo\n';
const ENVELOPE =
  '{"payload":"eyJfdHlwZSI6ICJ4In0=","payloadType":"application/vnd.in-toto+json","signatures":[{"keyid":"k","sig":"AAAA"}]}';
const TRACKER =
  '# Plan\n\n| ID | Title | Status |\n| --- | --- | --- |\n| A-1 | First | todo |\n\n- [ ] A-2 Second\n';

/** A text that was cut, doubled, spliced and sprinkled with bytes that matter to parsers. */
function mangled(text: string): fc.Arbitrary<string> {
  const piece = fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .tuple(fc.nat(text.length), fc.nat(text.length))
        .map(([a, b]) => text.slice(Math.min(a, b), Math.max(a, b))),
    },
    { weight: 2, arbitrary: anyText({ maxLength: 12 }) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        '\0',
        '\uFEFF',
        '\uD800',
        '\r',
        '"',
        "'",
        '<',
        ']]>',
        '&#0;',
        '&x;',
        '{',
        '[',
        '*a',
        '&a ',
        '!!js/function ',
        '__proto__',
        'constructor',
        '1e999',
        '-0',
        '\u202e',
        '<!DOCTYPE x [<!ENTITY y "z">]>',
      ),
    },
  );
  return fc.oneof(
    fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
    fc
      .tuple(fc.nat(text.length), piece)
      .map(([at, more]) => text.slice(0, at) + more + text.slice(at)),
  );
}

interface Parser {
  readonly name: string;
  readonly sample: string;
  readonly parse: (text: string) => unknown;
}

const reportParsers = REPORT_FORMATS.map((format): Parser => ({
  name: `a ${format} report`,
  sample: { junit: JUNIT, tap: TAP, 'go-test-json': GO, exit: TAP }[format],
  parse: (text) => parseReport({ format, bytes: Buffer.from(text), root: '/repository' }).kind,
}));

const PARSERS: readonly Parser[] = [
  ...reportParsers,
  { name: 'a policy', sample: POLICY, parse: (text) => parsePolicy(text, 'sluice.yaml').kind },
  { name: 'allowed signers', sample: SIGNERS, parse: (text) => typeof parseAllowedSigners(text) },
  { name: 'a line of the evidence log', sample: ENVELOPE, parse: (text) => readLine(text).kind },
  {
    name: 'a Markdown tracker',
    sample: TRACKER,
    parse: (text) => openTracker(text, { path: 'plan.md' }),
  },
  {
    name: 'a CSV tracker',
    sample: 'id,title,status\nA-1,"First, ""quoted""",todo\n',
    parse: (text) => openTracker(text, { path: 'plan.csv' }),
  },
];

describe.each(PARSERS)('the parser of $name', ({ sample, parse }) => {
  test('answers whatever it is given, and throws nothing', () => {
    fc.assert(
      fc.property(mangled(sample), (text) => {
        expect(parse(text)).toBeDefined();
      }),
      { numRuns: RUNS },
    );
  });

  test.each([
    '<a>',
    '<a',
    '[',
    '{"a":',
    '  - ',
    '(',
    '&a [*a,',
    '"',
    '- [ ] ',
    '|',
    'ok 1\n',
    '# ',
    '\t',
    ' {',
    '!',
    '\\',
    ',',
  ])('answers in bounded time on %j over and over', (unit) => {
    const started = performance.now();
    expect(parse(unit.repeat(REPEATS))).toBeDefined();
    expect(performance.now() - started).toBeLessThan(MS_MAX);
  });
});

describe('the shape of a message', () => {
  const value = fc.anything({ withNullPrototype: true, withBigInt: false, maxDepth: 4 });
  const field = fc.constantFrom(
    'messageId',
    'actor',
    'attempt',
    'tree',
    'gates',
    'findings',
    'reason',
    'note',
    '__proto__',
    'verdict',
    'from',
    'decision',
    'signature',
  );
  const payload = fc.oneof(value, fc.dictionary(field, value, { maxKeys: 10 }));

  test.each(ITEM_MESSAGE_TYPES)('of %s to an item is an answer', (type) => {
    fc.assert(
      fc.property(payload, (raw) => {
        expect(typeof shapeItemMessage(type, raw).ok).toBe('boolean');
      }),
      { numRuns: RUNS },
    );
  });

  test.each(PROGRAM_MESSAGE_TYPES)('of %s to a program is an answer', (type) => {
    fc.assert(
      fc.property(payload, (raw) => {
        expect(typeof shapeProgramMessage(type, raw).ok).toBe('boolean');
      }),
      { numRuns: RUNS },
    );
  });
});
