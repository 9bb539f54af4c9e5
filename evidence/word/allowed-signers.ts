/** Lines that a file may have; a larger one is a mistake. */
const LINES_MAX = 10_000;
/** Bytes that a file may have. */
export const ALLOWED_SIGNERS_BYTES_MAX = 1024 * 1024;

/** Who may sign what and when, from one line of an `allowed_signers` file. */
export interface AllowedSigner {
  /** Patterns of names, as in ssh_config(5): `*`, `?`, and `!` in front of what is not meant. */
  readonly principals: readonly string[];
  /** Patterns of namespaces; null for any. */
  readonly namespaces: readonly string[] | null;
  readonly validAfterMs: number | null;
  readonly validBeforeMs: number | null;
  readonly isAuthority: boolean;
  /** The public key in wire format. */
  readonly key: Buffer;
}

export type ParsedSigners =
  | { readonly kind: 'ok'; readonly signers: readonly AllowedSigner[] }
  | { readonly kind: 'invalid'; readonly line: number; readonly expected: string };

/**
 * Reads an `allowed_signers` file, see ssh-keygen(1). Strict, where ssh-keygen skips what it does
 * not understand: a line with a slip in it would silently take a person's voice. Dates without `Z`
 * are taken as UTC.
 */
export function parseAllowedSigners(text: string): ParsedSigners {
  const lines = text.split(/\r?\n/);
  if (lines.length > LINES_MAX) {
    return { kind: 'invalid', line: LINES_MAX, expected: `at most ${LINES_MAX} lines` };
  }
  const signers: AllowedSigner[] = [];
  for (const [place, line] of lines.entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const signer = parseLine(line.trim());
    if (typeof signer === 'string') return { kind: 'invalid', line: place + 1, expected: signer };
    signers.push(signer);
  }
  return { kind: 'ok', signers };
}

const WORDS = /(?:[^\s"]+|"[^"]*")+/g;
const KEY_TYPE = /^(sk-)?(ssh|ecdsa)-[a-z0-9@.-]+$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** The signer, or what was expected instead. */
function parseLine(line: string): AllowedSigner | string {
  const words = line.match(WORDS) ?? [];
  const [principals = '', second = ''] = words;
  const hasOptions = !KEY_TYPE.test(second);
  const [type = '', base64 = ''] = words.slice(hasOptions ? 2 : 1);
  if (!KEY_TYPE.test(type) || !BASE64.test(base64)) {
    return 'NAMES [OPTIONS] KEY-TYPE BASE64-KEY, as in a .pub file';
  }
  const key = Buffer.from(base64, 'base64');
  const length = key.length >= 4 ? key.readUInt32BE() : 0;
  if (key.subarray(4, 4 + length).toString() !== type) return `a key of type ${type}`;
  const options = parseOptions(hasOptions ? second : '');
  if (typeof options === 'string') return options;
  return { principals: unquoted(principals).split(','), ...options, key };
}

type Options = Omit<AllowedSigner, 'principals' | 'key'>;
const NO_OPTIONS: Options = {
  namespaces: null,
  validAfterMs: null,
  validBeforeMs: null,
  isAuthority: false,
};
const OPTION = /^([a-z-]+)(?:=("[^"]*"|[^",]*))?(?:,|$)/i;

function parseOptions(text: string): Options | string {
  const known = 'the options cert-authority, namespaces="…", valid-after="…", valid-before="…"';
  const options: Partial<Options>[] = [];
  for (let rest = text; rest !== '';) {
    const [whole = '', name = '', quoted = ''] = OPTION.exec(rest) ?? [];
    if (whole === '') return known;
    rest = rest.slice(whole.length);
    const value = unquoted(quoted);
    const option = parseOption(name.toLowerCase(), value);
    if (option === null) return name.startsWith('valid') ? 'a date such as 20261231' : known;
    options.push(option);
  }
  return Object.assign({ ...NO_OPTIONS }, ...options) as Options;
}

function parseOption(name: string, value: string): Partial<Options> | null {
  switch (name) {
    case 'cert-authority':
      return { isAuthority: true };
    case 'namespaces':
      return value === '' ? null : { namespaces: value.split(',') };
    case 'valid-after': {
      const validAfterMs = parseDate(value);
      return validAfterMs === null ? null : { validAfterMs };
    }
    case 'valid-before': {
      const validBeforeMs = parseDate(value);
      return validBeforeMs === null ? null : { validBeforeMs };
    }
    default:
      return null;
  }
}

const DATE = /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?Z?$/;

/** `YYYYMMDD[HHMM[SS]][Z]` as milliseconds since the epoch, in UTC; null where it is no such date. */
function parseDate(text: string): number | null {
  const match = DATE.exec(text);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  const digits = new Date(ms).toISOString().replaceAll(/\D/g, '').slice(0, 14);
  return digits.startsWith(text.replace(/Z$/, '')) ? ms : null;
}

function unquoted(text: string): string {
  return text.replaceAll('"', '');
}

/** Whether a list of patterns means a name: one of them does, and none with `!` in front does. */
export function matchesPatterns(patterns: readonly string[], name: string): boolean {
  const matching = patterns.filter((each) => matchesPattern(each.replace(/^!/, ''), name));
  return matching.length > 0 && matching.every((each) => !each.startsWith('!'));
}

function matchesPattern(pattern: string, name: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(name);
}
