import { describe, expect, test } from 'vitest';

import { redact } from './redact.ts';

const KEY_BODY = 'MIIEowIBAAKCAQEAx4UbaDzY5xjW6hc9jwN0mX33XpTDVQ';
const JWT = `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U`;
const ALNUM_36 = 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789';

describe('a secret by its shape is replaced', () => {
  test.each([
    ['a GitHub token', `token ghp_${ALNUM_36} end`, 'token [REDACTED] end'],
    ['a GitHub server token', `ghs_${ALNUM_36}`, '[REDACTED]'],
    ['a fine-grained GitHub token', `github_pat_11ABCDEFG0123456789_abcdef!`, '[REDACTED]!'],
    ['an AWS access key id', 'id=AKIAIOSFODNN7EXAMPLE;', 'id=[REDACTED];'],
    [
      'an AWS secret key',
      'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n',
      'aws_secret_access_key = [REDACTED]\n',
    ],
    [
      'an AWS secret key in JSON',
      '{"SecretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}',
      '{"SecretAccessKey": "[REDACTED]"}',
    ],
    ['a Slack token', 'xoxb-123456789012-abcdefABCDEF ok', '[REDACTED] ok'],
    [
      'a Slack webhook',
      'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXX done',
      'https://hooks.slack.com/services/[REDACTED] done',
    ],
    ['an npm token', `npm_${ALNUM_36}`, '[REDACTED]'],
    [
      'the token of an .npmrc',
      '//registry.example/:_authToken=0000-1111\n',
      '//registry.example/:_authToken=[REDACTED]\n',
    ],
    [
      'a password in a URL',
      'git clone https://bo:pa55@host/x',
      'git clone https://[REDACTED]@host/x',
    ],
    ['a password with @ in a URL', 'redis://u:p@ss@host', 'redis://[REDACTED]@host'],
    ['a signed token', `cookie=${JWT};`, 'cookie=[REDACTED];'],
    ['a header', 'Authorization: Basic dXNlcjpwdw==\nnext', 'Authorization: [REDACTED]\nnext'],
    ['a header in small letters', 'authorization: Bearer abc', 'authorization: [REDACTED]'],
    [
      'a header in JSON',
      '{"authorization":"Bearer abc","a":1}',
      '{"authorization":"[REDACTED]","a":1}',
    ],
    [
      'a header in JSON in JSON',
      String.raw`"{\"Authorization\":[\"Bearer abc\"]}"`,
      String.raw`"{\"Authorization\":[\"[REDACTED]\"]}"`,
    ],
    [
      'a private key',
      `a\n-----BEGIN RSA PRIVATE KEY-----\n${KEY_BODY}\n${KEY_BODY}\n-----END RSA PRIVATE KEY-----\nb`,
      'a\n[REDACTED]\nb',
    ],
    [
      'an encrypted private key',
      `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n${KEY_BODY}\n-----END RSA PRIVATE KEY-----.`,
      '[REDACTED].',
    ],
    [
      'a private key in JSON',
      String.raw`"-----BEGIN PRIVATE KEY-----\n${KEY_BODY}\n-----END PRIVATE KEY-----\n"`,
      String.raw`"[REDACTED]\n"`,
    ],
    [
      'a private key that is cut short',
      `-----BEGIN OPENSSH PRIVATE KEY-----\n${KEY_BODY}\n${KEY_BODY}\nall tests passed\n`,
      '[REDACTED]\nall tests passed\n',
    ],
  ])('%s', (_name, text, stored) => {
    expect(redact([text])).toMatchObject({ stored, redactions: 1 });
  });
});

describe('what only looks like a secret stays', () => {
  test.each([
    ['a short token', 'ghp_short npm_install xoxb- AKIA123 eyJ eyJhbGciOiJIUzI1NiJ9'],
    ['a user without password', 'ssh://git@github.com/a/b'],
    ['a port and an @ in the path', 'http://localhost:8080/@scope/pkg and a@b'],
    ['a certificate', `-----BEGIN CERTIFICATE-----\n${KEY_BODY}\n-----END CERTIFICATE-----`],
    ['a public key', `-----BEGIN PUBLIC KEY-----\n${KEY_BODY}\n-----END PUBLIC KEY-----`],
    ['a word', 'Authorization is needed'],
  ])('%s', (_name, text) => {
    expect(redact([text])).toEqual({ raw: text, stored: text, redactions: 0 });
  });
});

describe('a known value is replaced', () => {
  const secret = 'S3cr3t/+?value&';
  test.each([
    ['as it is', secret],
    ['URL-encoded', encodeURIComponent(secret)],
    ['in base64', Buffer.from(secret).toString('base64').replace(/=+$/, '')],
    ['in base64url', Buffer.from(secret).toString('base64url')],
  ])('%s', (_name, spelling) => {
    expect(redact([`<${spelling}>`], [secret])).toMatchObject({ stored: '<[REDACTED]>' });
  });

  test.each(['', 'u', 'us', 'use'])('inside other base64 text after %j', (before) => {
    const encoded = Buffer.from(`${before}${secret}tail`).toString('base64');
    const { stored, redactions } = redact([encoded], [secret]);
    expect(redactions).toBe(1);
    expect(stored.length).toBeLessThan('[REDACTED]'.length + 14);
  });

  test('with its line ends escaped', () => {
    expect(redact([String.raw`"one\ntwo"`], ['one\ntwo']).stored).toBe('"[REDACTED]"');
  });

  test('also where it overlaps another, as one stretch', () => {
    expect(redact(['-abcdefgh-'], ['abcdef', 'defgh'])).toMatchObject({
      stored: '-[REDACTED]-',
      redactions: 1,
    });
  });

  test('but not when it is so short that it stands anywhere', () => {
    expect(redact(['abc'], ['abc']).stored).toBe('abc');
  });
});

test('output made to slow redaction down is read once', () => {
  const hostile = ['eyJ'.repeat(200_000), '-----BEGIN '.repeat(50_000), '://a:'.repeat(100_000)];
  const started = performance.now();
  for (const text of hostile) redact([text]);
  expect(performance.now() - started).toBeLessThan(5_000);
});
