import { describe, expect, it } from '@jest/globals';
import { MAX_GROUPS_ASKED_FOR, WatermarkExpired, type Watermark } from '../../../../src/directory/index.js';
import type { CannedAnswer, CannedAnswers } from '../canned-server.js';
import {
  aGraphGroup,
  collected,
  endOf,
  failureOf,
  graphError,
  GROUPS_SELECTED,
  linkOf,
  provisioningFailureOf,
  sourceReading,
  TOKEN_LINE,
} from './graph-at-the-wire.js';

const ID = '9b1d2c3e-0000-4000-8000-000000000001';
const DELTA_LINE = `GET /v1.0/groups/delta?$select=deletedDateTime,displayName,id,members,securityEnabled`;
const SKIP_LINE = 'GET /v1.0/groups/delta?$skiptoken=s1';
const RESUMED_LINE = 'GET /v1.0/groups/delta?$deltatoken=d0';
const GROUP_LINE = `GET /v1.0/groups/${ID}?$select=${GROUPS_SELECTED}`;
const DELETED_LINE = `GET /v1.0/directory/deletedItems/${ID}`;
const NOT_FOUND = { status: 404, json: graphError('Request_ResourceNotFound') };
const NEXT = { '@odata.nextLink': '{origin}/v1.0/groups/delta?$skiptoken=s1' };
const END = { '@odata.deltaLink': '{origin}/v1.0/groups/delta?$deltatoken=d0' };
const everything = { attributes: [], groupIds: null, from: null };

const page = (value: unknown[], link: object = END) => ({ json: { value, ...link } });
const user = (id: string) => ({ '@odata.type': '#microsoft.graph.user', id });
const left = (id: string, reason = 'deleted') => ({ ...user(id), '@removed': { reason } });
const members = (...list: object[]) => ({ 'members@delta': list });
const present = (...told: readonly (readonly [string, boolean])[]) => ({
  type: 'present',
  group: { id: ID, isSecurityEnabled: true, attributes: { displayName: ['Sales'] } },
  members: told.map(([userId, joined]) => ({ userId, joined })),
});

/** What a round of these answers tells, page by page. */
async function told(answers: CannedAnswers) {
  const { source, server } = await sourceReading(answers);
  const pages = await collected(source.groupChanges(everything));
  return { changes: pages.map(({ changes }) => changes), lines: server.lines() };
}

