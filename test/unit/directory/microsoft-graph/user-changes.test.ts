import { describe, expect, it } from '@jest/globals';
import { WatermarkExpired, type Watermark } from '../../../../src/directory/index.js';
import type { CannedAnswer } from '../canned-server.js';
import {
  aGraphUser,
  ALWAYS_SELECTED,
  collected,
  DELTA,
  endOf,
  failureOf,
  graphError,
  linkOf,
  provisioningFailureOf,
  sourceReading,
  TOKEN_LINE,
} from './graph-at-the-wire.js';

const ID = '0a1b2c3d-0000-4000-8000-000000000001';
const USER_LINE = `GET /v1.0/users/${ID}?$select=${ALWAYS_SELECTED}`;
const DELETED_LINE = `GET /v1.0/directory/deletedItems/${ID}`;
const NOT_FOUND = { status: 404, json: graphError('Request_ResourceNotFound') };
const LAST = { '@odata.deltaLink': '{origin}/v1.0/users/delta?$deltatoken=d1' };
const END = { '@odata.deltaLink': '{origin}/v1.0/users/delta?$deltatoken=d0' };
const NEXT = { '@odata.nextLink': '{origin}/v1.0/users/delta?$skiptoken=s1' };
const DELTA_LINE = `GET ${DELTA}`;
const SKIP_LINE = 'GET /v1.0/users/delta?$skiptoken=s1';
const everyone = { attributes: [], from: null };

const page = (value: unknown[], link: object = LAST) => ({ json: { '@odata.context': 'x', value, ...link } });
const present = (user = {}) => ({
  type: 'present',
  user: {
    id: ID,
    accountEnabled: true,
    attributes: { userPrincipalName: ['anna@contoso.example'], displayName: ['Anna Albers'], ...user },
  },
});

