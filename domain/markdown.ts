/** Characters that would end or start Markdown of their own inside a cell or a line. */
const MARKDOWN = /[\\`*_{}[\]<>|#]/g;

/** A text as one line of Markdown that says just that text, whoever wrote it. */
export function markdownLine(text: string): string {
  return text.replace(MARKDOWN, String.raw`\$&`).replace(/\s+/g, ' ');
}
