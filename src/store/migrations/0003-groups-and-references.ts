import { sql, type Kysely } from 'kysely';

/**
 * Groups beside users; which object names which other, as the directory says and as it was written to the target; links,
 * operations and the target's index by kind of object, because an id may be a user's and a group's at once.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const OF_A_KIND = `object_name text not null default 'User' check (object_name in ('User', 'Group'))`;

const STATEMENTS = [
  `create table directory_group (
     source text not null,
     object_id text not null,
     state text not null check (state in ('present', 'softDeleted', 'deleted')),
     is_security_enabled boolean not null,
     attributes jsonb not null,
     seen_in_round integer not null,
     updated_at timestamptz not null default now(),
     primary key (source, object_id)
   )`,
  `create table directory_reference (
     source text not null,
     object_id text not null,
     name text not null check (name in ('manager', 'members')),
     referenced_id text not null,
     seen_in_round integer not null,
     primary key (source, object_id, name, referenced_id)
   )`,
  `create index directory_reference_by_referenced on directory_reference (source, referenced_id)`,
  `create table exported_reference (
     app_id text not null,
     object_id text not null,
     path text not null,
     referenced_id text not null,
     target_id text not null,
     exported_at timestamptz not null default now(),
     primary key (app_id, object_id, path, referenced_id)
   )`,
  `create index exported_reference_by_referenced on exported_reference (app_id, referenced_id)`,
  `create table dirty_reference (
     app_id text not null,
     object_id text not null,
     from_cycle integer not null default 0,
     primary key (app_id, object_id)
   )`,
  `create index assignment_by_principal on assignment (app_id, principal_id)`,
  `alter table link add column ${OF_A_KIND}`,
  `alter table link drop constraint link_app_id_target_id_key`,
  `alter table link add unique (app_id, object_name, target_id)`,
  `alter table target_index add column ${OF_A_KIND}, drop constraint target_index_pkey`,
  `alter table target_index add primary key (app_id, object_name)`,
  `alter table target_resource add column ${OF_A_KIND}, drop constraint target_resource_pkey`,
  `alter table target_resource add primary key (app_id, object_name, target_id)`,
  `alter table target_match_value add column ${OF_A_KIND}, drop constraint target_match_value_pkey`,
  `alter table target_match_value add primary key (app_id, object_name, path, folded_value, target_id)`,
  `alter table operation add column ${OF_A_KIND}`,
  `alter table operation add column about text not null default 'object' check (about in ('object', 'references'))`,
];
