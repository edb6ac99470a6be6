import { sql, type Kysely } from 'kysely';

/**
 * What failed and is tried again by a ladder of its own; deletes and disables that wait for an answer; what a cycle decided
 * about itself; who works on what just now; references that were sent and of which nobody knows yet whether they arrived.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `create table escrow (
     app_id text not null,
     object_id text not null,
     about text not null check (about in ('object', 'references')),
     error_code text not null,
     attempts integer not null,
     first_failed_at timestamptz not null,
     last_failed_at timestamptz not null,
     last_failed_in integer not null,
     next_attempt_at timestamptz not null,
     primary key (app_id, object_id, about)
   )`,
  // What waited for the next cycle under the rule before this one is waiting still.
  `insert into escrow (app_id, object_id, about, error_code, attempts, first_failed_at, last_failed_at, last_failed_in, next_attempt_at)
   select app_id, object_id, about, 'InternalServerError', 1, now(), now(), from_cycle - 1, now()
   from (select app_id, object_id, 'object' as about, from_cycle from dirty_object
         union all select app_id, object_id, 'references', from_cycle from dirty_reference) waiting
   where from_cycle > 0`,
  `delete from dirty_object where from_cycle > 0`,
  `delete from dirty_reference where from_cycle > 0`,
  `alter table dirty_object drop column from_cycle`,
  `alter table dirty_reference drop column from_cycle`,
  `create table staged_deletion (
     app_id text not null,
     object_id text not null,
     object_name text not null check (object_name in ('User', 'Group')),
     action text not null check (action in ('disable', 'delete')),
     state text not null check (state in ('waiting', 'allowed', 'rejected')),
     grounds text not null,
     staged_in integer not null,
     staged_at timestamptz not null,
     primary key (app_id, object_id)
   )`,
  `create table cycle_event (
     id bigint generated always as identity primary key,
     app_id text not null,
     cycle_number integer not null,
     occurred_at timestamptz not null,
     code text not null,
     subject text not null default '',
     message text not null,
     unique (app_id, cycle_number, code, subject)
   )`,
  `create table lease (
     name text primary key,
     holder text not null,
     attempted_at timestamptz not null,
     valid_until timestamptz not null
   )`,
  `alter table exported_reference add column is_confirmed boolean not null default true`,
  `alter table operation add column grounds text`,
  `alter table operation drop constraint operation_action_check`,
  `alter table operation add constraint operation_action_check check (
     action in ('create', 'update', 'disable', 'delete', 'skip', 'fail', 'stagedDelete', 'stagedAction'))`,
  `alter table operation drop constraint operation_status_check`,
  `alter table operation add constraint operation_status_check check (
     status in ('planned', 'started', 'unknown', 'success', 'warning', 'failure', 'skipped'))`,
  `create index operation_unknown on operation (app_id) where status = 'unknown'`,
  `alter table configuration_version add column applied_by text`,
  // Members whom no reading shows and none has proved to be gone are looked at in every cycle.
  `create index directory_reference_in_doubt on directory_reference (source, object_id) where seen_in_round = 0`,
];