describe('reading group changes', () => {
  it('reads every group, page by page, and ends with the position of the next cycle', async () => {
    const { source, server } = await sourceReading({
      [DELTA_LINE]: page([aGraphGroup({ id: ID.toUpperCase() })], NEXT),
      [SKIP_LINE]: page([aGraphGroup({ id: 'G2', displayName: 'Fun', securityEnabled: false })]),
    });

    const pages = await collected(source.groupChanges(everything));

    expect(pages.map((each) => ({ ...each, continueAt: linkOf(each.continueAt) }))).toEqual([
      {
        changes: [present()],
        continueAt: `${server.origin}/v1.0/groups/delta?$skiptoken=s1`,
        isLast: false,
      },
      {
        changes: [
          {
            type: 'present',
            group: { id: 'g2', isSecurityEnabled: false, attributes: { displayName: ['Fun'] } },
            members: [],
          },
        ],
        continueAt: `${server.origin}/v1.0/groups/delta?$deltatoken=d0`,
        isLast: true,
      },
    ]);
  });

  it.each<[string, object, readonly (readonly [string, boolean])[]]>([
    ['nobody', {}, []],
    ['nobody in an empty list', members(), []],
    ['nobody in no list', { 'members@delta': null }, []],
    ['who joined, in lower case', members(user('U1')), [['u1', true]]],
    [
      'who left, whatever the reason',
      members(left('u1'), left('u2', 'changed')),
      [
        ['u1', false],
        ['u2', false],
      ],
    ],
    [
      'who joined and left, in that order',
      members(user('u1'), left('u1'), user('u2'), left('u2'), user('u2')),
      [
        ['u1', true],
        ['u1', false],
        ['u2', true],
        ['u2', false],
        ['u2', true],
      ],
    ],
    [
      'no nested groups, devices, apps and contacts',
      members(
        ...['group', 'device', 'servicePrincipal', 'orgContact'].map((type) => ({
          '@odata.type': `#microsoft.graph.${type}`,
          id: type,
        })),
        user('u1'),
      ),
      [['u1', true]],
    ],
    ['who is known by id alone', members({ id: 'u1' }), [['u1', true]]],
  ])('tells of the members %s', async (_, annotation, expected) => {
    const { changes } = await told({ [DELTA_LINE]: page([aGraphGroup(annotation)]) });

    expect(changes).toEqual([[present(...expected)]]);
  });

  it('keeps the order of entries when a group comes again and again, others between', async () => {
    const other = (...list: object[]) => aGraphGroup({ id: 'g2', ...members(...list) });
    const { changes } = await told({
      [DELTA_LINE]: page(
        [aGraphGroup(members(user('u1'))), other(user('u1')), aGraphGroup(members(user('u2')))],
        NEXT,
      ),
      [SKIP_LINE]: page([
        other(left('u1')),
        aGraphGroup(members(left('u1'))),
        aGraphGroup(members(user('u3'))),
      ]),
    });

    const rows = changes
      .flat()
      .map((change) =>
        change.type === 'present'
          ? [change.group.id, ...change.members.map((m) => `${m.joined} ${m.userId}`)]
          : [],
      );
    expect(rows).toEqual([
      [ID, 'true u1'],
      ['g2', 'true u1'],
      [ID, 'true u2'],
      ['g2', 'false u1'],
      [ID, 'false u1'],
      [ID, 'true u3'],
    ]);
  });

  it.each([
    [{ reason: 'changed' }, 'changed'],
    [{ reason: 'deleted' }, 'deleted'],
    [{}, 'unknown'],
    [{ reason: 'moved' }, 'unknown'],
  ])('tells a removal with %p as %s', async (removed, reason) => {
    const { changes } = await told({ [DELTA_LINE]: page([{ id: ID.toUpperCase(), '@removed': removed }]) });

    expect(changes).toEqual([[{ type: 'removed', id: ID, reason }]]);
  });

  it.each<[string, CannedAnswers, unknown]>([
    ['there', { [GROUP_LINE]: { json: aGraphGroup() } }, present(['u1', true])],
    [
      'in the recycle bin',
      { [GROUP_LINE]: NOT_FOUND, [DELETED_LINE]: { json: { id: ID } } },
      { type: 'removed', id: ID, reason: 'changed' },
    ],
    [
      'gone',
      { [GROUP_LINE]: NOT_FOUND, [DELETED_LINE]: NOT_FOUND },
      { type: 'removed', id: ID, reason: 'deleted' },
    ],
  ])('asks for a group of which an entry tells only members: %s', async (_, answers, expected) => {
    const { changes } = await told({
      [DELTA_LINE]: page([{ id: ID, ...members(user('u1')) }]),
      ...answers,
    });

    expect(changes).toEqual([[expected]]);
  });

  it('asks once for a group that fills a page with such entries', async () => {
    const chunk = (id: string) => ({ id: ID, ...members(user(id)) });
    const { changes, lines } = await told({
      [DELTA_LINE]: page([chunk('u1'), chunk('u2'), chunk('u3')]),
      [GROUP_LINE]: { json: aGraphGroup() },
    });

    expect(changes).toEqual([[present(['u1', true]), present(['u2', true]), present(['u3', true])]]);
    expect(lines).toEqual([TOKEN_LINE, DELTA_LINE, GROUP_LINE]);
  });

  it('asks for a group that is both there and removed in one page', async () => {
    const { changes } = await told({
      [DELTA_LINE]: page([aGraphGroup(members(user('u1'))), { id: ID, '@removed': { reason: 'deleted' } }]),
      [GROUP_LINE]: { json: aGraphGroup() },
    });

    expect(changes).toEqual([[present(['u1', true]), present()]]);
  });

  it('asks for a group that is removed on one page and there on a later one', async () => {
    const { changes } = await told({
      [DELTA_LINE]: page([{ id: ID, '@removed': { reason: 'changed' } }], NEXT),
      [SKIP_LINE]: page([aGraphGroup(members(user('u1')))]),
      [GROUP_LINE]: NOT_FOUND,
      [DELETED_LINE]: NOT_FOUND,
    });

    expect(changes[1]).toEqual([{ type: 'removed', id: ID, reason: 'deleted' }]);
  });
});

