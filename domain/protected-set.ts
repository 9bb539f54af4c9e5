import type { ItemContract } from './item/item-contract.ts';
import type { ItemState } from './item/item-state.ts';
import { PEOPLE } from './review/approvers.ts';

/** The review gate that a change of the protected set needs besides all others. */
export const PROTECTED_GATE = 'protected';

/** Files listed at most; the rest is a number. */
export const PROTECTED_LISTED_MAX = 50;

/**
 * What decides how tests are found, run and judged, in any folder: whoever changes it can make a
 * failing test pass without touching the test.
 */
const BUILT_IN = [
  // Test runners and what they load by themselves.
  ...'conftest.py pytest.ini tox.ini noxfile.py setup.cfg sitecustomize.py usercustomize.py'.split(
    ' ',
  ),
  ...'vitest.config.* vitest.workspace.* vite.config.* jest.config.* .mocharc.* karma.conf.*'.split(
    ' ',
  ),
  ...'playwright.config.* cypress.config.* ava.config.* babel.config.* .babelrc* .swcrc'.split(' '),
  ...'.nycrc* .c8rc* tsconfig*.json phpunit.xml* .rspec Rakefile'.split(' '),
  // Scripts, dependencies and where these come from.
  ...'package.json package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml .npmrc'.split(
    ' ',
  ),
  ...'.yarnrc* .pnpmfile.cjs bun.lock* deno.json* deno.lock pyproject.toml requirements*.txt'.split(
    ' ',
  ),
  ...'uv.lock poetry.lock Pipfile Pipfile.lock go.mod go.sum Cargo.toml Cargo.lock build.rs'.split(
    ' ',
  ),
  ...'Gemfile Gemfile.lock composer.json composer.lock pom.xml build.gradle* settings.gradle*'.split(
    ' ',
  ),
  ...'gradle.properties Makefile GNUmakefile justfile Taskfile.y*ml CMakeLists.txt'.split(' '),
  ...'Dockerfile docker-compose*.y*ml .tool-versions .nvmrc .node-version .python-version'.split(
    ' ',
  ),
  // Git itself, and the policy.
  ...'.gitattributes .gitmodules .gitignore sluice.yaml'.split(' '),
].flatMap((name) => [name, `**/${name}`]);

const FOLDERS = [
  ...'.github/** .gitlab-ci.yml .gitlab/** .circleci/** .buildkite/** .azure-pipelines/**'.split(
    ' ',
  ),
  ...'azure-pipelines.yml Jenkinsfile .travis.yml .ci/** .husky/** .githooks/** .mvn/**'.split(' '),
];

/** All patterns of a policy that names further ones. */
export function protectedPatterns(own: readonly string[]): readonly string[] {
  return [...BUILT_IN, ...FOLDERS, ...own];
}

/**
 * The contract of a review: where the submitted tree changes the protected set, one more gate, that
 * a person must mark. Who worked on the item is no approver of it, as of none.
 */
export function withProtectedGate(contract: ItemContract, state: ItemState): ItemContract {
  const { review } = contract.gates;
  if ((state.changedProtected ?? []).length === 0 || review.gates.includes(PROTECTED_GATE)) {
    return contract;
  }
  const own = { approvers: [PEOPLE], approvals: 1 };
  return {
    ...contract,
    gates: {
      ...contract.gates,
      review: {
        ...review,
        gates: [...review.gates, PROTECTED_GATE],
        perGate: { ...review.perGate, [PROTECTED_GATE]: own },
      },
    },
  };
}
