import { ITEM_STATUSES, type ItemStatus } from '../domain/backlog-status.ts';

import { readStatus } from './status-word.ts';

/** The words of a document's evidence sections, taken from one that it has. */
export interface EvidenceShape {
  /** Level of the heading, 1 to 6. */
  readonly level: number;
  /** What stands before and after the id: `Packet ` and ` Review Evidence`. */
  readonly before: string;
  readonly after: string;
  readonly labels: Readonly<
    Record<'files' | 'commands' | 'gates' | 'commit' | 'risk' | 'rollback', string>
  >;
}

/** How a document writes things, so that what is added looks like its own. */
export interface DocumentStyle {
  readonly lineEnding: string;
  /** The mark of a ticked box: `X` where the document ticks no box with `x`. */
  readonly checked: 'x' | 'X';
  /** The commonest source text of each status, where the document has an example. */
  readonly statuses: ReadonlyMap<ItemStatus, string>;
  /** The source text of a commit, where the document has an example. */
  readonly commit: string | null;
  readonly evidence: EvidenceShape | null;
}

const HASH = /\b[0-9a-f]{7,64}\b/;

export function plainStyle(text: string): DocumentStyle {
  const checked = text.includes('[X]') && !text.includes('[x]') ? 'X' : 'x';
  return {
    lineEnding: lineEndingOf(text),
    checked,
    statuses: new Map(),
    commit: null,
    evidence: null,
  };
}

/** Collects examples while a document is read. */
export class StyleSamples {
  readonly #statuses = new Map<string, number>();
  #commit: string | null = null;

  addStatus(raw: string): void {
    this.#statuses.set(raw, (this.#statuses.get(raw) ?? 0) + 1);
  }

  addCommit(raw: string): void {
    if (this.#commit === null && HASH.test(raw)) this.#commit = raw;
  }

  finish(text: string): DocumentStyle {
    const common = [...this.#statuses].sort((a, b) => b[1] - a[1]).map(([raw]) => raw);
    const statuses = new Map(
      ITEM_STATUSES.flatMap((status) => {
        const raw = common.find((each) => readStatus(each) === status);
        return raw === undefined ? [] : [[status, raw] as const];
      }),
    );
    return { ...plainStyle(text), statuses, commit: this.#commit };
  }
}

/** The line ending that most lines have. */
function lineEndingOf(text: string): string {
  let crlf = 0;
  let lf = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    if (text[at - 1] === '\r') crlf += 1;
    else lf += 1;
  }
  if (crlf > lf) return '\r\n';
  return lf === 0 && text.includes('\r') ? '\r' : '\n';
}
