// The direction of dependencies, as rules that say why. See ARCHITECTURE.md.
const NOT_TESTS =
  '^(domain|tracker|policy|evidence|git|workflows|activities|worker|client|report)/';

/** A rule that lets `from` import only what matches `allowed` (and npm packages in `npm`). */
const only = ({ name, from, comment, allowed }) => ({
  name,
  severity: 'error',
  comment,
  from: { path: `^${from}/` },
  to: { pathNot: [`^${from}/`, ...allowed] },
});

module.exports = {
  forbidden: [
    only({
      name: 'domain-is-pure',
      from: 'domain',
      comment:
        'The domain decides; it must run anywhere, also inside the workflow sandbox. Pass time, text and randomness in.',
      allowed: [],
    }),
    only({
      name: 'tracker-is-pure',
      from: 'tracker',
      comment:
        'A tracker format is text in, rows out: no files, no clock. Read the file in client/ or activities/.',
      allowed: ['^domain/', '^node_modules/yaml/'],
    }),
    only({
      name: 'policy-is-pure',
      from: 'policy',
      comment: 'A policy is YAML text in, values out. Read the file in client/ or activities/.',
      allowed: ['^domain/', '^node_modules/(yaml|zod|re2js)/'],
    }),
    only({
      name: 'report-is-pure',
      from: 'report',
      comment: 'A report is a model in, text out, so that every surface can print it.',
      allowed: ['^domain/'],
    }),
    {
      name: 'evidence-needs-only-domain',
      severity: 'error',
      comment: 'Evidence must be judged from the files alone, without a server or a workflow.',
      from: { path: '^evidence/' },
      to: { path: '^(tracker|policy|git|workflows|activities|worker|client|report)/' },
    },
    {
      name: 'git-is-an-adapter',
      severity: 'error',
      comment:
        'Git is one adapter that activities and the CLI share; it knows the domain and nothing above it.',
      from: { path: '^git/' },
      to: { path: '^(tracker|policy|workflows|activities|worker|client|report)/' },
    },
    {
      name: 'workflows-are-thin',
      severity: 'error',
      comment:
        'Workflow code is replayed in a sandbox: it may use the domain and the types of activities, nothing else.',
      from: { path: '^workflows/' },
      to: {
        path: '^(tracker|policy|evidence|git|activities|worker|client|report)/|^node_modules/(?!@temporalio/(workflow|common)/)|^node:',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'no-schemas-in-workflows',
      severity: 'error',
      comment: 'zod in the workflow bundle costs 1.4 MB a workflow; parse at the edges.',
      from: { path: '^workflows/' },
      to: { path: '\\.schema\\.ts$' },
    },
    {
      name: 'activities-direction',
      severity: 'error',
      comment:
        'Activities do I/O for workflows; they know nothing of the CLI, the worker process or reports.',
      from: { path: '^activities/' },
      to: { path: '^(worker|client|report)/' },
    },
    {
      name: 'client-does-no-work-of-activities',
      severity: 'error',
      comment: 'The CLI asks; workers do. What both need lives in git/ or evidence/.',
      from: { path: '^client/' },
      to: { path: '^activities/' },
    },
    {
      name: 'client-sees-only-messages-of-workflows',
      severity: 'error',
      comment:
        'A client talks to workflows through messages; importing a workflow would pull in its implementation.',
      from: { path: '^client/' },
      to: { path: '^workflows/(?!messages\\.ts$)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nobody-imports-the-ends',
      severity: 'error',
      comment:
        'worker/ and client/ are processes, test/ is for tests. Only `sluice dev` and `sluice worker` start the worker, through its one entry.',
      from: { path: NOT_TESTS, pathNot: '^(client|worker)/' },
      to: { path: '^(worker|client|test|bench)/' },
    },
    {
      name: 'worker-does-not-import-client',
      severity: 'error',
      comment: 'The worker runs without a terminal; it must not depend on the CLI.',
      from: { path: '^worker/' },
      to: { path: '^(client|test|bench)/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'A cycle means that two concepts have not been told apart.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-dev-dependencies',
      severity: 'error',
      comment: 'What runs in production must be a dependency, not a development dependency.',
      from: { path: NOT_TESTS },
      to: { dependencyTypes: ['npm-dev'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
