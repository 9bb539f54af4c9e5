import { GATE_OUTPUT_BYTES_MAX, GATE_TIMEOUT_MS } from '../gate-limits.ts';
import type { BacklogItem, Command, CommandGate, Policy } from '../policy.ts';
import type { ItemGates } from './item-contract.ts';

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

function ownGates(
  stage: string,
  commands: readonly Command[],
  like: CommandGate | null,
): readonly CommandGate[] {
  return commands.map((command, place) => ({
    id: commands.length === 1 ? stage : `${stage}.${place + 1}`,
    command,
    timeoutMs: like?.timeoutMs ?? GATE_TIMEOUT_MS,
    report: 'exit',
    outputBytesMax: like?.outputBytesMax ?? GATE_OUTPUT_BYTES_MAX,
    ...(like?.sandbox === undefined ? {} : { sandbox: like.sandbox }),
  }));
}
