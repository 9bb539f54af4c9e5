import { describe, expect, test } from 'vitest';
import { BENCHES } from '../../../bench/benches.ts';
import { type FigureSpec, judgeFigure } from '../../../bench/figure.ts';
import { figureTable } from '../../../bench/figure-table.ts';
import { selectBenches } from '../../../bench/select-benches.ts';

const RATIO: FigureSpec = { name: 'latency', unit: 'ratio', limit: 1.3, better: 'lower' };
const SPEED: FigureSpec = { name: 'speed', unit: 'items/s', limit: 0.75, better: 'higher' };

describe('a figure', () => {
  test.each([
    ['at its mark has met it', RATIO, { value: 1.3, ok: true }],
    ['above a mark that is a ceiling has missed it', RATIO, { value: 1.31, ok: false }],
    ['below a mark that is a floor has missed it', SPEED, { value: 0.74, ok: false }],
    ['above a floor has met it', SPEED, { value: 0.9, ok: true }],
    ['that rounds to its mark has still missed it', RATIO, { value: 1.300_01, ok: false }],
  ])('%s', (_name, spec, { value, ok }) => {
    expect(judgeFigure(spec, { value, samples: 3 })).toMatchObject({ ok, samples: 3 });
  });

  test('without a mark is never missed', () => {
    const spec: FigureSpec = { ...RATIO, limit: null };
    expect(judgeFigure(spec, { value: 1e9, samples: 1 }).ok).toBe(true);
  });

  test.each([
    ['was not measured', undefined],
    ['is not a number', { value: Number.NaN, samples: 4 }],
  ])('that %s has no value and is not met, whatever its mark', (_name, measured) => {
    const expected = { value: null, ok: false, samples: 0 };
    expect(judgeFigure(RATIO, measured)).toMatchObject(expected);
    expect(judgeFigure({ ...RATIO, limit: null }, measured)).toMatchObject(expected);
  });

  test('has exactly the members of the published document', () => {
    const figure = judgeFigure(RATIO, { value: 1.234_567, samples: 30 });
    expect(figure).toEqual({ ...RATIO, value: 1.235, ok: true, samples: 30 });
  });
});

describe('the table of benches', () => {
  const names = BENCHES.flatMap(({ figures }) => figures.map(({ name }) => name));

  test('gives every figure a name of its own', () => {
    expect(new Set(names).size).toBe(names.length);
  });

  test('has the marks of the issues', () => {
    const marks = BENCHES.flatMap(({ figures }) => figures)
      .filter(({ limit }) => limit !== null)
      .map(({ name, better, limit }) => `${name} ${better === 'lower' ? '≤' : '≥'} ${limit}`);
    expect(marks).toMatchInlineSnapshot(`
      [
        "item-latency-ratio ≤ 1.3",
        "item-throughput-ratio ≥ 0.75",
        "stock-server-speedup ≥ 5",
        "large-output-time-ratio ≤ 1",
        "large-output-memory ≤ 64",
        "program-time-ratio ≤ 1.2",
        "program-cpu-ratio ≤ 1.2",
        "help-time-ratio ≤ 2",
        "board-time-ratio ≤ 4",
        "sandbox-overhead ≤ 60",
        "sign-append-overhead ≤ 5",
        "tracker-plan-markdown ≤ 1000",
        "tracker-plan-csv ≤ 1000",
        "tracker-write-markdown ≤ 50",
        "tracker-write-csv ≤ 50",
        "tracker-parse-markdown-ratio ≤ 3",
        "tracker-parse-csv-ratio ≤ 3",
      ]
    `);
  });
});

describe('--only', () => {
  test('takes the one figure of that name', () => {
    const [bench, ...others] = selectBenches(BENCHES, 'board-time-ratio');
    expect(others).toEqual([]);
    expect(bench?.figures.map(({ name }) => name)).toEqual(['board-time-ratio']);
  });

  test('takes all figures of a bench of that name', () => {
    const [bench] = selectBenches(BENCHES, 'tracker-plan');
    expect(bench?.figures).toHaveLength(2);
  });

  test.each(BENCHES.map(({ name }) => name))('takes the bench %s by its name', (name) => {
    const named = BENCHES.find((bench) => bench.name === name);
    expect(selectBenches(BENCHES, name)).toContainEqual(named);
  });

  test('takes the bench of items against a bare workflow by the name of its file', () => {
    expect(selectBenches(BENCHES, 'item-against-bare')[0]?.figures.length).toBeGreaterThan(1);
  });

  test('that is not given takes everything', () => {
    expect(selectBenches(BENCHES, undefined)).toBe(BENCHES);
  });

  test('that names nothing takes nothing', () => {
    expect(selectBenches(BENCHES, 'latency')).toEqual([]);
  });
});

test('the table for people says of each figure whether its mark was met', () => {
  const figures = [
    judgeFigure(RATIO, { value: 1.2, samples: 30 }),
    judgeFigure(SPEED, { value: 0.5, samples: 3 }),
    judgeFigure({ ...RATIO, name: 'alone', unit: 'ms', limit: null }, { value: 51, samples: 30 }),
    judgeFigure({ ...RATIO, name: 'lost' }, undefined),
  ];
  expect(figureTable(figures)).toMatchInlineSnapshot(`
    "figure   value         unit     mark            samples
    latency  1.2           ratio    ≤ 1.3   met     30
    speed    0.5           items/s  ≥ 0.75  missed  3
    alone    51            ms                       30
    lost     not measured  ratio    ≤ 1.3   missed  0
    "
  `);
});
