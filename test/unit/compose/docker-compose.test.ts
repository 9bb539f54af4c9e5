import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { DYNAMIC_CONFIG } from '../../../client/server/server-flags.ts';
import { SEARCH_ATTRIBUTES } from '../../../domain/search-attribute.ts';
import { WorkerEnvironment } from '../../../worker/configuration.schema.ts';
import { readWorkerConfiguration } from '../../../worker/configuration.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(resolve(ROOT, path), 'utf8');

interface Service {
  readonly image: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly restart: string;
  readonly healthcheck?: object;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const compose = parse(read('docker-compose.yml')) as Compose;
const services = Object.entries(compose.services);
const serviceNamed = (name: string): Service => {
  const service = compose.services[name];
  if (service === undefined) throw new Error(`There is no service ${name}.`);
  return service;
};

/** Variables of Temporal's environment configuration that `@temporalio/envconfig` reads. */
function temporalVariables(): ReadonlySet<string> {
  const folder = resolve(ROOT, 'node_modules/@temporalio/envconfig/lib');
  const code = readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(resolve(folder, name), 'utf8'))
    .join('\n');
  return new Set(code.match(/\bTEMPORAL_[A-Z_]+\b/g));
}

/** The value that compose gives a variable of `${NAME:-default}` when nothing is set outside. */
const defaultOf = (value: string): string =>
  value.replace(
    /\$\{\w+:-(?:\$\{PWD\}|([^}]*))\}/g,
    (_all, text?: string) => text ?? '/repository',
  );

test('the file is valid by the schema of the Compose specification', () => {
  // The schema's `deprecated` and `format: duration` are annotations to ajv.
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  const schema = JSON.parse(read('test/fixtures/compose/compose-spec.json')) as {
    $schema?: string;
  };
  delete schema.$schema;
  const validate = ajv.compile(schema);
  validate(compose);
  expect(validate.errors).toBeNull();
});

describe('every image', () => {
  test.each(services)('of %s carries a version that does not move', (_name, { image }) => {
    expect(image).toMatch(/^[\w./-]+:\d+\.\d+[\w.-]*$/);
  });

  test('that the worker is built from does too', () => {
    const bases = [...read('Dockerfile').matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
    expect(bases.length).toBeGreaterThan(0);
    for (const base of bases) expect(base).toMatch(/^node:\d+\.\d+\.\d+-[\w-]+$/);
  });
});

describe('every service', () => {
  /** Jobs run once and end; the others are to stay. */
  const isJob = ({ restart }: Service): boolean => restart.startsWith('on-failure');

  test.each(services)('%s is checked for health, or is a job that ends', (_name, service) => {
    expect(service.healthcheck !== undefined).toBe(!isJob(service));
  });

  test('is published to this machine only, if at all', () => {
    const published = services.flatMap(([, { ports }]) => ports ?? []);
    expect(published.length).toBeGreaterThan(0);
    expect(published.filter((port) => !/^127\.0\.0\.1:\d+:\d+$/.test(port))).toEqual([]);
  });

  test.each(services)('%s waits for what it needs to be healthy or finished', (_name, service) => {
    const needs = Object.entries(service.depends_on ?? {});
    const conditions = needs.map(([, { condition }]) => condition);
    expect(conditions).toEqual(
      needs.map(([name]) =>
        isJob(serviceNamed(name)) ? 'service_completed_successfully' : 'service_healthy',
      ),
    );
  });

  test('takes its secrets from outside, with a default for one machine', () => {
    const secrets = services
      .flatMap(([, { environment }]) => Object.entries(environment ?? {}))
      .filter(([name]) => /PASSWORD|PWD|SECRET|KEY/.test(name));
    expect(secrets.length).toBeGreaterThan(0);
    expect(secrets.filter(([, value]) => !/^\$\{\w+:-\w+\}$/.test(value))).toEqual([]);
  });
});

describe('the worker', () => {
  const environment = serviceNamed('worker').environment ?? {};

  test('gets only variables that the code reads', () => {
    const temporal = temporalVariables();
    const unknown = Object.keys(environment).filter(
      (name) => !(name in WorkerEnvironment.shape) && !temporal.has(name),
    );
    expect(unknown).toEqual([]);
  });

  test('accepts the values that the file sets', () => {
    const values = Object.entries(environment).map(([name, value]) => [name, defaultOf(value)]);
    const configuration = readWorkerConfiguration(Object.fromEntries(values));
    expect(configuration).toMatchObject({ taskQueue: 'sluice', gatesMax: 4, drainMs: 60_000 });
  });

  test('starts the program that the build makes', () => {
    expect(read('Dockerfile')).toContain('CMD ["node", "dist/worker/main.js"]');
    expect(read('worker/main.ts')).toContain('readWorkerConfiguration');
  });
});

describe('the server', () => {
  test('is tuned by the same keys as the embedded one', () => {
    const file = parse(read('deploy/temporal/dynamic-config.yaml')) as Record<
      string,
      readonly [{ readonly value: unknown }]
    >;
    const values = Object.entries(file).map(([key, [{ value }]]) => [key, JSON.stringify(value)]);
    expect(Object.fromEntries(values)).toEqual(DYNAMIC_CONFIG);
  });

  test('gets every search attribute that the worker asks for', () => {
    const script = read('deploy/temporal/prepare-namespace.sh');
    const registered = [...script.matchAll(/--name (\w+) --type Keyword/g)].map(([, name]) => name);
    expect(registered).toEqual([...SEARCH_ATTRIBUTES]);
  });

  test('keeps its database in a named volume', () => {
    expect(Object.keys(compose.volumes)).toEqual(['postgresql-data']);
  });
});
