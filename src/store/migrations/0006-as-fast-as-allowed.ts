import { sql, type Kysely } from 'kysely';

/** Who sends to an app, with what part of its rate. Nothing of it is worth keeping when the server falls. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
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
