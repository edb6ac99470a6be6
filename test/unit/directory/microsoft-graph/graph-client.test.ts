import { describe, expect, it } from '@jest/globals';
import type { CannedAnswer } from '../canned-server.js';
import {
  failureOf,
  graphError,
  provisioningFailureOf,
  sourceReading,
  TOKEN_ANSWER,
  TOKEN_LINE,
} from './graph-at-the-wire.js';

const LINE = 'GET /v1.0/groups/g1?$select=id,securityEnabled';
const GROUP = { json: { id: 'g1', securityEnabled: true } };
const AT_ONCE = { 'retry-after': '0' };

describe('a call to Microsoft Graph', () => {
  it('carries the token, an id of its own and a low priority', async () => {
    const { source, server } = await sourceReading({ [LINE]: GROUP }, { userAgent: 'scimflow/1.2.3' });

    await source.isSecurityEnabled('g1');

    expect(server.requests[1]?.headers).toMatchObject({
      authorization: 'Bearer token-1',
      'client-request-id': expect.stringMatching(/^[\da-f-]{36}$/),
      'x-ms-throttle-priority': 'low',
      'user-agent': 'scimflow/1.2.3',
    });
  });

  it.each<[string, CannedAnswer]>([
    ['too many requests', { status: 429, headers: AT_ONCE, json: graphError('TooManyRequests') }],
    ['an unavailable service', { status: 503, headers: AT_ONCE, text: '<html>maintenance</html>' }],
    ['a gateway timeout', { status: 504, headers: AT_ONCE, text: '' }],
    ['an internal error', { status: 500, headers: AT_ONCE, json: graphError('InternalServerError') }],
    ['a connection that ends without an answer', { breaks: 'before' }],
    ['a connection that ends midway', { ...GROUP, breaks: 'midway' }],
    ['JSON that is cut off', { text: '{"id":"g1","sec' }],
    ['an HTML page', { headers: { 'content-type': 'text/html' }, text: '<html>sign in</html>' }],
    [
      'JSON that is not declared as JSON',
      {
        headers: { 'content-type': 'text/plain' },
        text: JSON.stringify({ ...GROUP.json, securityEnabled: false }),
      },
    ],
  ])('is repeated after %s', async (_, answer) => {
    const { source, server } = await sourceReading({ [LINE]: [answer, GROUP] });

    await expect(source.isSecurityEnabled('g1')).resolves.toBe(true);
    expect(server.lines()).toEqual([TOKEN_LINE, LINE, LINE]);
  });

  it.each<[string, CannedAnswer, string, string]>([
    [
      'too many requests',
      { status: 429, json: graphError('TooManyRequests') },
      'SourceThrottled',
      'TooManyRequests',
    ],
    ['an unavailable service', { status: 503, text: '<html>' }, 'SourceUnavailable', 'HTTP 503'],
    [
      'an HTML page',
      { headers: { 'content-type': 'text/html' }, text: 'hello' },
      'SourceUnavailable',
      'an HTML page',
    ],
    ['JSON that is cut off', { text: '{"id":"g1","sec' }, 'SourceUnavailable', 'broken or cut off'],
    ['a connection that ends midway', { ...GROUP, breaks: 'midway' }, 'SourceUnavailable', 'no whole answer'],
    ['JSON of another shape', { json: { id: 7 } }, 'SourceIncompatible', "at 'id'"],
    [
      'a missing permission',
      { status: 403, json: graphError('Authorization_RequestDenied') },
      'SourcePermissionMissing',
      '403',
    ],
    ['a bad request', { status: 400, json: graphError('BadRequest') }, 'SourceIncompatible', 'BadRequest'],
    [
      'a redirect',
      { status: 302, headers: { location: 'https://evil.example/' }, text: '' },
      'SourceIncompatible',
      'HTTP 302',
    ],
    [
      'a 404 that is not of Graph',
      { status: 404, text: 'no such page' },
      'SourceIncompatible',
      'without an error code',
    ],
    [
      'a 404 of another kind',
      { status: 404, json: graphError('ResourceNotFound') },
      'SourceIncompatible',
      'ResourceNotFound',
    ],
  ])('fails by %s when nothing may be repeated', async (_, answer, type, words) => {
    const { source, server } = await sourceReading({ [LINE]: answer }, { retryBudgetMs: 0 });

    const failure = await provisioningFailureOf(source.isSecurityEnabled('g1'));

    expect(failure.type).toBe(type);
    expect(failure.message).toContain(words);
    expect(failure.message).not.toMatch(/select|token-1|words of Graph|evil/);
    expect(server.lines()).toEqual([TOKEN_LINE, LINE]);
  });

  it('names the permission that is missing', async () => {
    const { source } = await sourceReading({
      [LINE]: { status: 403, json: graphError('Authorization_RequestDenied') },
    });

    const failure = await provisioningFailureOf(source.isSecurityEnabled('g1'));

    expect(failure.remedy).toContain('GroupMember.Read.All');
  });

  it('tells nested codes and the request-id, for support', async () => {
    const answer = {
      status: 400,
      headers: { 'request-id': 'b1c2-d3' },
      json: graphError('BadRequest', 'words', { code: 'outer', innererror: { code: 'inner' } }),
    };
    const { source } = await sourceReading({ [LINE]: answer });

    const failure = await provisioningFailureOf(source.isSecurityEnabled('g1'));

    expect(failure.message).toBe(
      'Reading group: Microsoft Graph answered HTTP 400, BadRequest, outer, inner (request-id b1c2-d3).',
    );
  });

  it('does not wait longer than its budget, but says how long Graph wants', async () => {
    const busy = { status: 429, headers: { 'retry-after': '30' }, json: graphError('TooManyRequests') };
    const { source, server } = await sourceReading({ [LINE]: busy }, { retryBudgetMs: 20_000 });

    const failure = await provisioningFailureOf(source.isSecurityEnabled('g1'));

    expect(failure).toMatchObject({ type: 'SourceThrottled', retryAfterMs: 30_000 });
    expect(server.lines()).toEqual([TOKEN_LINE, LINE]);
  });

  it('asks for a new token once when Graph refuses the one it has', async () => {
    const { source, server } = await sourceReading({
      [TOKEN_LINE]: [TOKEN_ANSWER, { json: { ...TOKEN_ANSWER.json, access_token: 'token-2' } }],
      [LINE]: [{ status: 401, json: graphError('InvalidAuthenticationToken') }, GROUP],
    });

    await expect(source.isSecurityEnabled('g1')).resolves.toBe(true);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      undefined,
      'Bearer token-1',
      undefined,
      'Bearer token-2',
    ]);
  });

  it('gives up when Graph refuses the new token too', async () => {
    const { source, server } = await sourceReading({
      [LINE]: { status: 401, json: graphError('InvalidAuthenticationToken') },
    });

    const failure = await provisioningFailureOf(source.isSecurityEnabled('g1'));

    expect(failure.type).toBe('SourceCredentialsRejected');
    expect(server.lines()).toEqual([TOKEN_LINE, LINE, TOKEN_LINE, LINE]);
  });

  it('shares one token among calls', async () => {
    const { source, server } = await sourceReading({ [LINE]: GROUP });

    await Promise.all([1, 2, 3].map(() => source.isSecurityEnabled('g1')));

    expect(server.lines().filter((line) => line === TOKEN_LINE)).toHaveLength(1);
  });

  it('goes over the connection of the one before', async () => {
    const { source, server } = await sourceReading({ [LINE]: GROUP });

    for (let call = 0; call < 5; call += 1) await source.isSecurityEnabled('g1');

    expect(new Set(server.requests.map(({ connection }) => connection)).size).toBe(1);
  });

  it('can no longer be cancelled when it is done', async () => {
    const { source } = await sourceReading({ [LINE]: GROUP });
    const cancellation = new AbortController();

    await source.isSecurityEnabled('g1', cancellation.signal);
    cancellation.abort();

    await expect(source.isSecurityEnabled('g1')).resolves.toBe(true);
  });

  it('refuses an answer that is too large', async () => {
    const { source } = await sourceReading({ [LINE]: { text: ' '.repeat(32 * 1024 * 1024 + 1) } });

    const failure = await provisioningFailureOf(source.isSecurityEnabled('g1'));

    expect(failure).toMatchObject({
      type: 'SourceIncompatible',
      message: expect.stringContaining('larger than'),
    });
  });

  it('stops waiting when it is cancelled, for the reason given', async () => {
    const busy = { status: 503, headers: { 'retry-after': '4' }, text: '' };
    const cancellation = new AbortController();
    const reason = new Error('the worker stops');
    const logger = {
      debug: () => undefined,
      warn: () => {
        cancellation.abort(reason);
      },
    };
    const { source } = await sourceReading({ [LINE]: busy }, { logger });

    expect(await failureOf(source.isSecurityEnabled('g1', cancellation.signal))).toBe(reason);
  });

  it('logs neither tokens nor addresses', async () => {
    const lines: string[] = [];
    const write = (facts: object, message: string) => lines.push(JSON.stringify({ ...facts, message }));
    const { source } = await sourceReading(
      { [LINE]: [{ status: 503, headers: AT_ONCE, text: '' }, GROUP] },
      { logger: { debug: write, warn: write } },
    );

    await source.isSecurityEnabled('g1');

    expect(lines).toHaveLength(3);
    expect(lines.join('\n')).not.toMatch(/token-1|select|http:/);
  });
});