describe('reading user changes', () => {
  it('reads everyone, page by page, and ends with the position of the next cycle', async () => {
    const second = aGraphUser({ id: 'U2', accountEnabled: false, displayName: null });
    const { source, server } = await sourceReading({
      [DELTA_LINE]: page([aGraphUser()], NEXT),
      [SKIP_LINE]: page([second]),
    });

    const pages = await collected(source.userChanges(everyone));

    expect(pages.map((page) => ({ ...page, continueAt: linkOf(page.continueAt) }))).toEqual([
      { changes: [present()], continueAt: `${server.origin}/v1.0/users/delta?$skiptoken=s1`, isLast: false },
      {
        changes: [
          {
            type: 'present',
            user: {
              id: 'u2',
              accountEnabled: false,
              attributes: { userPrincipalName: ['anna@contoso.example'] },
            },
          },
        ],
        continueAt: `${server.origin}/v1.0/users/delta?$deltatoken=d1`,
        isLast: true,
      },
    ]);
    expect(server.lines()).toEqual([TOKEN_LINE, DELTA_LINE, SKIP_LINE]);
  });

  it('goes on from a position without asking for the properties again', async () => {
    const { source, server } = await sourceReading({
      [DELTA_LINE]: page([], END),
      'GET /v1.0/users/delta?$deltatoken=d0': page([aGraphUser({ displayName: 'Anna Berg' })]),
    });
    const from = await endOf(source.userChanges(everyone));

    const [only] = await collected(source.userChanges({ attributes: [], from }));

    expect(only?.changes).toEqual([present({ displayName: ['Anna Berg'] })]);
    expect(server.lines().at(-1)).toBe('GET /v1.0/users/delta?$deltatoken=d0');
  });

  it.each([
    ['other attributes', ['department']],
    ['the manager', ['manager']],
  ])('does not go on from a position that was issued before %s were asked for', async (_, attributes) => {
    const { source, server } = await sourceReading({ [DELTA_LINE]: page([], END) });
    const from = await endOf(source.userChanges(everyone));

    const error = await failureOf(collected(source.userChanges({ attributes, from })));

    expect(error).toMatchObject({ name: 'WatermarkExpired', restart: 'everything', resumeAt: null });
    expect(server.lines()).toEqual([TOKEN_LINE, DELTA_LINE]);
  });

  it('passes empty pages on', async () => {
    const { source } = await sourceReading({ [DELTA_LINE]: page([], NEXT), [SKIP_LINE]: page([]) });

    const pages = await collected(source.userChanges(everyone));

    expect(pages.map(({ changes, isLast }) => [changes.length, isLast])).toEqual([
      [0, false],
      [0, true],
    ]);
  });

  it.each([
    [{ reason: 'changed' }, 'changed'],
    [{ reason: 'deleted' }, 'deleted'],
    [{}, 'unknown'],
    [{ reason: 'moved' }, 'unknown'],
  ])('tells a removal with %p as %s', async (removed, reason) => {
    const { source } = await sourceReading({
      [DELTA_LINE]: page([{ id: ID.toUpperCase(), '@removed': removed }]),
    });

    const [only] = await collected(source.userChanges(everyone));

    expect(only?.changes).toEqual([{ type: 'removed', id: ID, reason }]);
  });

  it.each<[string, Record<string, CannedAnswer>, unknown]>([
    ['there', { [USER_LINE]: { json: aGraphUser() } }, present()],
    [
      'in the recycle bin',
      { [USER_LINE]: NOT_FOUND, [DELETED_LINE]: { json: { id: ID } } },
      { type: 'removed', id: ID, reason: 'changed' },
    ],
    [
      'gone',
      { [USER_LINE]: NOT_FOUND, [DELETED_LINE]: NOT_FOUND },
      { type: 'removed', id: ID, reason: 'deleted' },
    ],
  ])('reads a user of whom an entry says too little again: %s', async (_, answers, expected) => {
    const { source } = await sourceReading({
      [DELTA_LINE]: page([{ id: ID, department: 'Sales' }]),
      ...answers,
    });

    const [only] = await collected(source.userChanges(everyone));

    expect(only?.changes).toEqual([expected]);
  });

  it('reads a user again who is both there and removed in one round', async () => {
    const { source } = await sourceReading({
      [DELTA_LINE]: page([{ id: ID, '@removed': { reason: 'changed' } }], NEXT),
      [SKIP_LINE]: page([aGraphUser()]),
      [USER_LINE]: NOT_FOUND,
      [DELETED_LINE]: { json: { id: ID } },
    });

    const pages = await collected(source.userChanges(everyone));

    expect(pages[1]?.changes).toEqual([{ type: 'removed', id: ID, reason: 'changed' }]);
  });
});

