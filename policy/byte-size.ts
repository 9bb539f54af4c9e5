const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
};

/** A whole number and a binary unit (IEC 80000-13), for example `1GiB`. */
export const BYTE_SIZE_PATTERN = /^([1-9][0-9]{0,8})(B|KiB|MiB|GiB|TiB)$/;

/** Bytes of a size such as `512MiB`, or null when the text is none. */
export function parseByteSize(text: string): number | null {
  const match = BYTE_SIZE_PATTERN.exec(text);
  const unit = UNITS[match?.[2] ?? ''];
  return match === null || unit === undefined ? null : Number(match[1]) * unit;
}
