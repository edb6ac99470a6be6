import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CycleContext } from '../../../src/cycle/cycle-context.js';
import { fetchAssignments } from '../../../src/cycle/fetch-assignments.js';
import { fetchGroups } from '../../../src/cycle/fetch-groups.js';
import {
  WatermarkExpired,
  type DirectoryGroup,
  type DirectorySource,
  type GroupChange,
  type GroupState,
  type Watermark,
} from '../../../src/directory/directory-source.js';
import type { Store } from '../../../src/store/index.js';
import { openTestStore } from '../../support/store.js';
import { aLinkRow, readUsers, user } from '../store/a-directory.js';
import { aCycle, noSource } from './a-cycle.js';
import { FakeTarget } from './fake-target.js';

type Page = readonly GroupChange[] | Error;

/** A source whose answers need not go together. */
class TornSource {
  /** Each reading of the feed: pages, of which one may break off. */
  readonly rounds: (readonly Page[])[] = [];
  /** What a group is when asked for by id, answer by answer; the last one stays. */
  states: GroupState[] = [{ type: 'present', group: named('sales') }];
  /** Null: there is no such group. */
  members: readonly string[] | null = null;
  /** Null: the source does not tell. */
  isInRecycleBin: boolean | null = null;

  asSource(): DirectorySource {
    return {
      ...noSource,
      groupChanges: () => this.#read(),
      group: () => {
        const [state = { type: 'deleted' }, ...later] = this.states;
        if (later.length > 0) this.states = later;
        return Promise.resolve(state);
      },
      directUserMembers: () => Promise.resolve(this.members === null ? null : pageOf(this.members)),
    };
  }

  async *#read() {
    const pages = this.rounds.shift() ?? [];
    await Promise.resolve();
    for (const [index, changes] of pages.entries()) {
      if (changes instanceof Error) throw changes;
      yield { changes, continueAt: `after-${index}` as Watermark, isLast: index === pages.length - 1 };
    }
  }
}