describe('the manager of a user', () => {
  const line = `GET ${DELTA.replace('id,', 'id,manager,')}`;
  const asked = { attributes: ['Manager'], from: null };
  const BOSS = '0a1b2c3d-0000-4000-8000-0000000000b0';
  const user = (id = BOSS) => ({ '@odata.type': '#microsoft.graph.user', id });
  const contact = { '@odata.type': '#microsoft.graph.orgContact', id: 'c1' };
  const gone = (reference: object) => ({ ...reference, '@removed': { reason: 'deleted' } });

  it.each<[string, object, unknown]>([
    ['is not told without an annotation', {}, undefined],
    ['is not told by an annotation that is null', { 'manager@delta': null }, undefined],
    ['is told', { 'manager@delta': [user(BOSS.toUpperCase())] }, BOSS],
    ['is nobody when nobody is named', { 'manager@delta': [] }, null],
    ['is nobody when the one before was removed', { 'manager@delta': [gone(user())] }, null],
    ['is the new one', { 'manager@delta': [gone(user('old')), user()] }, BOSS],
    ['is the new one in any order', { 'manager@delta': [user(), gone(user('old'))] }, BOSS],
    ['is the last one that is live', { 'manager@delta': [user('old'), user()] }, BOSS],
    ['is nobody when it is a contact', { 'manager@delta': [contact] }, null],
    ['is nobody when a contact took the place', { 'manager@delta': [gone(user()), contact] }, null],
    ['is the user who took the place of a contact', { 'manager@delta': [gone(contact), user()] }, BOSS],
    ['is known by its id alone', { 'manager@delta': [{ id: BOSS }] }, BOSS],
  ])('%s', async (_, annotation, expected) => {
    const { source } = await sourceReading({ [line]: page([aGraphUser(annotation)]) });

    const [only] = await collected(source.userChanges(asked));

    const told = only?.changes[0];
    if (told?.type !== 'present') throw new Error('The user was not told.');
    expect(told.user.managerId).toBe(expected);
    expect('managerId' in told.user).toBe(expected !== undefined);
    expect(told.user.attributes).toEqual(present().user.attributes);
  });

  it('is not told when it was not asked for', async () => {
    const { source } = await sourceReading({
      [DELTA_LINE]: page([aGraphUser({ 'manager@delta': [user()] })]),
    });

    const [only] = await collected(source.userChanges(everyone));

    expect(only?.changes).toEqual([present()]);
  });

  it('is asked for when the entry tells nothing but that', async () => {
    const { source } = await sourceReading({
      [line]: page([{ id: ID, 'manager@delta': [user('old')] }]),
      [`${USER_LINE}&$expand=manager`]: { json: aGraphUser({ manager: user() }) },
    });

    const [only] = await collected(source.userChanges(asked));

    expect(only?.changes).toMatchObject([{ type: 'present', user: { managerId: BOSS } }]);
  });

  it('makes an answer of another shape unusable', async () => {
    const { source } = await sourceReading({ [line]: page([aGraphUser({ 'manager@delta': 'boss' })]) });

    expect(await provisioningFailureOf(collected(source.userChanges(asked)))).toMatchObject({
      type: 'SourceIncompatible',
    });
  });
});

describe('a position that Graph has forgotten', () => {
  it.each<[string, CannedAnswer, 'round' | 'everything', string | null]>([
    [
      '410 with a place to begin',
      { status: 410, headers: { location: '{origin}/v1.0/users/delta?$deltatoken=' }, json: graphError('x') },
      'everything',
      '/v1.0/users/delta?$deltatoken=',
    ],
    [
      '410 with a relative place',
      { status: 410, headers: { location: '/v1.0/users/delta?$deltatoken=' }, text: '' },
      'everything',
      '/v1.0/users/delta?$deltatoken=',
    ],
    [
      '410 that leads away',
      { status: 410, headers: { location: 'https://evil.example/v1.0' }, json: graphError('x') },
      'everything',
      null,
    ],
    ['410 without a place', { status: 410, json: graphError('syncStateNotFound') }, 'everything', null],
    ['syncStateNotFound', { status: 400, json: graphError('syncStateNotFound') }, 'everything', null],
    ['SyncStateNotFound', { status: 400, json: graphError('SyncStateNotFound') }, 'everything', null],
    [
      'a nested code',
      {
        status: 400,
        json: graphError('BadRequest', 'x', { code: 'a', innerError: { code: 'resyncRequired' } }),
      },
      'everything',
      null,
    ],
    [
      'a token that is no token',
      { status: 400, json: graphError('Request_BadRequest', 'Badly formed token.') },
      'everything',
      null,
    ],
    ['an expired page', { status: 400, json: graphError('Directory_ExpiredPageToken') }, 'round', null],
    [
      'an expired page as 404',
      { status: 404, json: graphError('directory_expiredpagetoken') },
      'round',
      null,
    ],
  ])('%s', async (_, answer, restart, resumeAt) => {
    const { source, server } = await sourceReading({
      [DELTA_LINE]: page([], END),
      'GET /v1.0/users/delta?$deltatoken=d0': answer,
    });
    const from = await endOf(source.userChanges(everyone));

    const error = await failureOf(collected(source.userChanges({ attributes: [], from })));

    if (!(error instanceof WatermarkExpired)) throw error;
    expect(error.restart).toBe(restart);
    expect(linkOf(error.resumeAt)).toBe(resumeAt === null ? undefined : server.origin + resumeAt);
  });

  it('is noticed in the middle of a round', async () => {
    const { source } = await sourceReading({
      [DELTA_LINE]: page([aGraphUser()], NEXT),
      [SKIP_LINE]: { status: 410, json: graphError('syncStateNotFound') },
    });

    expect(await failureOf(collected(source.userChanges(everyone)))).toBeInstanceOf(WatermarkExpired);
  });

  it('is one of another Graph root', async () => {
    const { source, server } = await sourceReading({});
    const from = 'https://graph.microsoft.us/v1.0/users/delta?$deltatoken=d0' as Watermark;

    const error = await failureOf(collected(source.userChanges({ attributes: [], from })));

    expect(error).toBeInstanceOf(WatermarkExpired);
    expect(server.lines()).toEqual([]);
  });
});

