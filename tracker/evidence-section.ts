import type { Span } from './markdown/source-text.ts';
import type { Field, Note } from './tracker-model.ts';

/** One command with what a reviewer wrote about how it ended. */
export interface EvidenceCommand {
  readonly command: string;
  readonly line: number;
  /** Null where no integer stands after `exit`. */
  readonly exitCode: number | null;
  /** Everything after the command, as a reader sees it: `-> exit 1 (out of scope: …)`. */
  readonly remark: string;
}

/** A review gate as marked: `P1: N/A (docs only)`. */
export interface EvidenceGate {
  readonly name: string;
  readonly line: number;
  /** Null where the mark is none of the three. */
  readonly mark: 'PASS' | 'FAIL' | 'NA' | null;
  /** The mark as it is written. */
  readonly markText: string;
  readonly reason: string | null;
}

/** What a reviewer recorded about one item. */
export interface EvidenceSection {
  readonly heading: string;
  /** Line of its heading. */
  readonly line: number;
  readonly lineLast: number;
  /** From the heading to the end of its last line. */
  readonly span: Span;
  readonly filesChanged: readonly Note[];
  readonly commands: readonly EvidenceCommand[];
  readonly gates: readonly EvidenceGate[];
  readonly verdict: Field | null;
  readonly commit: Field | null;
  readonly residualRisk: readonly Note[];
  readonly rollback: readonly Note[];
  /** Labelled parts of other kinds, such as drift classifications. */
  readonly other: readonly { readonly label: string; readonly entries: readonly Note[] }[];
}
