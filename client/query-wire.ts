/**
 * The one request and the one answer that quick verbs exchange with Temporal, in Protocol Buffers'
 * wire format. Field numbers are those of `temporal/api/workflowservice/v1/request_response.proto`,
 * `query/v1/message.proto` and `common/v1/message.proto`; all fields used are length-delimited.
 */
export const QUERY_METHOD = '/temporal.api.workflowservice.v1.WorkflowService/QueryWorkflow';

const LENGTH_DELIMITED = 2;
const WIRE_TYPE_BITS = 3;
const VARINT_BITS = 7;
const VARINT_MORE = 0x80;

const FIELD = {
  request: { namespace: 1, execution: 2, query: 3 },
  execution: { workflowId: 1 },
  query: { type: 1, args: 2 },
  payloads: { payload: 1 },
  payload: { metadata: 1, data: 2 },
  entry: { key: 1, value: 2 },
  response: { result: 1 },
} as const;

export interface QueryRequest {
  readonly namespace: string;
  readonly workflowId: string;
  readonly type: string;
  /** The query's one argument, or undefined for none. */
  readonly argument?: unknown;
}

/** Encodes a `QueryWorkflowRequest` for the newest run of a workflow. */
export function encodeQuery({ namespace, workflowId, type, argument }: QueryRequest): Uint8Array {
  const args =
    argument === undefined ? [] : [field(FIELD.query.args, payloadsOf(JSON.stringify(argument)))];
  return Buffer.concat([
    field(FIELD.request.namespace, namespace),
    field(FIELD.request.execution, field(FIELD.execution.workflowId, workflowId)),
    field(FIELD.request.query, Buffer.concat([field(FIELD.query.type, type), ...args])),
  ]);
}

/** As the SDK's default converter writes a value: JSON, and metadata that says so. */
function payloadsOf(json: string): Buffer {
  const encoding = Buffer.concat([
    field(FIELD.entry.key, 'encoding'),
    field(FIELD.entry.value, 'json/plain'),
  ]);
  const payload = Buffer.concat([
    field(FIELD.payload.metadata, encoding),
    field(FIELD.payload.data, json),
  ]);
  return field(FIELD.payloads.payload, payload);
}

/** The value in a `QueryWorkflowResponse`. Throws where there is none. */
export function decodeAnswer(response: Uint8Array): unknown {
  const path = [FIELD.response.result, FIELD.payloads.payload, FIELD.payload.data];
  const data = path.reduce<Buffer | undefined>(
    (message, number) => (message === undefined ? undefined : memberOf(message, number)),
    Buffer.from(response),
  );
  if (data === undefined) throw new Error('The answer to the query holds no value.');
  return JSON.parse(data.toString('utf8'));
}

function field(number: number, value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value as string);
  const tag = varint((number << WIRE_TYPE_BITS) | LENGTH_DELIMITED);
  return Buffer.concat([tag, varint(bytes.length), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= VARINT_MORE; rest = Math.floor(rest / VARINT_MORE)) {
    bytes.push((rest % VARINT_MORE) | VARINT_MORE);
  }
  return Buffer.from([...bytes, rest]);
}

/** The first length-delimited member with this number; the answer holds no other kinds on the way. */
function memberOf(message: Buffer, number: number): Buffer | undefined {
  let at = 0;
  while (at < message.length) {
    const tag = readVarint(message, at);
    const length = readVarint(message, tag.end);
    const end = length.end + length.value;
    const isDelimited = tag.value % (1 << WIRE_TYPE_BITS) === LENGTH_DELIMITED;
    if (!isDelimited || end > message.length) throw new Error('The answer cannot be read.');
    if (tag.value >> WIRE_TYPE_BITS === number) return message.subarray(length.end, end);
    at = end;
  }
  return undefined;
}

function readVarint(
  message: Buffer,
  from: number,
): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let at = from, shift = 0; at < message.length; at += 1, shift += VARINT_BITS) {
    const byte = message.readUInt8(at);
    value += (byte % VARINT_MORE) * 2 ** shift;
    if (byte < VARINT_MORE) return { value, end: at + 1 };
  }
  throw new Error('The answer cannot be read.');
}
