import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database } from '../../src/store/schema.js';
import { Store } from '../../src/store/store.js';

/** What PostgreSQL did for one statement. */
export interface Statement {
  readonly sql: string;
  readonly ms: number;
  /** Pages that it looked at. */
  readonly pages: number;
  /** Rows that it read from tables and indexes, whether they were of use or not. */
  readonly rowsRead: number;
  /** Tables that it read from the first row to the last. */
  readonly wholeTables: readonly string[];
}

const EXPLAINED = [
  'session_preload_libraries=auto_explain',
  'auto_explain.log_min_duration=0',
  'auto_explain.log_analyze=on',
  'auto_explain.log_buffers=on',
  'auto_explain.log_format=json',
  'client_min_messages=log',
];

/** Does `act` with a store on the database, and tells what PostgreSQL did for each of its statements, in their order. */
export async function statementsOf(
  url: string,
  act: (store: Store) => Promise<void>,
): Promise<readonly Statement[]> {
  const statements: Statement[] = [];
  const pool = new pg.Pool({
    connectionString: url,
    max: 4,
    application_name: 'statements',
    options: EXPLAINED.map((setting) => `-c ${setting}`).join(' '),
  });
  pool.on('connect', (client) => {
    client.on('notice', ({ message = '' }) => {
      const explained = /^duration: ([\d.]+) ms\s+plan:\s*(\{.*)$/s.exec(message);
      if (explained !== null) statements.push(toStatement(Number(explained[1]), explained[2] ?? '{}'));
    });
  });
  const store = new Store(new Kysely<Database>({ dialect: new PostgresDialect({ pool }) }));
  try {
    await act(store);
  } finally {
    await store.close();
  }
  return statements;
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly PlanNode[];
}

function toStatement(ms: number, explained: string): Statement {
  const { 'Query Text': sql, Plan: plan } = JSON.parse(explained) as { 'Query Text': string; Plan: PlanNode };
  const reads = nodesOf(plan).filter((node) =>
    /^(Seq|Index|Index Only|Bitmap Heap) Scan$/.test(node['Node Type']),
  );
  const rowsOf = (node: PlanNode): number =>
    (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
  return {
    sql: sql.replaceAll(/\s+/g, ' ').trim(),
    ms,
    pages: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'],
    rowsRead: reads.reduce((sum, node) => sum + rowsOf(node), 0),
    wholeTables: reads.flatMap((node) =>
      node['Node Type'] === 'Seq Scan' && node['Actual Loops'] > 0 ? [node['Relation Name'] ?? ''] : [],
    ),
  };
}

function nodesOf(node: PlanNode): readonly PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}
