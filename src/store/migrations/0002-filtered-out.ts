import { sql, type Kysely } from 'kysely';

/** Users whom the scoping filters leave out, so that they can be counted without evaluating filters again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table filtered_out (app_id text not null, object_id text not null, primary key (app_id, object_id))`.execute(
    db,
  );
}
