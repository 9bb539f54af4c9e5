/** A shorter value would stand in any text by chance, so that replacing it would hide everything. */
const SECRET_BYTES_MIN = 4;

/** Base64 of a value inside a longer text is cut to what its neighbours cannot change. */
const BASE64_INNER_MIN = 8;

/**
 * The ways in which a known value may be printed: as it is, URL-encoded, as inside JSON, in base64
 * and base64url, there also in the middle of a longer encoded text, at each of its three phases.
 * Longest first. Values under `SECRET_BYTES_MIN` bytes have none.
 */
export function secretSpellings(value: string): readonly Uint8Array[] {
  const raw = Buffer.from(value, 'utf8');
  if (raw.length < SECRET_BYTES_MIN) return [];
  const texts = new Set([
    value,
    encodeURIComponent(raw.toString('utf8')),
    JSON.stringify(value).slice(1, -1),
    ...base64Spellings(raw),
  ]);
  return [...texts]
    .map((text) => Buffer.from(text, 'utf8'))
    .toSorted((a, b) => b.length - a.length);
}

function base64Spellings(raw: Buffer): string[] {
  const whole = raw.toString('base64').replace(/=+$/, '');
  const inner = [0, 1, 2].map((phase) => base64AtPhase(raw, phase));
  return [whole, ...inner.filter((text) => text.length >= BASE64_INNER_MIN)].flatMap((text) => [
    text,
    text.replaceAll('+', '-').replaceAll('/', '_'),
  ]);
}

/** Base64 digits that depend on `raw` alone when `phase` bytes stand before it (mod 3). */
function base64AtPhase(raw: Buffer, phase: number): string {
  const text = Buffer.concat([Buffer.alloc(phase), raw])
    .toString('base64')
    .replace(/=+$/, '');
  const first = Math.ceil((phase * 8) / 6);
  const last = Math.floor(((phase + raw.length) * 8) / 6);
  return text.slice(first, last);
}
