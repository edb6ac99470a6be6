import pg from 'pg';
import type { CycleContext } from '../../../src/cycle/cycle-context.js';
import type {
  Assignment,
  DirectoryChange,
  DirectorySource,
  Watermark,
} from '../../../src/directory/directory-source.js';
import type { Store } from '../../../src/store/index.js';
import { aCycle, MANAGER, noSource, someCycleRules } from './a-cycle.js';
import type { FakeTarget } from './fake-target.js';

export const ROLE = '18d14569-c3bd-439b-9a66-3a2aee01d14f';
/** Through which the second half of the people is assigned. */
export const STAFF = idOf(0);
const PAGE = 999;

export function idOf(person: number): string {
  return `00000000-0000-4000-8000-${String(person).padStart(12, '0')}`;
}

/** The same in SQL. */
function idIn(person: string): string {
  return `'00000000-0000-4000-8000-' || lpad((${person})::text, 12, '0')`;
}

const ID = idIn('n');
const MANAGER_OF = '1 + (n - 1) / 10';

/** What a company of so many people looks like after its first cycle. */
function rowsFor(users: number): readonly string[] {
  const half = Math.floor(users / 2);
  const everybody = `generate_series(1, ${users}) n`;
  return [
    `insert into directory_user (source, object_id, state, account_enabled, attributes, seen_in_round)
     select 'contoso', ${ID}, case when n > ${users} then 'softDeleted' else 'present' end, true,
            jsonb_build_object('displayName', array['user-' || n], 'jobTitle', array['Employee']), 1
     from generate_series(1, ${users} + ${Math.ceil(users / 100)}) n`,
    `insert into directory_group (source, object_id, state, is_security_enabled, attributes, seen_in_round)
     values ('contoso', '${STAFF}', 'present', true, '{"displayName": ["Staff"]}', 1)`,
    `insert into directory_reference (source, object_id, name, referenced_id, seen_in_round)
     select 'contoso', ${ID}, 'manager', ${idIn(MANAGER_OF)}, 1 from ${everybody} where n > 1
     union all
     select 'contoso', '${STAFF}', 'members', ${ID}, 1 from ${everybody} where n > ${half}`,
    `insert into app_role (app_id, app_role_id, value, display_name, is_enabled, allows_users)
     values ('desk', '${ROLE}', 'User', 'User', true, true)`,
    `insert into assignment (app_id, assignment_id, principal_id, principal_type, app_role_id)
     select 'desk', 'of-' || ${ID}, ${ID}, 'User', '${ROLE}' from ${everybody} where n <= ${half}
     union all values ('desk', 'of-${STAFF}', '${STAFF}', 'Group', '${ROLE}')`,
    `insert into entitlement (app_id, user_id, app_role_id, through_group_id)
     select 'desk', ${ID}, '${ROLE}', case when n <= ${half} then '' else '${STAFF}' end from ${everybody}`,
    `insert into link (app_id, source_id, object_name, target_id, exported, state)
     select 'desk', ${ID}, 'User', 't' || n,
            jsonb_build_object('userName', 'user-' || n, 'active', true, 'title', 'Employee'), 'managed'
     from ${everybody}
     union all values ('desk', '${STAFF}', 'Group', 't0', '{"displayName": "Staff", "externalId": "${STAFF}"}'::jsonb, 'managed')`,
    `insert into exported_reference (app_id, object_id, path, referenced_id, target_id)
     select 'desk', ${ID}, '${MANAGER}', ${idIn(MANAGER_OF)}, 't' || (${MANAGER_OF})
     from ${everybody} where n > 1
     union all select 'desk', '${STAFF}', 'members', ${ID}, 't' || n from ${everybody} where n > ${half}`,
    `insert into operation (app_id, cycle_number, ordinal, object_id, source_name, target_id, action, status, match_key,
                            "values", finished_at)
     select 'desk', 1, n, ${ID}, 'user-' || n, 't' || n, 'create', 'success', 'userName user-' || n,
            jsonb_build_object('userName', 'user-' || n, 'active', true, 'title', 'Employee'), now()
     from ${everybody}`,
    `insert into cycle (app_id, number, kind, configuration_version, state, ended_at)
     values ('desk', 1, 'initial', 1, 'succeeded', now())`,
    `insert into feed (source, name, attributes, round, is_full, continue_at, is_complete)
     values ('contoso', 'users', '${braces(someCycleRules.User.mapping.sourceAttributes)}', 1, true, 'users-1', true),
            ('contoso', 'groups', '${braces([...(someCycleRules.Group?.mapping.sourceAttributes ?? []), STAFF])}',
             1, true, 'groups-1', true)`,
  ];
}

function braces(texts: readonly string[]): string {
  return `{${texts.map((text) => JSON.stringify(text)).join(',')}}`;
}

