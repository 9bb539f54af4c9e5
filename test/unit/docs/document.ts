import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../../', import.meta.url);

/** The text of a document of this repository. */
export function readDocument(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

/** The absolute path of a file of this repository. */
export function pathOf(path: string): string {
  return fileURLToPath(new URL(path, root));
}

/** Every document that users read: those at the top level, those in docs/ and the decisions. */
export function documents(): readonly string[] {
  return ['.', 'docs', 'docs/adr'].flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, root))
      .filter((name) => name.endsWith('.md'))
      .map((name) => (folder === '.' ? name : `${folder}/${name}`)),
  );
}

/** The document with the part between `<!-- NAME: … -->` and `<!-- end -->` replaced. */
export function withPart(document: string, name: string, part: string): string {
  const begin = document.indexOf(`<!-- ${name}: `);
  const start = document.indexOf('\n', begin);
  const end = document.indexOf('<!-- end -->', start);
  if (begin < 0 || end < 0) throw new Error(`The document has no part "${name}".`);
  return `${document.slice(0, start)}\n\n${part.trim()}\n\n${document.slice(end)}`;
}

/** A fenced block of code and the line on which it begins, from 1. */
export interface CodeBlock {
  readonly language: string;
  readonly code: string;
  readonly line: number;
}

const FENCE = /^```(\w*)\n([^]*?)^```$/gm;

export function codeBlocks(document: string): readonly CodeBlock[] {
  return [...document.matchAll(FENCE)].map(({ 1: language = '', 2: code = '', index }) => ({
    language,
    code,
    line: document.slice(0, index).split('\n').length,
  }));
}
