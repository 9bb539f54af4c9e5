/** How long a gate's command may take unless the policy says otherwise. */
export const GATE_TIMEOUT_MS = 10 * 60_000;

/** Most bytes stored of one output stream of a gate unless the policy says otherwise: 1 GiB. */
export const GATE_OUTPUT_BYTES_MAX = 1024 ** 3;
