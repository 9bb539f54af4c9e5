/** Kinds of project for which `sluice init` knows the commands. */
export const PROJECT_KINDS = ['vitest', 'jest', 'node-test', 'go', 'pytest', 'plain'] as const;
export type ProjectKind = (typeof PROJECT_KINDS)[number];

/** What a look at a repository's top folder tells. */
export interface ProjectFacts {
  /** Names of the files in it. */
  readonly files: readonly string[];
  /** `package.json`, if there is one: what it depends on and its scripts. */
  readonly packages: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
}

const PYTHON_FILES = ['pyproject.toml', 'setup.py', 'setup.cfg', 'pytest.ini', 'tox.ini'];

/** The kind of project, by the files and packages that each kind cannot do without. */
export function projectKind({ files, packages, scripts }: ProjectFacts): ProjectKind {
  if (files.includes('package.json')) {
    const test = scripts['test'] ?? '';
    if (packages.includes('vitest') || /\bvitest\b/.test(test)) return 'vitest';
    if (packages.includes('jest') || /\bjest\b/.test(test)) return 'jest';
    return 'node-test';
  }
  if (files.includes('go.mod')) return 'go';
  return PYTHON_FILES.some((file) => files.includes(file)) ? 'pytest' : 'plain';
}
