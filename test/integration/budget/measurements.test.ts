import { describe, expect, test } from 'vitest';
import { GateDesk } from '../../support/gate-desk.ts';

const MEASURE =
  '{ json: /ms, unit: ms, better: lower, tolerance: { relative: 0.1 }, owner: human:bo }';
// Some of these commands count their own runs outside of their worktree, which no sandbox allows.
const BENCH = `{ id: bench, run: bash bench.sh, sandbox: off, measure: ${MEASURE} }`;

const printing = (ms: string): Readonly<Record<string, string>> => ({
  'bench.sh': `echo '{"ms":${ms}}'\n`,
});

/** Gives the first number at the first run, the second at the second, and the last ever after. */
function changing(repository: string, ...numbers: readonly number[]) {
  const [last] = numbers.slice(-1);
  const cases = numbers.map((ms, nth) => `${nth}) echo '{"ms":${ms}}';;`).join(' ');
  const counter = `${repository}/.sluice/counter`;
  return {
    'bench.sh': `n=$(cat ${counter} 2>/dev/null || echo 0); echo $((n + 1)) > ${counter}
case $n in ${cases} *) echo '{"ms":${last}}';; esac
`,
  };
}

const open = (): Promise<GateDesk> => GateDesk.open(printing('100'), BENCH);

describe('a gate that measures', () => {
  test('is held against as many runs on the base as the policy says, each recorded once', async () => {
    await using desk = await open();
    const result = await desk.verify(printing('105'));
    expect(result).toMatchObject({
      result: 'PASS',
      measurements: [
        {
          name: '/ms',
          value: 105,
          samples: [100, 100, 100],
          band: { base: 100, low: 90, high: 110 },
          confirmation: null,
          result: 'in-band',
          owner: 'human:bo',
        },
      ],
    });
    await desk.verify(printing('95'));
    const runs = (await desk.runs()).map(({ gate, purpose = null }) => [gate, purpose]);
    expect(runs).toEqual([
      ['bench/base.1', 'base'],
      ['bench/base.2', 'base'],
      ['bench/base.3', 'base'],
      ['bench', null],
      ['bench', null],
    ]);
    expect(await desk.problems()).toEqual([]);
  });

  test('keeps its numbers in the record of the run, and a retried activity answers from it', async () => {
    await using desk = await open();
    const first = await desk.verify(printing('105'));
    const again = await desk.run(desk.request());
    expect(again.measurements).toEqual(first.measurements);
    expect(again.recordSha256).toBe(first.recordSha256);
    expect(await desk.runs()).toHaveLength(4);
  });

  test('fails when a second run confirms that it has become worse', async () => {
    await using desk = await open();
    const result = await desk.verify(printing('150'));
    expect(result).toMatchObject({
      result: 'FAIL',
      code: 'BUDGET_REGRESSION',
      facts: { name: '/ms', value: '150', again: '150', base: '100', owner: 'human:bo' },
      measurements: [{ result: 'regression', confirmation: { value: 150, base: 100 } }],
    });
    const runs = await desk.runs();
    expect(runs.map(({ gate }) => gate).slice(3)).toEqual([
      'bench/confirmation',
      'bench/base.beside.1.run-1',
      'bench',
    ]);
    expect(await desk.problems()).toEqual([]);
  });

  test('passes with what is out of band only once, as noise', async () => {
    await using desk = await open();
    const result = await desk.verify(changing(desk.repository.root, 150, 101));
    expect(result).toMatchObject({
      result: 'PASS',
      measurements: [{ value: 150, confirmation: { value: 101 }, result: 'noisy' }],
    });
  });

  test('is not improved by one lucky run', async () => {
    await using desk = await open();
    const result = await desk.verify(changing(desk.repository.root, 50, 100));
    expect(result.measurements).toMatchObject([{ result: 'noisy' }]);
  });

  test('is improved when a second run says so', async () => {
    await using desk = await open();
    const result = await desk.verify(printing('50'));
    expect(result).toMatchObject({ result: 'PASS', measurements: [{ result: 'improved' }] });
  });

  test('is held against where the program started, so that small steps cannot add up', async () => {
    await using desk = await open();
    await desk.verify(printing('108'));
    desk.repository.commitAll('the first step');
    const second = await desk.verify(printing('116'));
    expect(second).toMatchObject({ code: 'BUDGET_REGRESSION', facts: { base: '100' } });
  });

  test('that fails the second time fails', async () => {
    await using desk = await open();
    const counter = `${desk.repository.root}/.sluice/counter`;
    const flaky = `echo '{"ms":150}'; test ! -e ${counter} && touch ${counter}\n`;
    const result = await desk.verify({ 'bench.sh': flaky });
    expect(result).toMatchObject({ result: 'FAIL', code: 'COMMAND_FAILED' });
  });

  test('is not measured at all when its command fails', async () => {
    await using desk = await open();
    const result = await desk.verify({ 'bench.sh': 'echo \'{"ms":1}\'; exit 1\n' });
    expect(result).toMatchObject({ result: 'FAIL', code: 'COMMAND_FAILED' });
    expect(await desk.runs()).toHaveLength(1);
  });
});

