import { setTimeout as sleep } from 'node:timers/promises';
import type { NativeConnection } from '@temporalio/worker';
import { Fault } from '../domain/fault.ts';
import { SEARCH_ATTRIBUTES } from '../domain/search-attribute.ts';

/** INDEXED_VALUE_TYPE_KEYWORD of Temporal's API (temporal/api/enums/v1/common.proto). */
const KEYWORD = 2;
/** NOT_FOUND of gRPC (google/rpc/code.proto). */
const GRPC_NOT_FOUND = 5;
/** A server's processes learn of new search attributes after a while. */
const REGISTER_MS_MAX = 30_000;
const REGISTER_POLL_MS = 100;

export interface PreflightOptions {
  readonly connection: Pick<NativeConnection, 'workflowService' | 'operatorService'>;
  readonly namespace: string;
  readonly address: string;
  /** Whether to register what is missing: on the embedded server, which is Sluice's own. */
  readonly register: boolean;
}

/**
 * Checks a server before anything polls it: a workflow that sets an unregistered search attribute
 * would fail its task for ever. Throws the fault SERVER_NOT_PREPARED with the command that helps.
 */
export async function checkServer(options: PreflightOptions): Promise<void> {
  await checkNamespace(options);
  const missing = await missingAttributes(options);
  if (missing.length === 0) return;
  if (!options.register) throw missingAttributesFault(options, missing);
  await registerAttributes(options, missing);
}

async function checkNamespace({ connection, namespace, address }: PreflightOptions): Promise<void> {
  try {
    await connection.workflowService.describeNamespace({ namespace });
  } catch (cause) {
    if (!hasGrpcCode(cause, GRPC_NOT_FOUND)) {
      throw new Fault({ code: 'TEMPORAL_UNREACHABLE', facts: { address }, cause });
    }
    const fix = `Create it with \`temporal operator namespace create --address ${address} --namespace ${namespace}\`.`;
    const facts = { namespace, missing: 'registration: the server does not know it', fix };
    throw new Fault({ code: 'SERVER_NOT_PREPARED', facts, cause });
  }
}

async function missingAttributes(options: PreflightOptions): Promise<readonly string[]> {
  const { connection, namespace } = options;
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  return SEARCH_ATTRIBUTES.filter((name) => Number(customAttributes?.[name]) !== KEYWORD);
}

async function registerAttributes(
  options: PreflightOptions,
  names: readonly string[],
): Promise<void> {
  await options.connection.operatorService.addSearchAttributes({
    namespace: options.namespace,
    searchAttributes: Object.fromEntries(names.map((name) => [name, KEYWORD])),
  });
  const deadline = performance.now() + REGISTER_MS_MAX;
  for (;;) {
    const missing = await missingAttributes(options);
    if (missing.length === 0) return;
    if (performance.now() > deadline) throw missingAttributesFault(options, missing);
    await sleep(REGISTER_POLL_MS);
  }
}

function missingAttributesFault(options: PreflightOptions, names: readonly string[]): Fault {
  const { namespace, address } = options;
  const flags = names.map((name) => `--name ${name} --type Keyword`).join(' ');
  const fix = `Create them with \`temporal operator search-attribute create --address ${address} --namespace ${namespace} ${flags}\`.`;
  const missing = `the search attributes ${names.join(', ')} of type Keyword`;
  return new Fault({ code: 'SERVER_NOT_PREPARED', facts: { namespace, missing, fix } });
}

function hasGrpcCode(error: unknown, code: number): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
