/** Variables that a gate may always see: who and where it is, and where its tools keep things. */
const ALLOWED_NAMES: ReadonlySet<string> = new Set(
  [
    'PATH HOME USER LOGNAME SHELL LANG LANGUAGE TZ TMPDIR',
    'XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_RUNTIME_DIR',
    'GOPATH GOROOT GOCACHE GOMODCACHE GOPROXY GOFLAGS GOTOOLCHAIN GOPRIVATE GONOPROXY GONOSUMDB GOSUMDB',
    'CARGO_HOME RUSTUP_HOME RUSTUP_TOOLCHAIN JAVA_HOME GRADLE_USER_HOME',
    'npm_config_cache NVM_DIR PNPM_HOME COREPACK_HOME VOLTA_HOME',
    'VIRTUAL_ENV PYENV_ROOT UV_CACHE_DIR PIP_CACHE_DIR GEM_HOME RBENV_ROOT',
    'SSL_CERT_FILE SSL_CERT_DIR NODE_EXTRA_CA_CERTS',
  ].flatMap((names) => names.split(' ')),
);
const ALLOWED_PREFIX = 'LC_';

/** Variables that load code into a gate or turn its tools elsewhere; not even the policy passes them. */
const DENIED =
  /^(?:NODE_OPTIONS|NODE_PATH|LD_.*|DYLD_.*|BASH_ENV|BASH_FUNC_.*|ENV|GIT_.*|SSH_AUTH_SOCK|PYTHON.*)$/;

/** Names that by custom hold secrets. */
const SECRET_NAME =
  /(?:TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?|PRIVATE_?KEY|API_?KEY|ACCESS_?KEY|_KEY|_AUTH|_PWD|_DSN)(?:_|$)/i;

/** The same in every run, so that tools neither ask nor colour. */
const FIXED = { TERM: 'dumb', CI: '1', NO_COLOR: '1' } as const;

export interface GateEnvironmentInput {
  /** The environment of the worker. */
  readonly from: Readonly<Record<string, string | undefined>>;
  /** `policy.passEnv`: further names that commands may see. */
  readonly passEnv: readonly string[];
  /** `policy.secrets`: names whose values never reach stored output. */
  readonly secrets: readonly string[];
  /** `SLUICE_…` values of this run. */
  readonly sluice: Readonly<Record<string, string>>;
}

export interface GateEnvironment {
  readonly env: Readonly<Record<string, string>>;
  /** Names in `env`, sorted: what evidence records, as values are never recorded. */
  readonly names: readonly string[];
  /** Values to redact from output. */
  readonly secretValues: readonly string[];
}

/**
 * The complete environment of a gate, from an allow-list. A name that looks like a secret's passes
 * only where the policy names it, and its value is then redacted.
 */
export function buildGateEnvironment(input: GateEnvironmentInput): GateEnvironment {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(input.from)) {
    if (value !== undefined && mayPass(name, input.passEnv)) env[name] = value;
  }
  Object.assign(env, FIXED, input.sluice);
  const hidden = [...input.secrets, ...input.passEnv.filter((name) => SECRET_NAME.test(name))];
  const values = hidden.map((name) => input.from[name] ?? '').filter((value) => value !== '');
  return { env, names: Object.keys(env).toSorted(), secretValues: [...new Set(values)] };
}

function mayPass(name: string, passEnv: readonly string[]): boolean {
  if (DENIED.test(name)) return false;
  if (passEnv.includes(name)) return true;
  if (SECRET_NAME.test(name)) return false;
  return ALLOWED_NAMES.has(name) || name.startsWith(ALLOWED_PREFIX);
}
