import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2';

/** gRPC's status codes that verbs tell apart; see `grpc/doc/statuscodes.md`. */
export const GRPC_STATUS = {
  ok: 0,
  unknown: 2,
  deadlineExceeded: 4,
  notFound: 5,
  failedPrecondition: 9,
  unavailable: 14,
} as const;

/** Flag (1 byte: compressed or not) and length (4 bytes) before each message. */
const FRAME_HEADER_BYTES = 5;
/** Temporal's own bound of a message. */
const ANSWER_BYTES_MAX = 4 * 1024 * 1024;

/** A call that was answered with a status other than OK, or not answered at all. */
export class CallFailed extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'CallFailed';
    this.status = status;
  }
}

/** Calls with one request and one answer over one connection. */
export interface UnaryChannel {
  /** Sends an encoded message to `/package.Service/Method` and answers the encoded reply. Throws CallFailed. */
  call(path: string, message: Uint8Array, timeoutMs: number): Promise<Uint8Array>;
  close(): void;
}

/**
 * gRPC without a library: HTTP/2 in plain text, no compression, as "gRPC over HTTP2"
 * (`grpc/doc/PROTOCOL-HTTP2.md`) has it. For verbs that must answer before a library is loaded.
 */
export function openUnaryChannel(address: string): UnaryChannel {
  const session = connect(`http://${address}`);
  // Each open call hears of a broken connection itself.
  session.on('error', () => undefined);
  return {
    call: (path, message, timeoutMs) => call(session, { path, message, timeoutMs }),
    close: () => session.destroy(),
  };
}

async function call(
  session: ClientHttp2Session,
  request: { readonly path: string; readonly message: Uint8Array; readonly timeoutMs: number },
): Promise<Uint8Array> {
  const stream = session.request({
    [constants.HTTP2_HEADER_METHOD]: 'POST',
    [constants.HTTP2_HEADER_PATH]: request.path,
    [constants.HTTP2_HEADER_CONTENT_TYPE]: 'application/grpc',
    [constants.HTTP2_HEADER_TE]: 'trailers',
    'grpc-timeout': `${request.timeoutMs}m`,
  });
  const timer = setTimeout(() => stream.close(constants.NGHTTP2_CANCEL), request.timeoutMs);
  try {
    stream.end(framed(request.message));
    return await answerOf(stream);
  } finally {
    clearTimeout(timer);
  }
}

function framed(message: Uint8Array): Buffer {
  const header = Buffer.alloc(FRAME_HEADER_BYTES);
  header.writeUInt32BE(message.length, 1);
  return Buffer.concat([header, message]);
}

async function answerOf(stream: ClientHttp2Stream): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let status: unknown;
  let text: unknown;
  // An answer without a message has its status in the headers ("Trailers-Only").
  const readStatus = (headers: Readonly<Record<string, unknown>>): void => {
    status ??= headers['grpc-status'];
    text ??= headers['grpc-message'];
  };
  stream.on('response', readStatus).on('trailers', readStatus);
  try {
    for await (const chunk of stream) {
      chunks.push(chunk as Buffer);
      bytes += (chunk as Buffer).length;
      if (bytes > ANSWER_BYTES_MAX) throw new Error(`more than ${ANSWER_BYTES_MAX} bytes`);
    }
  } catch (error) {
    throw new CallFailed(GRPC_STATUS.unavailable, String(error));
  }
  if (stream.rstCode === constants.NGHTTP2_CANCEL) {
    throw new CallFailed(GRPC_STATUS.deadlineExceeded, 'no answer in time');
  }
  const code = status === undefined ? GRPC_STATUS.unavailable : Number(status);
  if (code !== GRPC_STATUS.ok) throw new CallFailed(code, decodedText(text));
  return Buffer.concat(chunks).subarray(FRAME_HEADER_BYTES);
}

/** Status messages are percent-encoded. */
function decodedText(text: unknown): string {
  if (typeof text !== 'string') return 'no reason given';
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
