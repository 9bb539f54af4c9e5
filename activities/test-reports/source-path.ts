/** Endings of the languages whose runners name test files in their reports. */
const SOURCE_PATH =
  /^[^\s>]+\.(?:[cm]?[jt]sx?|py|rb|php|rs|exs?|java|kts?|scala|cs|swift|dart|bats|sh|t)$/;
/** A Go package path such as `example.com/shop/auth`. */
const GO_PACKAGE = /^[\w-]+(?:\.[\w-]+)+\/[\w./~-]+$/;

/** The text itself when it names a source file (or a Go package), otherwise null. */
export function asSourcePath(text: string | undefined): string | null {
  if (text === undefined) return null;
  return SOURCE_PATH.test(text) || GO_PACKAGE.test(text) ? text : null;
}