describe('a directory that contradicts itself about a group', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(async () => {
    await opened.close();
  });

  /** Sales, with Ann and Bo, is read once. */
  async function salesOfTwo() {
    const source = new TornSource();
    const context = aCycle(store, new FakeTarget(), { source: source.asSource() });
    for (const id of ['ann', 'bo', 'cy']) await store.links.claim(context, aLinkRow(id));
    source.rounds.push([[present('sales', 'ann', 'bo'), present('legal', 'cy')]]);
    await fetchGroups(context, null);
    return { source, context };
  }
  const membersOf = async (context: CycleContext, objectId: string): Promise<readonly string[]> => {
    const place = { objectId, name: 'members', path: 'members' };
    const found = await store.references.missing(context, place, { after: '', limit: 100 });
    return found.map(({ referencedId }) => referencedId);
  };
  const stateOf = async (context: CycleContext, id: string): Promise<string | undefined> =>
    (await store.plans.object(context, 'Group', id))?.state;

  const brokenOff = new Error('the connection broke');

  describe('passed over by a full read, there when asked for, without a list of members', () => {
    it('loses none: the round does not end', async () => {
      const { source, context } = await salesOfTwo();
      source.rounds.push([new WatermarkExpired('everything')], [[present('legal', 'cy')]]);

      await expect(fetchGroups(context, null)).rejects.toMatchObject({ type: 'SourceUnavailable' });

      expect(await stateOf(context, 'sales')).toBe('present');
      expect(await membersOf(context, 'sales')).toEqual(['ann', 'bo']);
    });

    it('is gone when it is, asked for once more', async () => {
      const { source, context } = await salesOfTwo();
      source.states = [{ type: 'present', group: named('sales') }, { type: 'deleted' }];
      source.rounds.push([new WatermarkExpired('everything')], [[present('legal', 'cy')]]);

      await fetchGroups(context, null);

      expect(await stateOf(context, 'sales')).toBe('deleted');
    });
  });

  it('entitles those whom it did when it is assigned and has no list of members', async () => {
    const { source, context } = await salesOfTwo();
    const { rules } = context;
    const assigned = {
      ...context,
      rules: { User: { ...rules.User, scope: 'assigned' as const }, Group: null },
      source: {
        ...source.asSource(),
        servicePrincipal: (id: string) => Promise.resolve({ id, displayName: 'app', appRoles: [] }),
        assignments: () => assignmentOf('sales'),
        isSecurityEnabled: () => Promise.resolve(true),
        isInRecycleBin: () => Promise.resolve(source.isInRecycleBin),
      },
    };
    await readUsers(store, context, user('ann'), user('bo'));
    source.members = ['ann', 'bo'];
    await fetchAssignments(assigned);
    source.members = null;

    const entitled = async () => [...(await store.assignments.rolesOf(context.appId, ['ann', 'bo'])).keys()];

    for (const isInRecycleBin of [null, false]) {
      source.isInRecycleBin = isInRecycleBin;
      await fetchAssignments(assigned);
      expect(await entitled()).toEqual(['ann', 'bo']);
    }
    expect(await store.events.list({ appId: context.appId, limit: 10 })).toMatchObject([
      { code: 'AssignedGroupMissing', subject: 'sales' },
    ]);

    source.isInRecycleBin = true;
    await fetchAssignments(assigned);
    expect(await entitled()).toEqual([]);
  });

  it('has its members in the end when it came back before its list did', async () => {
    const { source, context } = await salesOfTwo();
    source.rounds.push([[removed('sales')]], [[present('sales')]], [[present('sales')]]);
    await fetchGroups(context, null);
    await expect(fetchGroups(context, null)).rejects.toMatchObject({ type: 'SourceUnavailable' });
    source.members = ['ann', 'bo'];

    await fetchGroups(context, null);

    expect(await membersOf(context, 'sales')).toEqual(['ann', 'bo']);
  });

  it('is not believed that it has no group at all while one of them is there', async () => {
    const { source, context } = await salesOfTwo();
    source.rounds.push([new WatermarkExpired('everything')], [[]]);

    await expect(fetchGroups(context, null)).rejects.toMatchObject({ type: 'SourceIncompatible' });

    expect(await stateOf(context, 'sales')).toBe('present');
    expect(await membersOf(context, 'sales')).toEqual(['ann', 'bo']);
  });

  it('is believed that it has no group any more when none of them is there', async () => {
    const { source, context } = await salesOfTwo();
    source.states = [{ type: 'deleted' }];
    source.rounds.push([new WatermarkExpired('everything')], [[]]);

    await fetchGroups(context, null);

    expect(await stateOf(context, 'sales')).toBe('deleted');
    expect(await stateOf(context, 'legal')).toBe('deleted');
  });

  it('is asked for it when a round tells of it as there, breaks off, and goes on with it as gone', async () => {
    const { source, context } = await salesOfTwo();
    source.members = ['ann', 'bo'];
    source.rounds.push([[present('sales')], brokenOff], [[removed('sales')]]);
    await expect(fetchGroups(context, null)).rejects.toBe(brokenOff);

    await fetchGroups(context, null);

    expect(await stateOf(context, 'sales')).toBe('present');
    expect(await membersOf(context, 'sales')).toEqual(['ann', 'bo']);
  });
});

function named(id: string): DirectoryGroup {
  return { id, isSecurityEnabled: true, attributes: { displayName: [id] } };
}

function present(id: string, ...members: readonly string[]): GroupChange {
  return {
    type: 'present',
    group: named(id),
    members: members.map((userId) => ({ userId, joined: true })),
  };
}

function removed(id: string): GroupChange {
  return { type: 'removed', id, reason: 'changed' };
}

async function* assignmentOf(principalId: string) {
  await Promise.resolve();
  const id = `to-${principalId}`;
  yield [{ id, principalId, principalType: 'Group' as const, appRoleId: 'role' }];
}

async function* pageOf(members: readonly string[]) {
  await Promise.resolve();
  yield members;
}