describe('a round that proves nothing', () => {
  const mail = `GET /v1.0/users/delta?$select=accountEnabled,deletedDateTime,displayName,id,shoeSize,userPrincipalName,userType`;

  it.each<[string, CannedAnswer, string, string]>([
    [
      'links away',
      page([], { '@odata.nextLink': 'https://evil.example/v1.0/users/delta' }),
      'SourceIncompatible',
      'another origin',
    ],
    [
      'links away at its end',
      page([], { '@odata.deltaLink': 'https://evil.example/' }),
      'SourceIncompatible',
      'another origin',
    ],
    ['has no link at all', page([], {}), 'SourceIncompatible', 'neither a nextLink nor a deltaLink'],
    ['has no list', { json: { value: null, ...LAST } }, 'SourceIncompatible', "at 'value'"],
    ['has a user without id', page([{ displayName: 'x' }]), 'SourceIncompatible', "at 'value.0.id'"],
    [
      'links to itself',
      page([aGraphUser()], { '@odata.nextLink': `{origin}${DELTA}` }),
      'SourceIncompatible',
      '50 pages without anything new',
    ],
    [
      'is forbidden',
      { status: 403, json: graphError('Authorization_RequestDenied') },
      'SourcePermissionMissing',
      '403',
    ],
    [
      'is a bad request from the start',
      { status: 400, json: graphError('Request_BadRequest') },
      'SourceIncompatible',
      '400',
    ],
  ])('%s', async (_, answer, type, words) => {
    const { source } = await sourceReading({ [DELTA_LINE]: answer });

    const failure = await provisioningFailureOf(collected(source.userChanges(everyone)));

    expect(failure.type).toBe(type);
    expect(failure.message).toContain(words);
  });

  it.each<[number, string, string]>([
    [400, 'Request_BadRequest', "Could not find a property named 'shoeSize' on type 'microsoft.graph.user'."],
    [501, 'NotImplemented', "Property 'shoeSize' is not supported."],
  ])('names the attribute that Graph refuses with %d', async (status, code, message) => {
    const { source } = await sourceReading({ [mail]: { status, json: graphError(code, message) } });

    const failure = await provisioningFailureOf(
      collected(source.userChanges({ attributes: ['shoeSize'], from: null })),
    );

    expect(failure.type).toBe('SourceIncompatible');
    expect(failure.message).toContain("refused the attribute 'shoeSize'");
    expect(failure.remedy).toContain("'shoeSize'");
  });

  it('names the permission it needs', async () => {
    const { source } = await sourceReading({
      [DELTA_LINE]: { status: 403, json: graphError('Authorization_RequestDenied') },
    });

    const failure = await provisioningFailureOf(collected(source.userChanges(everyone)));

    expect(failure.remedy).toContain('User.Read.All');
  });
});
