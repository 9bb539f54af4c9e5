/** What util-linux's mount(8) unescapes in a table: blanks, tabs, line breaks and backslashes. */
const ESCAPED = /[ \t\n\\#]/g;

/** One line of a table in the format of fstab(5). */
export function tableEntry(mount: {
  readonly source: string;
  readonly target: string;
  readonly type: string;
  readonly options: string;
}): string {
  const fields = [mount.source, mount.target, mount.type, mount.options];
  return `${fields.map(escapedPath).join(' ')} 0 0`;
}

/** A path or word as such tables and mountinfo(5) have it. */
export function escapedPath(text: string): string {
  const octal = (char: string): string => `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`;
  return text.replaceAll(ESCAPED, octal);
}

/** A word of a Bash script that means exactly this text. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
