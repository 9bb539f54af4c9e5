/** Bounds of a policy file. Each is checked when it is loaded, and named in the message. */
export const POLICY_BYTES_MAX = 5 * 1024 * 1024;

/** Mappings and lists inside each other; a real policy has five levels. */
export const POLICY_DEPTH_MAX = 32;

/** Aliases (`*name`) in one policy, and how many nodes one may expand to. */
export const POLICY_ALIASES_MAX = 100;

export const COMMAND_CHARS_MAX = 10_000;
export const COMMAND_WORDS_MAX = 1_000;
export const TITLE_CHARS_MAX = 300;
/** A path, a pattern, a test name. */
export const LINE_CHARS_MAX = 1_000;
/** Entries of one list, other than `items`. */
export const LIST_ENTRIES_MAX = 1_000;
export const ACTORS_MAX = 1_000;
/** Measures of one gate, runs on the base tree for one, and how a measure says where its number is. */
export const MEASURES_MAX = 20;
export const SAMPLES_MAX = 20;
export const PATTERN_CHARS_MAX = 500;
export const POINTER_CHARS_MAX = 500;
/** A share of the base: ten times the base and more is no tolerance. */
export const RELATIVE_TOLERANCE_MAX = 10;
/** Rounds from one canary to the next, and characters of its test. */
export const CANARY_EVERY_MAX = 1_000;
export const CANARY_CHARS_MAX = 20_000;
export const APPROVALS_MAX = 20;
export const ATTEMPTS_MAX = 1_000;
/** Reviews of one item that ask for changes. */
export const ROUNDS_MAX = 100;
/** Workstreams, milestones or capabilities of one policy. */
export const STRUCTURE_ENTRIES_MAX = 200;
export const HOLIDAYS_MAX = 400;
/** Steps of the route along which an unanswered review is escalated. */
export const ESCALATION_STEPS_MAX = 10;
export const OPEN_WAIVERS_MAX = 100_000;
export const OPEN_DEBTS_MAX = 1_000;
