import { createHash, type KeyObject } from 'node:crypto';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { envelopeLine, signEnvelope } from '../dsse.ts';

/** A public key as in-toto's metadata holds it. */
export interface InTotoKey {
  readonly keyid: string;
  readonly keytype: 'ed25519';
  readonly scheme: 'ed25519';
  readonly keyval: { readonly public: string };
}

/**
 * An ed25519 key with the id that in-toto gives it: the digest of the rest as canonical JSON.
 * Source: securesystemslib, `SSlibKey.from_crypto`.
 */
export function inTotoKey(publicKey: KeyObject): InTotoKey {
  const { x = '' } = publicKey.export({ format: 'jwk' });
  const key = {
    keytype: 'ed25519',
    scheme: 'ed25519',
    keyval: { public: Buffer.from(x, 'base64url').toString('hex') },
  } as const;
  const keyid = createHash('sha256').update(canonicalJson(key)).digest('hex');
  return { keyid, ...key };
}

/** Artifacts of a step by their path: ids of Git blobs. */
export type Artifacts = Readonly<Record<string, { readonly gitBlob: string }>>;

/** What a step did, in-toto's classic link. */
export interface InTotoLink {
  readonly _type: 'link';
  readonly name: string;
  readonly command: readonly string[];
  readonly materials: Artifacts;
  readonly products: Artifacts;
  readonly byproducts: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, unknown>>;
}

export type ArtifactRule = readonly string[];

export interface InTotoStep {
  readonly _type: 'step';
  readonly name: string;
  readonly expected_command: readonly string[];
  readonly expected_materials: readonly ArtifactRule[];
  readonly expected_products: readonly ArtifactRule[];
  readonly pubkeys: readonly string[];
  readonly threshold: number;
}

export interface InTotoInspection {
  readonly _type: 'inspection';
  readonly name: string;
  readonly run: readonly string[];
  readonly expected_materials: readonly ArtifactRule[];
  readonly expected_products: readonly ArtifactRule[];
}

export interface InTotoLayout {
  readonly _type: 'layout';
  readonly expires: string;
  readonly readme: string;
  readonly keys: Readonly<Record<string, InTotoKey>>;
  readonly steps: readonly InTotoStep[];
  readonly inspect: readonly InTotoInspection[];
}

/** A link or a layout in a signed envelope, as the text of its file. */
export function signedMetadata(
  metadata: InTotoLink | InTotoLayout,
  signer: { readonly keyid: string; readonly privateKey: KeyObject },
): string {
  return `${envelopeLine(signEnvelope(Buffer.from(JSON.stringify(metadata)), signer))}\n`;
}

/** The name under which in-toto looks for the link of a step. */
export function linkFile(step: string, keyid: string): string {
  return `${step}.${keyid.slice(0, 8)}.link`;
}
