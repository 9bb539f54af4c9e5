import { patternRule, type RedactionRule } from './redaction-rule.ts';

/** `://`, and what ends the authority of a URL (RFC 3986 section 3.2) or the text around it. */
const SCHEME_END_BYTES = 3;
const AT = 0x40;
const SLASH = 0x2f;
const SPACE = 0x20;
const URL_BYTES_MAX = 1024;

/** Few URLs have an `@` before their path. */
function hasNoUserinfo(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from + SCHEME_END_BYTES; at < to; at += 1) {
    const byte = bytes[at];
    if (byte === AT) return false;
    if (byte === undefined || byte === SLASH || byte <= SPACE) return true;
  }
  return false;
}

/**
 * Kinds of secrets that are recognised without being known, each by its issuer's published prefix
 * and alphabet. In every pattern the first part reads on as far as a secret could reach, and the
 * group `secret` is present only when it is one. All end where their group ends.
 */
export const SECRET_PATTERNS: readonly RedactionRule[] = [
  // GitHub: personal, OAuth, user-to-server, server-to-server and refresh tokens.
  patternRule({
    anchors: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
    bytesMax: 320,
    pattern: /(?<secret>gh[pousr]_[A-Za-z0-9_]{36,})|gh[pousr]_[A-Za-z0-9_]*/y,
  }),
  patternRule({
    anchors: ['github_pat_'],
    bytesMax: 320,
    pattern: /(?<secret>github_pat_[A-Za-z0-9_]{22,})|github_pat_[A-Za-z0-9_]*/y,
  }),
  // AWS: access key ids, and secret keys behind their usual names.
  patternRule({
    anchors: ['AKIA', 'ASIA'],
    bytesMax: 64,
    pattern: /(?<secret>A[KS]IA[A-Z0-9]{16,})|A[KS]IA[A-Z0-9]*/y,
  }),
  patternRule({
    anchors: ['secret_access_key', 'SECRET_ACCESS_KEY', 'SecretAccessKey', 'secretAccessKey'],
    bytesMax: 160,
    pattern:
      /[A-Za-z_]{15,17}["']?\s{0,8}[:=]\s{0,8}["']?(?<secret>[A-Za-z0-9/+=]{40,})|[A-Za-z_]+/y,
  }),
  // Slack: bot, user, app and legacy tokens, and incoming webhooks.
  patternRule({
    anchors: ['xoxa-', 'xoxb-', 'xoxe-', 'xoxe.', 'xoxo-', 'xoxp-', 'xoxr-', 'xoxs-', 'xapp-'],
    bytesMax: 320,
    pattern: /(?<secret>x(?:ox[abeoprs]|app)[-.][A-Za-z0-9.-]{10,})|x[a-z]{3}[-.][A-Za-z0-9.-]*/y,
  }),
  patternRule({
    anchors: ['hooks.slack.com/'],
    bytesMax: 256,
    pattern: /hooks\.slack\.com\/(?:services|workflows)\/(?<secret>[A-Za-z0-9/]{20,})|hooks/y,
  }),
  // npm: granular and automation tokens, and the legacy line of an .npmrc.
  patternRule({
    anchors: ['npm_'],
    bytesMax: 128,
    pattern: /(?<secret>npm_[A-Za-z0-9]{36,})|npm_[A-Za-z0-9]*/y,
  }),
  patternRule({
    anchors: [':_auth', ':_password'],
    bytesMax: 1024,
    pattern: /:_(?:authToken|password|auth)\s{0,8}=\s{0,8}["']?(?<secret>[^\s"']+)|:_/y,
  }),
  // The password in the userinfo of a URL; the last `@` before the path ends it.
  patternRule({
    anchors: ['://'],
    bytesMax: URL_BYTES_MAX,
    pattern: /:\/\/(?:(?=[^\s/"'<>:@]*:[^\s/"'<>]+@)(?<secret>[^\s/"'<>]+(?=@)))?/y,
    rulesOut: hasNoUserinfo,
  }),
  // PEM private keys (RFC 7468): whole ones whatever stands for their line ends, and cut ones as far
  // as their lines are base64.
  patternRule({
    anchors: ['-----BEGIN '],
    bytesMax: 32 * 1024,
    pattern:
      /(?<secret>-----BEGIN (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)?-----(?:(?:[^-]|-(?!----))*-----END [A-Z0-9 ]{0,60}-----|(?:(?:[ \t]*(?:\r?\n|\\r|\\n))+(?:[\w-]{1,20}: [^\r\n\\]{0,200}|[A-Za-z0-9+/=]+)(?=[ \t]*(?:[\r\n\\"'-]|$)))*))|-----BEGIN /y,
  }),
  // JSON Web Tokens (RFC 7519) in compact form, signed or encrypted.
  patternRule({
    anchors: ['eyJ'],
    bytesMax: 16 * 1024,
    pattern: /(?<secret>eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*(?:\.[\w-]*){0,2})|[\w-]+/y,
  }),
  // The credentials of an Authorization header (RFC 9110 section 11.6.2), also inside JSON.
  patternRule({
    anchors: ['uthorization', 'UTHORIZATION'],
    bytesMax: 8 * 1024,
    pattern:
      /uthorization[\\"']{0,4}[ \t]{0,8}[:=][\\"'[ \t]{0,10}(?<secret>digest [^\r\n]+|[^\s"'\\][^\r\n"'\\]*)|uthorization/iy,
  }),
];
