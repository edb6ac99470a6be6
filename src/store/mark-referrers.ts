import { sql, type Transaction } from 'kysely';
import { rowsOf } from './rows.js';
import type { Database } from './schema.js';

/**
 * Marks those of `objectIds` that name others, or may name some in the target since a write whose outcome is not known; and,
 * with `andReferrers`, whoever names one of them: what could not be written because the other side was missing is looked at
 * again as soon as it is there.
 */
export async function markReferencesOf(
  tx: Transaction<Database>,
  { appId, sourceKey }: { readonly appId: string; readonly sourceKey: string },
  objectIds: readonly string[],
  { andReferrers }: { readonly andReferrers: boolean },
): Promise<void> {
  if (objectIds.length === 0) return;
  const ids = rowsOf(
    objectIds.map((id) => ({ id })),
    'id text',
  );
  await sql`
    insert into dirty_reference (app_id, object_id)
    with news as (select id from ${ids})
    select ${appId}, r.object_id from news n
    join directory_reference r on r.source = ${sourceKey} and r.object_id = n.id
    union
    select ${appId}, e.object_id from news n
    join exported_reference e on e.app_id = ${appId} and e.object_id = n.id and not e.is_confirmed
    union
    select ${appId}, r.object_id from news n
    join directory_reference r on ${andReferrers} and r.source = ${sourceKey} and r.referenced_id = n.id
    on conflict (app_id, object_id) do nothing`.execute(tx);
}
