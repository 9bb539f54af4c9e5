import * as fc from 'fast-check';
import protobuf from 'protobufjs';
import { expect, test } from 'vitest';
import { decodeAnswer, encodeQuery } from '../../../client/query-wire.ts';

/** The part of Temporal's API that is spoken, with the field numbers of its `.proto` files. */
const { root } = protobuf.parse(`syntax = "proto3";
message Payload { map<string, bytes> metadata = 1; bytes data = 2; }
message Payloads { repeated Payload payloads = 1; }
message Execution { string workflow_id = 1; string run_id = 2; }
message Query { string query_type = 1; Payloads query_args = 2; }
message Request { string namespace = 1; Execution execution = 2; Query query = 3; }
message Response { Payloads query_result = 1; }`);
const Request = root.lookupType('Request');
const Response = root.lookupType('Response');

function answerWith(data: string): Uint8Array {
  const metadata = { encoding: Buffer.from('json/plain') };
  const payloads = [{ metadata, data: Buffer.from(data) }];
  return Response.encode({ queryResult: { payloads } }).finish();
}

test('a question reads as Temporal reads it', () => {
  const property = fc.property(
    fc.string(),
    fc.string({ unit: 'grapheme' }),
    fc.option(fc.jsonValue(), { nil: undefined }),
    (namespace, workflowId, argument) => {
      const bytes = encodeQuery({ namespace, workflowId, type: 'board', argument });
      const read = Request.toObject(Request.decode(bytes), { defaults: true }) as {
        namespace: string;
        execution: { workflowId: string };
        query: { queryType: string; queryArgs: { payloads: { data: Buffer }[] } | null };
      };
      expect(read).toMatchObject({ namespace, execution: { workflowId } });
      expect(read.query.queryType).toBe('board');
      const args = (read.query.queryArgs?.payloads ?? []).map(({ data }) => data.toString('utf8'));
      expect(args).toEqual(argument === undefined ? [] : [JSON.stringify(argument)]);
    },
  );
  fc.assert(property);
});

test('an answer of any length reads back', () => {
  const property = fc.property(fc.jsonValue(), (value) => {
    expect(decodeAnswer(answerWith(JSON.stringify(value)))).toEqual(
      JSON.parse(JSON.stringify(value)),
    );
  });
  fc.assert(property);
  const long = 'x'.repeat(300_000);
  expect(decodeAnswer(answerWith(JSON.stringify(long)))).toBe(long);
});

test.each([
  ['that is empty', new Uint8Array()],
  ['that was cut off', answerWith('"value"').subarray(0, 20)],
  ['that is no message', Buffer.from('hello, this is not a message')],
])('refuses an answer %s', (_name, bytes) => {
  expect(() => decodeAnswer(bytes)).toThrow(/answer/);
});
