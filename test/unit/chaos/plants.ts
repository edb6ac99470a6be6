import type { World } from '../../chaos/world.js';
import { entry, patched, request, resource, user } from './a-world.js';
import {
  withTarget,
  withStore,
  withLinks,
  without,
  withUser,
  instead,
  withGroup,
  withMembers,
  withRequests,
  withLog,
  withoutEntry,
} from './spoil.js';

/** A violation, planted into a world where all is well, and the judge who must see it. */
export interface Plant {
  readonly judge: string;
  readonly violation: string;
  readonly spoil: (world: World) => World;
  readonly finds: RegExp;
}

export const plants: readonly Plant[] = [
  {
    judge: 'noAccountIsLost',
    violation: 'an account is gone',
    spoil: without('bob-id'),
    finds: /^bob has no account/,
  },
  {
    judge: 'noAccountIsThereTwice',
    violation: 'an account is there twice',
    spoil: withUser(resource('bob-2', { userName: 'bob.2', externalId: 'bob' })),
    finds: /^bob has several/,
  },
  {
    judge: 'noAccountIsThereTwice',
    violation: 'an account was made twice, and one is gone again',
    spoil: withRequests(request('POST', '/Users', { externalId: 'bob' }, 'bob-2')),
    finds: /bob was made several times/,
  },
  {
    judge: 'noAccountIsThereTwice',
    violation: 'somebody has an account who is not to have one',
    spoil: withUser(user('eve')),
    finds: /^eve@.* nobody wants/,
  },
  {
    judge: 'noAccountIsThereTwice',
    violation: 'a group is there twice',
    spoil: withGroup(resource('sales-2', { displayName: 'Sales' })),
    finds: /^the group Sales is there several times/,
  },
  {
    judge: 'noAccountIsThereTwice',
    violation: 'a group is there that is not wanted',
    spoil: withGroup(resource('crew', { displayName: 'Crew' })),
    finds: /^the group Crew is not wanted/,
  },
  {
    judge: 'accountsAreRight',
    violation: 'somebody is active who is not to be',
    spoil: instead(user('dan')),
    finds: /^the active of dan is true instead of false/,
  },
  {
    judge: 'accountsAreRight',
    violation: 'a manager is missing',
    spoil: instead(user('bob')),
    finds: /^the manager of bob is not ada/,
  },
  {
    judge: 'groupsAreRight',
    violation: 'a member is missing',
    spoil: withMembers(),
    finds: /lacks the member ada-id/,
  },
  {
    judge: 'groupsAreRight',
    violation: 'a group has a member too many',
    spoil: withMembers('ada-id', 'bob-id'),
    finds: /has bob-id, who is no member/,
  },
  {
    judge: 'groupsAreRight',
    violation: 'a group is missing',
    spoil: (world) => withTarget(world, { groups: [] }),
    finds: /^there is no group Sales/,
  },
  {
    judge: 'targetIsSound',
    violation: 'the target holds what it must not',
    spoil: (world) => withTarget(world, { violations: [{ type: 'duplicateUserName', userIds: [] }] }),
    finds: /duplicateUserName/,
  },
  {
    judge: 'nothingIsRemovedWithoutCause',
    violation: 'somebody was deleted and made again',
    spoil: withRequests(request('DELETE', '/Users/bob-id', null, 'bob-id', null)),
    finds: /^bob was deleted without cause/,
  },
  {
    judge: 'nothingIsRemovedWithoutCause',
    violation: 'somebody was disabled for a while',
    spoil: withRequests(patched('Users', 'bob-id', { op: 'replace', path: 'active', value: false })),
    finds: /^bob was disabled without cause/,
  },
  {
    judge: 'nothingIsRemovedWithoutCause',
    violation: 'a member was taken out for a while',
    spoil: withRequests(
      patched('Groups', 'sales-id', { op: 'remove', path: 'members', value: [{ value: 'ada-id' }] }),
    ),
    finds: /^ada was taken out of Sales without cause/,
  },
  {
    judge: 'nothingIsRemovedWithoutCause',
    violation: 'a group was deleted',
    spoil: withRequests(request('DELETE', '/Groups/sales-id', null, 'sales-id')),
    finds: /^Sales was deleted without cause/,
  },
  {
    judge: 'strangersAreLeftAlone',
    violation: 'a stranger was changed',
    spoil: withRequests(patched('Users', 'stranger', { op: 'replace', path: 'title', value: 'Clerk' })),
    finds: /was written to/,
  },
  {
    judge: 'strangersAreLeftAlone',
    violation: 'a stranger is gone',
    spoil: without('stranger'),
    finds: /is gone/,
  },
  {
    judge: 'logTellsEverything',
    violation: 'a create whose answer was lost is not in the log',
    spoil: withoutEntry('create', 'bob-id'),
    finds: /create of bob/,
  },
  {
    judge: 'logTellsEverything',
    violation: 'a delete is not in the log',
    spoil: withoutEntry('delete', 'eve-id'),
    finds: /delete of eve/,
  },
  {
    judge: 'logTellsEverything',
    violation: 'a disable is in the log as a failure only',
    spoil: withLog((log) =>
      log.map((each) => (each.action === 'disable' ? { ...each, status: 'failure' } : each)),
    ),
    finds: /active = false of dan/,
  },
  {
    judge: 'logTellsEverything',
    violation: 'members are not in the log',
    spoil: withoutEntry('update', 'sales-id'),
    finds: /addMember of Sales/,
  },
  {
    judge: 'logTellsEverything',
    violation: 'a manager is not in the log',
    spoil: withoutEntry('update', 'bob-id'),
    finds: /manager/,
  },
  {
    judge: 'logIsTrue',
    violation: 'the log tells of a create that was none',
    spoil: withLog((log) => [...log, entry('create', 'fay-id')]),
    finds: /says create of fay-id/,
  },
  {
    judge: 'logIsTrue',
    violation: 'the log tells of an update that was none',
    spoil: withLog((log) => [
      ...log,
      entry('update', 'sales-id', [{ path: 'displayName', newValue: 'Buying' }]),
    ]),
    finds: /says update of Sales/,
  },
  {
    judge: 'logIsTrue',
    violation: 'the log tells of a member who was not added',
    spoil: withLog((log) => [
      ...log,
      entry('update', 'sales-id', [{ path: 'members', oldValue: null, newValue: [{ value: 'dan-id' }] }]),
    ]),
    finds: /says update of Sales/,
  },
  {
    judge: 'logIsTrue',
    violation: 'the log tells of a delete, and the account is there',
    spoil: withLog((log) => [...log, entry('delete', 'bob-id')]),
    finds: /says delete of bob/,
  },
  {
    judge: 'logIsTrue',
    violation: "the log's last word on somebody is not so",
    spoil: instead(user('dan')),
    finds: /last word on the active of dan/,
  },
  ...(
    [
      [
        'an operation',
        { open: [{ objectId: 'x', action: 'create', status: 'unknown' }] },
        /to create is left unknown/,
      ],
      ['a lease', { leases: ['app'] }, /lease app/],
      ['an escrow', { escrows: [{ objectId: 'x', errorCode: 'EntryConflict' }] }, /EntryConflict/],
      ['a deletion', { stagedDeletions: ['x'] }, /deletion/],
      ['a reference', { unconfirmedReferences: ['x'] }, /reference/],
      ['a mark', { waiting: ['x'] }, /waiting for a plan/],
    ] as const
  ).map(([what, store, finds]): Plant => ({
    judge: 'nothingIsLeftOpen',
    violation: `${what} is left`,
    spoil: withStore(store),
    finds,
  })),
  {
    judge: 'linksAreTrue',
    violation: 'somebody is linked to another one',
    spoil: (world) =>
      withStore({
        links: world.store.links.map((each) =>
          each.sourceId === 'source-bob' ? { ...each, targetId: 'ada-id' } : each,
        ),
      })(world),
    finds: /^bob is linked to the account of ada/,
  },
  {
    judge: 'linksAreTrue',
    violation: 'a link leads nowhere',
    spoil: without('bob-id'),
    finds: /^bob is linked to an account that is not there/,
  },
  {
    judge: 'linksAreTrue',
    violation: 'somebody is not linked',
    spoil: withLinks(({ sourceId }) => sourceId !== 'source-bob'),
    finds: /^bob is not linked/,
  },
  {
    judge: 'linksAreTrue',
    violation: 'a group is not linked',
    spoil: withLinks(({ objectName }) => objectName === 'User'),
    finds: /^0 groups are linked instead of 1/,
  },
  {
    judge: 'jobIsHealthy',
    violation: 'the job is in quarantine',
    spoil: (world) => ({
      ...world,
      status: {
        ...world.status,
        code: 'Quarantine',
        quarantine: { reason: 'TooManyDeletes' },
      } as World['status'],
    }),
    finds: /TooManyDeletes/,
  },
  {
    judge: 'jobIsHealthy',
    violation: 'the last cycle failed',
    spoil: (world) => ({
      ...world,
      status: { ...world.status, lastExecution: { state: 'Failed' } } as World['status'],
    }),
    finds: /did not succeed/,
  },
];
