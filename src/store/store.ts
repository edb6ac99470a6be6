import { Kysely, Migrator, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { ProvisioningFailure } from '../failures.js';
import { Assignments } from './assignments.js';
import { Configurations } from './configurations.js';
import { CycleEvents } from './cycle-events.js';
import { Cycles } from './cycles.js';
import { DirectoryMirror } from './directory-mirror.js';
import { Escrows } from './escrows.js';
import { DirtyObjects } from './dirty-objects.js';
import { GroupMirror } from './group-mirror.js';
import { KnownObjects } from './known-objects.js';
import { Leases } from './leases.js';
import { Links } from './links.js';
import { migrations } from './migrations/index.js';
import { OnDemandWork } from './on-demand-work.js';
import { ObjectStandings } from './object-standings.js';
import { Operations } from './operations.js';
import { Plans } from './plans.js';
import { ProvisioningLog } from './provisioning-log.js';
import { ReferenceMarks } from './reference-marks.js';
import { References } from './references.js';
import { TravellingReferences } from './travelling-references.js';
import { rehearse } from './rehearsal.js';
import { Reports } from './reports.js';
import { Retention } from './retention.js';
import type { Database } from './schema.js';
import { StagedDeletions } from './staged-deletions.js';
import { Statistics } from './statistics.js';
import { TargetIndex } from './target-index.js';
import { TargetShares } from './target-shares.js';

const MAX_CONNECTIONS = 10;
const MAX_LEASE_CONNECTIONS = 2;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 60_000;
/** A process that stands still in the middle of a transaction must not hold up who takes its work over. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000;

/** Everything scimflow remembers. One repository a group of tables; each method is one transaction. */
export class Store {
  readonly configurations: Configurations;
  readonly cycles: Cycles;
  readonly mirror: DirectoryMirror;
  readonly groups: GroupMirror;
  readonly dirty: DirtyObjects;
  readonly assignments: Assignments;
  readonly targetIndex: TargetIndex;
  readonly links: Links;
  readonly plans: Plans;
  readonly references: References;
  readonly travellingReferences: TravellingReferences;
  readonly referenceMarks: ReferenceMarks;
  readonly operations: Operations;
  readonly escrows: Escrows;
  readonly events: CycleEvents;
  readonly stagedDeletions: StagedDeletions;
  readonly log: ProvisioningLog;
  readonly onDemand: OnDemandWork;
  readonly reports: Reports;
  readonly retention: Retention;
  readonly knownObjects: KnownObjects;
  readonly standings: ObjectStandings;
  readonly targetShares: TargetShares;
  readonly leases: Leases;
  readonly statistics: Statistics;
  readonly #db: Kysely<Database>;
  readonly #leaseDb: Kysely<Database>;

  /** @param leaseDb connections on which no lease waits for anything else to be renewed. */
  constructor(db: Kysely<Database>, leaseDb: Kysely<Database> = db) {
    this.#db = db;
    this.#leaseDb = leaseDb;
    this.configurations = new Configurations(db);
    this.cycles = new Cycles(db);
    this.mirror = new DirectoryMirror(db);
    this.groups = new GroupMirror(db);
    this.dirty = new DirtyObjects(db);
    this.assignments = new Assignments(db);
    this.targetIndex = new TargetIndex(db);
    this.links = new Links(db);
    this.plans = new Plans(db);
    this.references = new References(db);
    this.travellingReferences = new TravellingReferences(db);
    this.referenceMarks = new ReferenceMarks(db);
    this.operations = new Operations(db);
    this.escrows = new Escrows(db);
    this.events = new CycleEvents(db);
    this.stagedDeletions = new StagedDeletions(db);
    this.log = new ProvisioningLog(db);
    this.onDemand = new OnDemandWork(db);
    this.reports = new Reports(db);
    this.retention = new Retention(db);
    this.knownObjects = new KnownObjects(db);
    this.standings = new ObjectStandings(db);
    this.leases = new Leases(leaseDb);
    // Renewed as often as they are.
    this.targetShares = new TargetShares(leaseDb);
    this.statistics = new Statistics(db);
  }

  /**
   * Does `work` with a store in which everything happens as in this one, and of which nothing stays. It holds one connection, and
   * whatever it changes stays locked until it ends: only one at a time for an app, and never beside one of its cycles.
   */
  rehearse<T>(work: (rehearsed: Store) => Promise<T>): Promise<T> {
    return rehearse(this.#db, (rehearsed) => work(new Store(rehearsed, this.#leaseDb)));
  }

  /** @throws {ProvisioningFailure} `StoreUnavailable` when PostgreSQL does not answer. */
  async ping(): Promise<void> {
    await sql`select 1`.execute(this.#db);
  }

  async close(): Promise<void> {
    await this.#db.destroy();
    if (this.#leaseDb !== this.#db) await this.#leaseDb.destroy();
  }
}

/**
 * Connects and brings the tables up to this version, under a lock that makes concurrent workers wait for each other.
 * @param databaseUrl a `postgresql://` connection string.
 * @throws {ProvisioningFailure} `StoreUnavailable` naming the host when PostgreSQL does not answer.
 */
export async function openStore(databaseUrl: string): Promise<Store> {
  const db = connectTo(databaseUrl, MAX_CONNECTIONS);
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
  }).migrateToLatest();
  if (error === undefined) return new Store(db, connectTo(databaseUrl, MAX_LEASE_CONNECTIONS));
  await db.destroy();
  throw cannotOpen(databaseUrl, error);
}

function connectTo(databaseUrl: string, maxConnections: number): Kysely<Database> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: maxConnections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    application_name: 'scimflow',
  });
  // A connection that the server drops is replaced at the next query; without listeners it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

/** What PostgreSQL's codes mean to who set DATABASE_URL. */
const REASONS: Readonly<Record<string, string>> = {
  '28P01': 'the password was refused',
  '28000': 'this user may not log in',
  '3D000': 'there is no such database',
};

function cannotOpen(databaseUrl: string, error: unknown): ProvisioningFailure {
  const where = URL.canParse(databaseUrl) ? new URL(databaseUrl).host : 'the address in DATABASE_URL';
  const { code, message } = error as { code?: unknown; message?: unknown };
  const cause = typeof code === 'string' ? (REASONS[code] ?? code) : String(message).split('\n')[0];
  return new ProvisioningFailure(
    'StoreUnavailable',
    `Opening the database at ${where} failed: ${cause ?? ''}.`,
  );
}
