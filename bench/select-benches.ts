import type { Bench } from './benches.ts';

/**
 * The benches that measure the figure `only`, with that figure alone, or the one of that name with
 * all its figures. All of them where `only` is not given; none where nothing has that name.
 */
export function selectBenches(
  benches: readonly Bench[],
  only: string | undefined,
): readonly Bench[] {
  if (only === undefined) return benches;
  return benches.flatMap((bench) => {
    const figures = bench.figures.filter(({ name }) => name === only || bench.name === only);
    return figures.length === 0 ? [] : [{ ...bench, figures }];
  });
}
