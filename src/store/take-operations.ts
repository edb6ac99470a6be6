import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { Link, MatchCriterion } from '../plan/model.js';
import type { AttributeChange, ObjectName, TargetValues } from '../schema/model.js';
import { isOnDemand, type CycleId } from './cycles.js';
import { markTaken, takenBack } from './on-demand-work.js';
import type { PendingOperation } from './operation-model.js';
import type { Database, OperationStatus } from './schema.js';

/** An operation that is to be carried out now. */
export interface TakenRow {
  id: string;
  ordinal: number;
  object_name: ObjectName;
  about: 'object' | 'references';
  object_id: string;
  target_id: string | null;
  action: PendingOperation['action'];
  values: TargetValues;
  changes: readonly AttributeChange[];
  criteria: readonly MatchCriterion[];
  link_state: Link['state'];
  may_have_happened: boolean;
}

interface Range {
  readonly after: number;
  readonly last: number;
  readonly limit: number;
}

/**
 * Stores the intent to carry out the next operations of a range. Those about objects that were worked on by themselves since the
 * cycle began are taken back: they may go by what was true before.
 * @returns none only where none is left.
 */
export async function takeNext(
  tx: Transaction<Database>,
  cycle: CycleId,
  range: Range,
): Promise<readonly TakenRow[]> {
  for (let after = range.after; ;) {
    const rows = await markNext(tx, cycle, { ...range, after });
    const taken = rows.filter(({ status }) => status === 'started');
    await markTaken(
      tx,
      cycle.appId,
      rows.filter(({ status }) => status === 'skipped'),
    );
    if (rows.length === 0 || taken.length > 0) return taken;
    after = Math.max(...rows.map(({ ordinal }) => ordinal));
  }
}

const TAKEN = sql.raw(
  'o.id, o.ordinal, o.object_name, o.about, o.object_id, o.target_id, o.action, o."values", o.changes, o.criteria, o.link_state',
);

async function markNext(
  tx: Transaction<Database>,
  cycle: CycleId,
  { after, last, limit }: Range,
): Promise<readonly (TakenRow & { readonly status: OperationStatus })[]> {
  const { rows } = await sql<TakenRow & { status: OperationStatus }>`
    with next as (
      select id, status, object_id from operation
      where app_id = ${cycle.appId} and cycle_number = ${cycle.number}
        and ordinal > ${after} and ordinal <= ${last} and status in ('planned', 'started')
      order by ordinal limit ${limit} for update
    ), judged as (
      select next.id, next.status, next.status = 'planned' and ${wasWorkedOn(cycle)} as is_taken_back from next
    ), back as (
      update operation o set ${takenBack()} from judged j where o.id = j.id and j.is_taken_back
      returning ${TAKEN}, o.status, false as may_have_happened
    ), taken as (
      update operation o set status = 'started' from judged j where o.id = j.id and not j.is_taken_back
      returning ${TAKEN}, o.status, j.status = 'started' as may_have_happened
    )
    select * from back union all select * from taken`.execute(tx);
  return rows;
}

/** Whether somebody held the object's lease at any time since the cycle began. @see objectLeaseName */
function wasWorkedOn(cycle: CycleId): RawBuilder<boolean> {
  if (isOnDemand(cycle)) return sql`false`;
  return sql`exists (
    select from lease l
    where l.name = 'app/' || ${cycle.appId} || '/object/' || next.object_id
      and l.valid_until > (select began_at from cycle where app_id = ${cycle.appId} and number = ${cycle.number}))`;
}
