import { sql, type Kysely } from 'kysely';

/**
 * What was asked for on demand, as cycles of their own with numbers below zero; reports that somebody asked for, and fetches
 * over the read API; the provisioning log by age, so that what is old can be dropped; people and groups by what they are called.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

/** Cut, because an index takes no value of any length. */
function nameOf(attribute: string): string {
  return `left(lower(attributes -> '${attribute}' ->> 0), 256)`;
}

const STATEMENTS = [
  `alter table cycle drop constraint cycle_kind_check`,
  `alter table cycle add constraint cycle_kind_check check (kind in ('initial', 'incremental', 'onDemand'))`,
  `create sequence on_demand_number as integer`,
  `create table report (
     id uuid primary key,
     app_id text not null,
     kind text not null check (kind in ('plan', 'provisionOnDemand')),
     created_at timestamptz not null default now(),
     summary jsonb not null
   )`,
  `create index report_by_age on report (created_at)`,
  `create table report_entry (
     report_id uuid not null references report on delete cascade,
     ordinal integer not null,
     entry jsonb not null,
     primary key (report_id, ordinal)
   )`,
  `create index operation_by_age on operation (finished_at) where finished_at is not null`,
  `create index cycle_event_by_age on cycle_event (occurred_at)`,
  `create index directory_user_by_principal_name on directory_user (source, ${nameOf('userPrincipalName')})`,
  `create index directory_user_by_mail on directory_user (source, ${nameOf('mail')})
     where attributes -> 'mail' ->> 0 is not null`,
  `create index directory_user_by_name on directory_user (source, ${nameOf('displayName')})`,
  `create index directory_group_by_name on directory_group (source, ${nameOf('displayName')})`,
];
