import { APP, upn } from '../integration/scenarios/harness/directory.js';
import {
  account,
  because,
  withAccount,
  withGroup,
  withoutAccount,
  withoutGroup,
  type Expected,
} from './expected.js';

/** What somebody does to the directory, or to the target behind scimflow's back. */
export type Deed =
  | {
      readonly where: 'directory';
      readonly method: 'post' | 'patch' | 'delete';
      readonly path: string;
      readonly body?: object;
    }
  | { readonly where: 'target'; readonly user: Readonly<Record<string, string | boolean>> };

/** The request by which the chapter's operation reaches the target. */
export interface OperationRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly bodyIncludes?: string;
}

export const chapterIds = [
  'firstCycle',
  'createUser',
  'adoptUser',
  'linkUser',
  'updateUser',
  'disableUser',
  'enableUser',
  'deleteUser',
  'createGroup',
  'renameGroup',
  'addMember',
  'removeMember',
  'setManager',
  'deleteGroup',
] as const;
export type ChapterId = (typeof chapterIds)[number];

/** One operation, and the cycle that is to carry it out. */
export interface Chapter {
  readonly id: ChapterId;
  readonly title: string;
  /** Chapters that must have been played before. */
  readonly after: readonly ChapterId[];
  readonly deeds: readonly Deed[];
  readonly request: OperationRequest;
  /** The call to the target by which a worker carries it out; null where nothing is written. */
  readonly call: 'target.create' | 'target.update' | 'target.delete' | 'target.changeMembers' | null;
  readonly becomes: (before: Expected) => Expected;
}

const user = (alias: string): string => `/users/${encodeURIComponent(upn(alias))}`;
const change = (alias: string, body: object): Deed => ({
  where: 'directory',
  method: 'patch',
  path: user(alias),
  body,
});
const assign = (principal: string): Deed => assignment('post', principal);
const unassign = (principal: string): Deed => assignment('delete', principal);

function assignment(method: 'post' | 'delete', principal: string): Deed {
  return { where: 'directory', method, path: '/assignments', body: { app: APP, principal } };
}

function membership(method: 'post' | 'delete', group: string, alias: string): Deed {
  return {
    where: 'directory',
    method,
    path: `/groups/${encodeURIComponent(group)}/members`,
    body: { members: [upn(alias)] },
  };
}

const PATCH_USER = { method: 'PATCH', path: '/Users/' } as const;
const PATCH_GROUP = { method: 'PATCH', path: '/Groups/' } as const;
const createAs = (alias: string): OperationRequest => ({
  method: 'POST',
  path: '/Users',
  bodyIncludes: `"${upn(alias)}"`,
});

