import { sql, type Kysely } from 'kysely';

/**
 * What was asked for on demand, as cycles of their own with numbers below zero; reports that somebody asked for, and fetches
 * over the read API; the provisioning log by age, so that what is old can be dropped.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
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
];
