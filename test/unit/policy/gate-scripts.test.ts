import { expect, test } from 'vitest';
import { gateScripts } from '../../../policy/gate-scripts.ts';

const scriptsOf = (shell: string): readonly string[] =>
  gateScripts([{ shell }]).filter((each) => !each.startsWith('**/'));

test.each([
  ['./scripts/verify.sh', ['scripts/verify.sh']],
  ['bash -eu scripts/verify.sh --all', ['scripts/verify.sh']],
  ['cd app && ./verify.sh', ['verify.sh']],
  ['make -f build/rules.mk test', ['build/rules.mk']],
  ['node tools/check.mjs | tee out.txt', ['tools/check.mjs']],
  ['timeout 60 ci/all.sh', ['ci/all.sh']],
  ["bash -c './ci/all.sh && ruby ci/more.rb'", ['ci/all.sh', 'ci/more.rb']],
  ['echo "$(python3 tools/list.py)"', ['tools/list.py']],
  ['npx vitest --config quick.config.ts', ['quick.config.ts']],
  // Files of tests are held by RED, not by this.
  ['node --test test/a.test.js', []],
  ['deno test tests/', []],
  ['npx vitest run test/unit', []],
  ['npm test', []],
  ['node --test $SLUICE_ITEM_TESTS', []],
])('%s runs the scripts %j', (shell, scripts) => {
  expect(scriptsOf(shell)).toEqual(scripts);
});

test('a list of words names its script as a shell text does', () => {
  expect(gateScripts([{ argv: ['sh', './verify.sh'] }])).toEqual(['verify.sh', '**/verify.sh']);
});