describe('reading some groups only', () => {
  const filtered = (...ids: string[]) => {
    const filter = encodeURIComponent(ids.map((id) => `id eq '${id}'`).join(' or ')).replaceAll("'", '%27');
    return `${DELTA_LINE}&$filter=${filter}`;
  };

  it('asks for them by id', async () => {
    const { source, server } = await sourceReading({ [filtered('g1', 'g2')]: page([]) });

    await collected(source.groupChanges({ ...everything, groupIds: ['G2', 'g1', 'g2'] }));

    expect(server.lines()).toEqual([TOKEN_LINE, filtered('g1', 'g2')]);
  });

  it('asks nothing and tells nothing when there are none', async () => {
    const { source, server } = await sourceReading({});

    expect(await collected(source.groupChanges({ ...everything, groupIds: [] }))).toEqual([]);
    expect(server.lines()).toEqual([]);
  });

  it('is for as many as a filter takes', async () => {
    const { source, server } = await sourceReading({});
    const groupIds = Array.from({ length: MAX_GROUPS_ASKED_FOR + 1 }, (_, index) => `g${index}`);

    const error = await failureOf(collected(source.groupChanges({ ...everything, groupIds })));

    expect(error).toBeInstanceOf(RangeError);
    expect(server.lines()).toEqual([]);
  });

  it.each([
    ['goes on for the same ones in any order', ['g2', 'g1'], true],
    ['begins again when another one is asked for', ['g1', 'g2', 'g3'], false],
    ['begins again when one is no longer asked for', ['g1'], false],
    ['begins again when all are asked for', null, false],
  ])('%s', async (_, groupIds, goesOn) => {
    const { source } = await sourceReading({ [filtered('g1', 'g2')]: page([]), [RESUMED_LINE]: page([]) });
    const from = await endOf(source.groupChanges({ ...everything, groupIds: ['g1', 'g2'] }));

    const resumed = await collected(source.groupChanges({ attributes: [], groupIds, from })).catch(
      (error: unknown) => error,
    );

    if (goesOn) expect(resumed).toMatchObject([{ changes: [], isLast: true }]);
    else expect(resumed).toMatchObject({ name: 'WatermarkExpired', restart: 'everything', resumeAt: null });
  });
});

