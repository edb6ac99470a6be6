import { sql, type Kysely } from 'kysely';

/**
 * Tables by what they hold: configuration and cycles; the directory mirror and what changed in it; who is entitled;
 * the target as last listed; links; operations, which are the provisioning log once carried out.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `create table configuration_version (
     app_id text not null,
     version integer not null,
     configuration jsonb not null,
     applied_at timestamptz not null default now(),
     primary key (app_id, version)
   )`,
  `create table cycle (
     app_id text not null,
     number integer not null,
     kind text not null check (kind in ('initial', 'incremental')),
     configuration_version integer not null,
     state text not null check (state in ('running', 'succeeded', 'failed', 'cancelled')),
     began_at timestamptz not null default now(),
     ended_at timestamptz,
     imported integer not null default 0,
     error_code text,
     error_message text,
     primary key (app_id, number)
   )`,
  `create table feed (
     source text not null,
     name text not null,
     attributes text[] not null,
     round integer not null,
     is_full boolean not null,
     round_began_at_position text,
     continue_at text,
     is_complete boolean not null,
     updated_at timestamptz not null default now(),
     primary key (source, name)
   )`,
  `create table directory_user (
     source text not null,
     object_id text not null,
     state text not null check (state in ('present', 'softDeleted', 'deleted')),
     account_enabled boolean not null,
     attributes jsonb not null,
     seen_in_round integer not null,
     updated_at timestamptz not null default now(),
     primary key (source, object_id)
   )`,
  `create table dirty_object (
     app_id text not null,
     object_id text not null,
     from_cycle integer not null default 0,
     primary key (app_id, object_id)
   )`,
  `create table app_role (
     app_id text not null,
     app_role_id text not null,
     value text,
     display_name text not null,
     is_enabled boolean not null,
     allows_users boolean not null,
     primary key (app_id, app_role_id)
   )`,
  `create table assignment (
     app_id text not null,
     assignment_id text not null,
     principal_id text not null,
     principal_type text not null,
     app_role_id text not null,
     primary key (app_id, assignment_id)
   )`,
  `create table entitlement (
     app_id text not null,
     user_id text not null,
     app_role_id text not null,
     through_group_id text not null default '',
     primary key (app_id, user_id, app_role_id, through_group_id)
   )`,
  `create unlogged table assignment_reading (
     app_id text not null,
     assignment_id text not null,
     principal_id text not null,
     principal_type text not null,
     app_role_id text not null,
     primary key (app_id, assignment_id)
   )`,
  `create unlogged table member_reading (
     app_id text not null,
     group_id text not null,
     user_id text not null,
     primary key (app_id, group_id, user_id)
   )`,
  `create table target_index (
     app_id text primary key,
     cycle_number integer not null,
     is_complete boolean not null
   )`,
  `create table target_resource (
     app_id text not null,
     target_id text not null,
     current jsonb not null,
     primary key (app_id, target_id)
   )`,
  `create table target_match_value (
     app_id text not null,
     path text not null,
     folded_value text not null,
     target_id text not null,
     primary key (app_id, path, folded_value, target_id)
   )`,
  `create table link (
     app_id text not null,
     source_id text not null,
     target_id text not null,
     exported jsonb not null,
     state text not null check (state in ('managed', 'unmanaged')),
     created_at timestamptz not null default now(),
     updated_at timestamptz not null default now(),
     primary key (app_id, source_id),
     unique (app_id, target_id)
   )`,
  `create table operation (
     id bigint generated always as identity primary key,
     app_id text not null,
     cycle_number integer not null,
     ordinal integer,
     object_id text not null,
     source_name text,
     target_id text,
     action text not null check (action in ('create', 'update', 'disable', 'delete', 'skip', 'fail')),
     status text not null check (status in ('planned', 'started', 'success', 'warning', 'failure', 'skipped')),
     reason text,
     error_code text,
     match_key text,
     link_state text not null default 'managed' check (link_state in ('managed', 'unmanaged')),
     "values" jsonb,
     changes jsonb not null default '[]',
     criteria jsonb not null default '[]',
     steps jsonb not null default '[]',
     planned_at timestamptz not null default now(),
     finished_at timestamptz,
     duration_ms integer
   )`,
  `create unique index operation_by_ordinal on operation (app_id, cycle_number, ordinal) where ordinal is not null`,
  `create unique index operation_by_match_key on operation (app_id, cycle_number, match_key) where match_key is not null`,
  `create index operation_by_cycle on operation (app_id, cycle_number, action, status)`,
  `create index operation_newest on operation (app_id, id desc)`,
  `create index operation_by_object on operation (app_id, object_id, id desc)`,
];
