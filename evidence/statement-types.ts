/** in-toto Statement v1: `subject`, `predicateType`, `predicate`. */
export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';

/** A gate run: the in-toto Link predicate. */
export const LINK = 'https://in-toto.io/attestation/link/v0.3';

/** A certification: the SLSA Verification Summary Attestation, version 1. */
export const VERIFICATION_SUMMARY = 'https://slsa.dev/verification_summary/v1';

/** Version of SLSA that the summary names, as its predicate demands. */
export const SLSA_VERSION = '1.0';

/** Predicates of our own, for what no published predicate says. */
export const OWN = {
  submission: 'https://sluice.dev/predicate/submission/v1',
  verdict: 'https://sluice.dev/predicate/verdict/v1',
  notice: 'https://sluice.dev/predicate/notice/v1',
  talk: 'https://sluice.dev/predicate/talk/v1',
  refusal: 'https://sluice.dev/predicate/refusal/v1',
  decision: 'https://sluice.dev/predicate/decision/v1',
  checkpoint: 'https://sluice.dev/predicate/checkpoint/v1',
  waiver: 'https://sluice.dev/predicate/waiver/v1',
  register: 'https://sluice.dev/predicate/register/v1',
  'sign-off': 'https://sluice.dev/predicate/sign-off/v1',
} as const;

/**
 * Members that we add to every predicate, or to the summary. Their names are type URIs, which is how
 * the in-toto attestation specification ("Parsing rules", extension fields) keeps producers apart.
 */
export const SCOPE_FIELD = 'https://sluice.dev/scope/v1';
/** The checked signature of the message that the record states; absent where it was only claimed. */
export const WORD_FIELD = 'https://sluice.dev/word/v1';
export const CERTIFICATION_FIELD = 'https://sluice.dev/certification/v1';
