/** What a document says a command came to. */
export interface CommandOutcome {
  /** Null where no exit code is stated. */
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  readonly truncated: boolean;
  /** No exit code, but words such as "all green" in its place. */
  readonly summary: boolean;
  /** The document says why the exit code is no failure: a waiver, or a failure that had to be. */
  readonly excused: boolean;
}

/** `exit 0`, `exit code: 0`, `exited with 0`, `exit status 0`, `exit=0`, `rc=0`, `-> 0`. */
const EXIT_CODE =
  /\b(?:exit(?:ed)?(?:[ -]?(?:code|status))?(?: (?:with|was|of))?(?: (?:code|status))?|rc|return code|status code)\s*(?:[:=]|->|→|is)?\s*[`*(]*(-?\d{1,3})\b/i;
const BARE_CODE = /^\s*(?:->|→|=>|:)\s*[`*(]*(\d{1,3})\b(?!\s*[\w%/.])/;
/** The claim stands at the start of the outcome, of a parenthesis or of a clause, not in a story. */
const CLAIM = '(?:^|[(\\[;,:–—]|->|→|=>|\\s-\\s)\\s*[*`]*';
const SUBJECT = '(?:(?:the )?(?:command|run|suite|output|log|it)s? )?(?:was |is |got )?';
const TIMED_OUT = new RegExp(`${CLAIM}${SUBJECT}(?:timed[ -]?out|timeout|time-out)\\b`, 'i');
const TRUNCATED = new RegExp(`${CLAIM}${SUBJECT}(?:truncated|cut off)\\b`, 'i');
const SUMMARY =
  /\b(?:pass(?:ed|es|ing)?|ok|green|success(?:ful|fully)?|clean|fine|good|works?|no (?:errors?|failures?|issues?))\b|✅|✔/iu;
const WAIVER = /\bwaive[drs]?\b/i;
const NO_WAIVER = /\b(?:no|not|without|un|needs? a|missing)[ -]?waive/i;
/** A RED run must fail, and some commands answer by their exit code. */
const EXPECTED_FAILURE =
  /\bRED\b|\b(?:expect(?:ed|s)?|must|should|intended|supposed)\b[^.;]{0,30}\b(?:fail\w*|exit|non-?zero|red)\b|\b(?:fail\w*|exit|non-?zero|red)\b[^.;]{0,30}\b(?:as (?:expected|intended|required)|by design|is expected|expected)\b|\bno match(?:es)?\b|\bbefore (?:the )?(?:fix|change|implementation)\b/i;

/** Reads what stands after a command. */
export function readCommandOutcome(text: string): CommandOutcome {
  const exitCode = exitCodeIn(text);
  return {
    exitCode,
    timedOut: TIMED_OUT.test(text),
    truncated: TRUNCATED.test(text),
    summary: exitCode === null && SUMMARY.test(text) && !/\b(?:fail|error)/i.test(text),
    excused: isWaived(text) || EXPECTED_FAILURE.test(text),
  };
}

/** Whether a text records a waiver, rather than saying that there is none. */
export function isWaived(text: string): boolean {
  return WAIVER.test(text) && !NO_WAIVER.test(text);
}

function exitCodeIn(text: string): number | null {
  const match = EXIT_CODE.exec(text) ?? BARE_CODE.exec(text);
  return match?.[1] === undefined ? null : Number(match[1]);
}
