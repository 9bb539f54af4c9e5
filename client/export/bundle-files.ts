/** Checkpoint commits that are signed, one a line. */
export const SIGNED_COMMITS_FILE = 'signed-commits';

/** What the README says of an item. */
export interface ExportedItem {
  /** Its folder in the bundle. */
  readonly id: string;
  /** Who approved with a signature, and who without. */
  readonly signed: readonly string[];
  readonly claimed: readonly string[];
  /** The commit, where the policy wants it signed. */
  readonly signedCommit: string | null;
}

/** What a stranger runs on a bundle; none of it is Sluice's code but the script below. */
export function bundleReadme(facts: {
  readonly program: string;
  readonly keyid: string;
  readonly head: string;
  readonly records: number;
  readonly items: readonly ExportedItem[];
}): string {
  const { program, keyid, head, records, items } = facts;
  const rows = items.map((item) => `- \`${item.id}\`: approved by ${approvalsText(item)}`);
  const signedCommits = items.filter(({ signedCommit }) => signedCommit !== null).length;
  return `# Evidence of ${program}

${records} records, head \`sha256:${head}\`, signed by the orchestrator key \`${keyid}\`. Compare that key and that head with what you were told elsewhere: a bundle
cannot vouch for itself.

${rows.join('\n')}

## To check it

Needs Python 3, OpenSSH and \`pip install in-toto==3.1.0 "securesystemslib[crypto]==1.6.0"\`.

\`\`\`sh
# 1. The log: every record's DSSE signature, the chain, and that every output it names is here and whole.
python3 check-log.py keys/orchestrator.pub.pem log.jsonl outputs ${head}

# 2. Each item: the rules of its layout against its links.
for item in items/*/; do
  (cd "$item" && in-toto-verify --layout root.layout --verification-keys ../../keys/orchestrator.pub.pem) || exit 1
done

# 3. Approvals: whose SSH key signed them.
for item in items/*/; do
  for word in "$item"approval-*.json; do
    [ -e "$word" ] || continue
    who=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["message"]["actor"])' "$word")
    ssh-keygen -Y verify -f "$item"allowed_signers -I "$who" -n sluice-word@v1 -s "\${word%.json}.sig" < "$word" || exit 1
  done
done

# 4. In a clone of the repository, with BUNDLE as this folder: the commits name this log.
git log --format='%H %(trailers:key=Sluice-Evidence,valueonly,separator=%x20)'

# 5. There too: the commits that the policy wants signed${signedCommits === 0 ? ' (none here)' : ''} are signed by the orchestrator's key.
while read -r commit; do
  git -c gpg.ssh.allowedSignersFile="$BUNDLE/keys/orchestrator.allowed_signers" verify-commit "$commit" || exit 1
done < "$BUNDLE/${SIGNED_COMMITS_FILE}"
\`\`\`

## What the layouts say

Test files are those of RED in every later gate; every gate exited with 0 on the approved tree; the approvals are of that tree, by enough
people of \`allowed_signers\` who did not implement; the commit holds exactly the approved files, but for paths that the policy excludes. Approvals that are
**claimed** are the orchestrator's word alone: no tool can check them, and the layouts count only the others. The layouts are signed by the orchestrator's key: against
whoever has that key, only the signed approvals and your own clone prove anything.
`;
}

/** Who approved, and which of them a signature proves. */
export function approvalsText({
  signed,
  claimed,
}: Pick<ExportedItem, 'signed' | 'claimed'>): string {
  const named = [
    ...signed.map((each) => `${each} (verified)`),
    ...claimed.map((each) => `${each} (**claimed**: nobody signed it)`),
  ];
  return named.length === 0 ? 'nobody' : named.join(', ');
}

/** Checks the log with securesystemslib and hashlib, line by line. */
export const CHECK_LOG = `"""Checks a log of DSSE envelopes: KEY.pem LOG.jsonl OUTPUTS HEAD."""
import base64
import hashlib
import json
import os
import sys

from cryptography.hazmat.primitives.serialization import load_pem_public_key
from securesystemslib.dsse import Envelope
from securesystemslib.signer import SSlibKey

pem, log, outputs, head = sys.argv[1:]
public = load_pem_public_key(open(pem, "rb").read())
before, count, seen = "0" * 64, 0, set()
for line in open(log, "rb"):
    line = line.rstrip(b"\\n")
    data = json.loads(line)
    keyid = data["signatures"][0]["keyid"]
    key = SSlibKey.from_crypto(public, keyid=keyid)
    Envelope.from_dict(data).verify([key], 1)
    statement = json.loads(base64.b64decode(data["payload"]))
    place = statement["predicate"]["https://sluice.dev/scope/v1"]
    count += 1
    if place["seq"] != count or place["prev"] != before:
        sys.exit(f"record {count} does not follow the one before it")
    before = hashlib.sha256(line).hexdigest()
    if statement["predicateType"] == "https://in-toto.io/attestation/link/v0.3":
        seen |= {s["digest"]["sha256"] for s in statement["subject"] if "sha256" in s["digest"]}
if before != head:
    sys.exit(f"the log ends at {before}, not at {head}")
for digest in seen:
    path = os.path.join(outputs, digest)
    if hashlib.sha256(open(path, "rb").read()).hexdigest() != digest:
        sys.exit(f"output {digest} was changed")
print(f"{count} records and {len(seen)} outputs are whole")
`;