/** Keys and indexes of all tables, but for keys that are referred to. */
const BUILT_AFTERWARDS = `
  select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
         format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as create
  from pg_constraint c
  where contype in ('p', 'u') and connamespace = 'public'::regnamespace
    and not exists (select from pg_constraint f where f.contype = 'f' and f.conindid = c.conindid)
  union all
  select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
  from pg_index join pg_class on pg_class.oid = indrelid and relnamespace = 'public'::regnamespace
  where not exists (select from pg_constraint where conindid = indexrelid)`;

/** Stores a company of `users` people: half of them are assigned directly, the others through one group. */
export async function storeLargeCompany(url: string, users: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // What is built at once takes a fraction of the time.
    const { rows: built } = await client.query<{ drop: string; create: string }>(BUILT_AFTERWARDS);
    for (const { drop } of built) await client.query(drop);
    for (const statement of rowsFor(users)) await client.query(statement);
    for (const { create } of built) await client.query(create);
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}

/** What the directory says otherwise than it did in the first cycle. */
export interface News {
  readonly titles?: readonly number[];
  readonly assigned?: readonly Assignment[];
  readonly unassigned?: readonly number[];
  readonly joined?: readonly string[];
  readonly left?: readonly number[];
}

/** A cycle of that company, in which the directory tells of `news`. */
export function aLargeCycle(
  store: Store,
  target: FakeTarget,
  { users, number, news = {} }: { readonly users: number; readonly number: number; readonly news?: News },
): CycleContext {
  const { User, Group } = someCycleRules;
  return aCycle(store, target, {
    appId: 'desk',
    sourceKey: 'contoso',
    number,
    source: aLargeSource(users, number, news),
    concurrency: 8,
    rules: {
      User: { ...User, scope: 'assigned' },
      Group: Group === null ? null : { ...Group, scope: 'assigned' },
    },
  });
}

function aLargeSource(users: number, number: number, news: News): DirectorySource {
  const half = Math.floor(users / 2);
  const userOf = (person: number, title: string) => ({
    id: idOf(person),
    accountEnabled: true,
    attributes: { displayName: [`user-${person}`], jobTitle: [title] },
  });
  const changes = (news.titles ?? []).map((person): DirectoryChange => ({
    type: 'present',
    user: userOf(person, `Chief ${number}`),
  }));
  const role = { id: ROLE, value: 'User', displayName: 'User', isEnabled: true, allowsUsers: true };
  const unassigned = new Set(news.unassigned);
  const left = new Set(news.left);
  const direct = () => range(1, half, unassigned);
  const members = () => range(half + 1, users, left);
  return {
    ...noSource,
    servicePrincipal: () => Promise.resolve({ id: 'app', displayName: 'app', appRoles: [role] }),
    async *userChanges() {
      yield await Promise.resolve({ changes, continueAt: `users-${number}` as Watermark, isLast: true });
    },
    async *groupChanges() {
      const members = [
        ...(news.joined ?? []).map((userId) => ({ userId, joined: true })),
        ...(news.left ?? []).map((person) => ({ userId: idOf(person), joined: false })),
      ];
      const staff = { id: STAFF, isSecurityEnabled: true, attributes: { displayName: ['Staff'] } };
      yield await Promise.resolve({
        changes: members.length === 0 ? [] : [{ type: 'present' as const, group: staff, members }],
        continueAt: `groups-${number}` as Watermark,
        isLast: true,
      });
    },
    user: (id) =>
      Promise.resolve({
        type: 'present',
        user: { id, accountEnabled: true, attributes: { displayName: [`guest ${id}`], jobTitle: ['Guest'] } },
      }),
    isSecurityEnabled: () => Promise.resolve(true),
    assignmentCount: () => Promise.resolve(0),
    directUserMemberCount: () => Promise.resolve(0),
    async *assignments() {
      const staff = {
        id: `of-${STAFF}`,
        principalId: STAFF,
        principalType: 'Group',
        appRoleId: ROLE,
      } as const;
      yield await Promise.resolve([staff, ...(news.assigned ?? [])]);
      yield* pages(direct(), assignmentOf);
    },
    directUserMembers: () => Promise.resolve(pagesAfter(news.joined ?? [], pages(members(), idOf))),
  };
}

export function assignmentOf(person: number): Assignment {
  return { id: `of-${idOf(person)}`, principalId: idOf(person), principalType: 'User', appRoleId: ROLE };
}

export function* range(first: number, last: number, without: ReadonlySet<number>): Generator<number> {
  for (let person = first; person <= last; person += 1) if (!without.has(person)) yield person;
}

export async function* pages<T>(
  people: Iterable<number>,
  toItem: (person: number) => T,
): AsyncGenerator<readonly T[]> {
  let page: T[] = [];
  for (const person of people) {
    page.push(toItem(person));
    if (page.length < PAGE) continue;
    yield await Promise.resolve(page);
    page = [];
  }
  yield page;
}

async function* pagesAfter<T>(
  first: readonly T[],
  rest: AsyncIterable<readonly T[]>,
): AsyncGenerator<readonly T[]> {
  yield first;
  yield* rest;
}