describe('a number is not believed', () => {
  test.each<[string, string, string]>([
    ['that is printed twice', 'MEASUREMENT_AMBIGUOUS', `echo '{"ms":100}'; echo '{"ms":10}'`],
    ['that a key gives twice', 'MEASUREMENT_AMBIGUOUS', `echo '{"ms":100,"ms":10}'`],
    ['that is on stderr only', 'MEASUREMENT_MISSING', `echo '{"ms":100}' >&2`],
    ['that is NaN', 'MEASUREMENT_MISSING', `echo '{"ms":NaN}'`],
    ['that is a text', 'MEASUREMENT_INVALID', `echo '{"ms":"100"}'`],
    ['that is infinite', 'MEASUREMENT_INVALID', `echo '{"ms":1e999}'`],
    ['that is zero', 'MEASUREMENT_IMPLAUSIBLE', `echo '{"ms":0}'`],
    ['that is better than possible', 'MEASUREMENT_IMPLAUSIBLE', `echo '{"ms":0.1}'`],
    [
      'in more output than is searched',
      'MEASUREMENT_MISSING',
      `echo '{"ms":100}'; head -c 2000000 /dev/zero | tr '\\0' x`,
    ],
  ])('%s', async (_what, code, script) => {
    await using desk = await open();
    const result = await desk.verify({ 'bench.sh': `${script}\n` });
    expect(result).toMatchObject({ result: 'ERROR', code });
    expect(await desk.problems()).toEqual([]);
  });

  test('of stderr beside one of stdout: only stdout is read', async () => {
    await using desk = await open();
    const result = await desk.verify({
      'bench.sh': `echo '{"ms":104}'; echo '{"ms":1}' >&2\n`,
    });
    expect(result.measurements).toMatchObject([{ value: 104, result: 'in-band' }]);
  });
});

describe('without a base', () => {
  test('that measures, nothing can be said, and the next attempt tries the base again', async () => {
    await using desk = await GateDesk.open({ 'bench.sh': 'echo none\n' }, BENCH);
    const first = await desk.verify(printing('100'));
    expect(first).toMatchObject({
      result: 'ERROR',
      code: 'MEASUREMENT_WITHOUT_BASE',
      facts: { reason: 'its run there ended as MEASUREMENT_MISSING' },
    });
    await desk.verify(printing('101'));
    expect((await desk.runs()).map(({ gate, attempt }) => [gate, attempt])).toEqual([
      ['bench/base.1', 1],
      ['bench', 1],
      ['bench/base.1', 2],
      ['bench', 2],
    ]);
    expect(await desk.problems()).toEqual([]);
  });
});

test('a number at $SLUICE_REPORT is read from there', async () => {
  const script = `echo '{"ms":1}'; echo '{"ms":100}' > "$SLUICE_REPORT"\n`;
  await using desk = await GateDesk.open({ 'bench.sh': script }, BENCH);
  const result = await desk.verify({ 'README.md': 'changed\n' });
  expect(result.measurements).toMatchObject([{ value: 100, result: 'in-band' }]);
});

test('a pattern reads the lines of stdout, of several numbers each', async () => {
  const rate = `{ pattern: '^rate (?<rate>[0-9.]+)$', unit: req/s, better: higher, samples: 1, owner: human:bo }`;
  const size = `{ pattern: '^size (?<size>[0-9]+)$', unit: bytes, better: lower, samples: 1, owner: human:bo }`;
  const verify = `{ id: bench, run: bash bench.sh, measure: [${rate}, ${size}] }`;
  await using desk = await GateDesk.open({ 'bench.sh': 'echo rate 10; echo size 7\n' }, verify);
  const result = await desk.verify({ 'bench.sh': 'echo rate 5; echo size 7\n' });
  expect(result).toMatchObject({
    code: 'BUDGET_REGRESSION',
    facts: { name: 'rate', others: 0 },
    measurements: [
      { name: 'rate', result: 'regression' },
      { name: 'size', result: 'in-band', confirmation: null },
    ],
  });
});