describe('a position in the groups that Graph has forgotten', () => {
  it.each<[string, CannedAnswer, 'round' | 'everything', string | undefined]>([
    [
      '410 with a place to begin',
      {
        status: 410,
        headers: { location: '{origin}/v1.0/groups/delta?$deltatoken=' },
        json: graphError('x'),
      },
      'everything',
      '/v1.0/groups/delta?$deltatoken=',
    ],
    ['410 without a place', { status: 410, text: '' }, 'everything', undefined],
    ['syncStateNotFound', { status: 400, json: graphError('syncStateNotFound') }, 'everything', undefined],
    ['a token that is no token', { status: 400, json: graphError('BadRequest') }, 'everything', undefined],
    ['an expired page', { status: 400, json: graphError('Directory_ExpiredPageToken') }, 'round', undefined],
  ])('%s', async (_, answer, restart, resumeAt) => {
    const { source, server } = await sourceReading({ [DELTA_LINE]: page([]), [RESUMED_LINE]: answer });
    const from = await endOf(source.groupChanges(everything));

    const error = await failureOf(collected(source.groupChanges({ ...everything, from })));

    if (!(error instanceof WatermarkExpired)) throw error;
    expect(error.restart).toBe(restart);
    expect(linkOf(error.resumeAt)).toBe(resumeAt === undefined ? undefined : server.origin + resumeAt);
  });

  it('may be resumed where Graph says', async () => {
    const { source } = await sourceReading({
      [DELTA_LINE]: page([]),
      [RESUMED_LINE]: { status: 410, headers: { location: '/v1.0/groups/delta?$deltatoken=' }, text: '' },
      'GET /v1.0/groups/delta?$deltatoken=': page([aGraphGroup()]),
    });
    const from = await endOf(source.groupChanges(everything));
    const error = await failureOf(collected(source.groupChanges({ ...everything, from })));
    if (!(error instanceof WatermarkExpired)) throw error;

    const [again] = await collected(source.groupChanges({ ...everything, from: error.resumeAt }));

    expect(again?.changes).toEqual([present()]);
  });

  it('is one of the users', async () => {
    const { source } = await sourceReading({
      'GET /v1.0/users/delta?$select=accountEnabled,deletedDateTime,displayName,id,userPrincipalName,userType':
        page([]),
    });
    const from: Watermark = await endOf(source.userChanges({ attributes: [], from: null }));

    const error = await failureOf(collected(source.groupChanges({ ...everything, from })));

    expect(error).toBeInstanceOf(WatermarkExpired);
  });
});

describe('a round of groups that proves nothing', () => {
  const itself = { '@odata.nextLink': `{origin}${DELTA_LINE.slice('GET '.length)}` };

  it.each<[string, CannedAnswer, string, string]>([
    [
      'links to itself',
      page([aGraphGroup(members(user('u1'), left('u1')))], itself),
      'SourceIncompatible',
      '50 pages without anything new',
    ],
    ['has no link at all', page([], {}), 'SourceIncompatible', 'neither a nextLink nor a deltaLink'],
    ['has a group without id', page([{ displayName: 'x' }]), 'SourceIncompatible', "at 'value.0.id'"],
    [
      'has a member without id',
      page([aGraphGroup(members({ '@odata.type': '#microsoft.graph.user' }))]),
      'SourceIncompatible',
      "at 'value.0.members@delta.0.id'",
    ],
    ['is forbidden', { status: 403, json: graphError('x') }, 'SourcePermissionMissing', 'HTTP 403'],
  ])('%s', async (_, answer, type, words) => {
    const failure = await provisioningFailureOf(told({ [DELTA_LINE]: answer }));

    expect(failure.type).toBe(type);
    expect(failure.message).toContain(words);
    expect(failure.message).toMatch(/^Reading group changes: /);
  });

  it('names the permission it needs', async () => {
    const failure = await provisioningFailureOf(
      told({ [DELTA_LINE]: { status: 403, json: graphError('Authorization_RequestDenied') } }),
    );

    expect(failure.remedy).toContain('GroupMember.Read.All');
  });

  it('is no endless one for a group of members on very many pages', async () => {
    const pageCount = 120;
    const line = (index: number) => (index === 0 ? DELTA_LINE : `GET /v1.0/groups/delta?$skiptoken=${index}`);
    const link = (index: number) =>
      index === pageCount - 1
        ? END
        : { '@odata.nextLink': `{origin}/v1.0/groups/delta?$skiptoken=${index + 1}` };
    const answers = Object.fromEntries(
      Array.from({ length: pageCount }, (_, index) => [
        line(index),
        page([aGraphGroup(members(user(`u${index}`)))], link(index)),
      ]),
    );

    expect((await told(answers)).changes).toHaveLength(pageCount);
  });
});
