/**
 * One kind of secret. An attempt starts wherever one of the anchors stands, sees at most `bytesMax`
 * bytes from there, and the next attempt of the same rule starts after what it consumed: each byte
 * is read once per rule, whatever a gate prints.
 */
export interface RedactionRule {
  /** Fixed bytes that every such secret begins with, at least `ANCHOR_BYTES_MIN` each. */
  readonly anchors: readonly Uint8Array[];
  /** The window that an attempt may read, and so the longest secret of this kind. */
  readonly bytesMax: number;
  /** Judges the window, whose bytes are given as Latin-1 text so that one character is one byte. */
  attempt(window: string): RedactionAttempt;
  /**
   * A cheap look at `bytes[from, to)`, from the anchor on, for anchors that stand on every line of
   * some logs: true when these bytes alone show that no secret is here, whatever follows.
   */
  readonly rulesOut?: (bytes: Uint8Array, from: number, to: number) => boolean;
}

interface RedactionAttempt {
  /** Where the next attempt may start, in bytes from the anchor; at least 1. */
  readonly consumed: number;
  /** The bytes to replace, from the anchor, or null when this is no secret. */
  readonly secret: { readonly from: number; readonly to: number } | null;
}

/** Shorter ones could not be found by pairs of bytes at both alignments; see `byte-sieve.ts`. */
export const ANCHOR_BYTES_MIN = 3;

/** A rule for an exact value. */
export function literalRule(bytes: Uint8Array): RedactionRule {
  const whole = { consumed: bytes.length, secret: { from: 0, to: bytes.length } };
  return { anchors: [bytes], bytesMax: bytes.length, attempt: () => whole };
}

/**
 * A rule for a pattern, which must be sticky and match at every anchor. Its group `secret` is what
 * is replaced; where that group is absent, the attempt consumed the match and found no secret.
 */
export function patternRule(rule: {
  readonly anchors: readonly string[];
  readonly bytesMax: number;
  readonly pattern: RegExp;
  readonly rulesOut?: NonNullable<RedactionRule['rulesOut']>;
}): RedactionRule {
  return {
    anchors: rule.anchors.map((anchor) => Buffer.from(anchor, 'latin1')),
    bytesMax: rule.bytesMax,
    attempt(window) {
      rule.pattern.lastIndex = 0;
      const match = rule.pattern.exec(window);
      const consumed = Math.max(1, match?.[0].length ?? 1);
      const secret = match?.groups?.['secret'];
      if (secret === undefined) return { consumed, secret: null };
      return { consumed, secret: { from: consumed - secret.length, to: consumed } };
    },
    ...(rule.rulesOut === undefined ? {} : { rulesOut: rule.rulesOut }),
  };
}
