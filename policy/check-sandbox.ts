import { levelAllowed, reachesLevel, resolveSandbox } from '../domain/sandbox.ts';
import { buildSandbox } from './build-sandbox.ts';
import type { Finding, Findings } from './finding.ts';
import { gateEntries, type GateEntry } from './gate-entries.ts';
import type { SoundParts } from './sound-parts.ts';

/** A gate must not ask for what lies outside of the level that is demanded of its containment. */
export function checkSandbox({ document }: SoundParts): Findings {
  const { baseline, prepare, red, targeted, verify, capabilities } = gateEntries(document);
  const own = targeted.filter(({ path }) => path.at(-1) !== 'red');
  const gates = [...baseline, ...red, ...own, ...verify, ...capabilities];
  const policy = buildSandbox(document.sandbox ?? {});
  const check = (installs: boolean) => (entry: GateEntry) => {
    const gate = typeof entry.gate === 'string' ? undefined : entry.gate.sandbox;
    const sandbox = resolveSandbox(policy, buildSandbox(gate ?? {}), installs);
    const allowed = levelAllowed(sandbox);
    if (reachesLevel(allowed, sandbox.minimum)) return [];
    return [finding(entry, allowed, sandbox.minimum)];
  };
  return {
    findings: [...gates.flatMap(check(false)), ...prepare.flatMap(check(true))],
    warnings: [],
  };
}

function finding({ path }: GateEntry, allowed: string, minimum: string): Finding {
  return {
    code: 'POLICY_INVALID',
    path,
    at: 'value',
    expected: `a gate that can be contained at the level ${minimum}, as "minimum" demands`,
    found: `a sandbox that reaches ${allowed}: \`sandbox: off\` reaches processes, and with the network filesystem`,
    fix: 'Deny the network to this gate, or give it a `sandbox` with a lower "minimum" of its own.',
  };
}
