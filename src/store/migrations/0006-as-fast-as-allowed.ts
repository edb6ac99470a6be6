import { sql, type Kysely } from 'kysely';

/**
 * Indexes for what every cycle asks about all of an app or a directory, so that its cost grows with what changed. And who sends to
 * an app, with what part of its rate: nothing of that is worth keeping when the server falls.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `create index entitlement_by_group on entitlement (app_id, through_group_id, user_id) where through_group_id <> ''`,
  `create index assignment_of_groups on assignment (app_id, principal_id, app_role_id) where principal_type = 'Group'`,
  `create index directory_user_soft_deleted on directory_user (source, object_id) where state = 'softDeleted'`,
  // Judged at the end of a statement, so that one can number many operations anew.
  `drop index operation_by_ordinal`,
  `alter table operation add constraint operation_by_ordinal unique (app_id, cycle_number, ordinal) deferrable initially immediate`,
  `create index cycle_running on cycle (app_id, number) where state = 'running'`,
  `create unlogged table target_share (
     app_id text not null,
     holder uuid not null,
     share double precision not null default 0,
     valid_until timestamptz not null,
     closed_until timestamptz not null,
     throttlings integer not null default 0,
     requests_per_second double precision,
     primary key (app_id, holder)
   )`,
];