/** The same for all runs: each operation once, each in a cycle of its own after the first. */
export const story: readonly Chapter[] = [
  {
    id: 'firstCycle',
    title: 'first cycle',
    after: [],
    deeds: [],
    request: createAs('gus'),
    call: 'target.create',
    becomes: () => ({
      accounts: {
        ada: account('ada', { title: 'Director' }),
        bob: account('bob', { manager: 'ada' }),
        cyd: account('cyd', { manager: 'bob' }),
        dan: account('dan'),
        eve: account('eve'),
        fay: account('fay'),
        gus: account('gus'),
      },
      groups: { Sales: { displayName: 'Sales', members: ['bob', 'cyd'] } },
      causes: [],
    }),
  },
  {
    id: 'createUser',
    title: 'create user',
    after: [],
    deeds: [assign(upn('ian'))],
    request: createAs('ian'),
    call: 'target.create',
    becomes: (before) => withAccount(before, 'ian', {}),
  },
  {
    id: 'adoptUser',
    title: 'create user, found by 409',
    after: [],
    deeds: [
      { where: 'target', user: { userName: upn('jan'), displayName: 'Jan J.', active: true } },
      assign(upn('jan')),
    ],
    request: createAs('jan'),
    call: 'target.update',
    becomes: (before) => withAccount(before, 'jan', {}),
  },
  {
    id: 'linkUser',
    title: 'match and link, nothing written',
    after: [],
    deeds: [
      {
        where: 'target',
        user: {
          externalId: 'kim',
          userName: upn('kim'),
          displayName: 'kim',
          title: 'Clerk',
          active: true,
        },
      },
      assign(upn('kim')),
    ],
    request: { method: 'GET', path: '/Users?filter=' },
    call: null,
    becomes: (before) => withAccount(before, 'kim', {}),
  },
  {
    id: 'updateUser',
    title: 'update user',
    after: [],
    deeds: [change('bob', { jobTitle: 'Head of Sales' })],
    request: PATCH_USER,
    call: 'target.update',
    becomes: (before) => withAccount(before, 'bob', { title: 'Head of Sales' }),
  },
  {
    id: 'disableUser',
    title: 'disable user',
    after: [],
    deeds: [unassign(upn('dan'))],
    request: PATCH_USER,
    call: 'target.update',
    becomes: (before) =>
      because(withAccount(before, 'dan', { active: false }), { type: 'disable', alias: 'dan' }),
  },
  {
    id: 'enableUser',
    title: 're-enable user',
    after: ['disableUser'],
    deeds: [assign(upn('dan'))],
    request: PATCH_USER,
    call: 'target.update',
    becomes: (before) => withAccount(before, 'dan', { active: true }),
  },
  {
    id: 'deleteUser',
    title: 'delete user',
    after: [],
    deeds: [
      { where: 'directory', method: 'delete', path: user('eve') },
      { where: 'directory', method: 'delete', path: `/deleted/${encodeURIComponent(upn('eve'))}` },
    ],
    request: { method: 'DELETE', path: '/Users/' },
    call: 'target.delete',
    becomes: (before) =>
      because(
        withoutAccount(before, 'eve'),
        { type: 'delete', alias: 'eve' },
        { type: 'disable', alias: 'eve' },
      ),
  },
  {
    id: 'createGroup',
    title: 'create group',
    after: [],
    deeds: [assign('Crew')],
    request: { method: 'POST', path: '/Groups' },
    call: 'target.create',
    becomes: (before) => withGroup(before, 'Crew', { members: ['fay', 'gus'] }),
  },
  {
    id: 'renameGroup',
    title: 'rename group',
    after: [],
    deeds: [
      { where: 'directory', method: 'patch', path: '/groups/Sales', body: { displayName: 'Sales Europe' } },
    ],
    request: PATCH_GROUP,
    call: 'target.update',
    becomes: (before) => withGroup(before, 'Sales', { displayName: 'Sales Europe' }),
  },
  {
    id: 'addMember',
    title: 'add member',
    after: ['renameGroup'],
    deeds: [membership('post', 'Sales Europe', 'fay')],
    request: PATCH_GROUP,
    call: 'target.changeMembers',
    becomes: (before) => withGroup(before, 'Sales', { members: ['bob', 'cyd', 'fay'] }),
  },
  {
    id: 'removeMember',
    title: 'remove member',
    after: ['addMember'],
    deeds: [membership('delete', 'Sales Europe', 'cyd')],
    request: PATCH_GROUP,
    call: 'target.changeMembers',
    becomes: (before) =>
      because(withGroup(before, 'Sales', { members: ['bob', 'fay'] }), {
        type: 'leave',
        group: 'Sales',
        alias: 'cyd',
      }),
  },
  {
    id: 'setManager',
    title: 'set manager',
    after: [],
    deeds: [change('gus', { manager: upn('bob') })],
    request: PATCH_USER,
    call: 'target.update',
    becomes: (before) => withAccount(before, 'gus', { manager: 'bob' }),
  },
  {
    id: 'deleteGroup',
    title: 'delete group',
    after: ['createGroup'],
    deeds: [{ where: 'directory', method: 'delete', path: '/groups/Crew' }],
    request: { method: 'DELETE', path: '/Groups/' },
    call: 'target.delete',
    becomes: (before) => because(withoutGroup(before, 'Crew'), { type: 'deleteGroup', group: 'Crew' }),
  },
];

export const nothing: Expected = { accounts: {}, groups: {}, causes: [] };

/** The chapters wanted and those they need, in the story's order; always with the first cycle. */
export function chaptersWith(wanted: ReadonlySet<ChapterId>): readonly Chapter[] {
  const needed = new Set<ChapterId>(['firstCycle', ...wanted]);
  // From the end, because a chapter needs only earlier ones.
  for (const { id, after } of story.toReversed())
    if (needed.has(id)) for (const each of after) needed.add(each);
  return story.filter(({ id }) => needed.has(id));
}
