import type { BacklogItem, Command, CommandGate, Policy } from '../policy.ts';
import type { ItemGates } from './item-state.ts';

/**
 * The gates of one item: the policy's, with the item's own commands in place of those of the same
 * stage. An item's own command is judged by its exit code, because no report format is declared for it.
 */
export function resolveItemGates(policy: Policy, item: BacklogItem): ItemGates {
  const { red, targeted, verify, review } = policy.gates;
  const ownTargeted = item.commands.targeted;
  const ownVerify = item.commands.verify;
  return {
    red: item.profile === 'tdd' ? red : null,
    targeted:
      ownTargeted.length > 0
        ? ownGates('targeted', ownTargeted, targeted)
        : targeted === null
          ? []
          : [targeted],
    verify: ownVerify.length > 0 ? ownGates('verify', ownVerify, verify[0] ?? null) : verify,
    review,
  };
}

/** Limits of an item's own commands where the policy has no gate of that stage to take them from. */
const TIMEOUT_MS = 10 * 60 * 1_000;
const OUTPUT_BYTES_MAX = 1024 * 1024 * 1024;

function ownGates(
  stage: string,
  commands: readonly Command[],
  like: CommandGate | null,
): readonly CommandGate[] {
  return commands.map((command, place) => ({
    id: commands.length === 1 ? stage : `${stage}.${place + 1}`,
    command,
    timeoutMs: like?.timeoutMs ?? TIMEOUT_MS,
    report: 'exit',
    outputBytesMax: like?.outputBytesMax ?? OUTPUT_BYTES_MAX,
  }));
}
