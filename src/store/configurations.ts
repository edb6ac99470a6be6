import { isDeepStrictEqual } from 'node:util';
import { sql, type Kysely } from 'kysely';
import { jobConfiguration, type JobConfiguration } from '../config/configuration.js';
import type { Database } from './schema.js';

/** A job's configurations, one row a version. Secrets are references in here, never values. */
export class Configurations {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /**
   * Stores a next version unless `configuration` equals the newest one.
   * @param request names who asks, so that asking again after a lost answer is told the same.
   * @returns `previous`: the version before, or the same where nothing changed. `lastUsed`: what the last cycle ran with.
   * Both null when there is none.
   */
  async save(
    appId: string,
    configuration: JobConfiguration,
    request: string | null = null,
  ): Promise<{
    version: number;
    previous: JobConfiguration | null;
    lastUsed: JobConfiguration | null;
  }> {
    return this.#db.transaction().execute(async (tx) => {
      // Of two at once the second one sees what the first has stored.
      await sql`select pg_advisory_xact_lock(hashtextextended(${`configuration of ${appId}`}, 0))`.execute(
        tx,
      );
      const lastUsed = await lastUsedBy(tx, appId);
      const newest = await newestOf(tx, appId);
      if (newest !== null && isDeepStrictEqual(newest.configuration, configuration)) {
        const isRepeated = request !== null && newest.appliedBy === request;
        const before = isRepeated ? await newestOf(tx, appId, newest.version) : newest;
        return { version: newest.version, previous: before?.configuration ?? null, lastUsed };
      }
      const version = (newest?.version ?? 0) + 1;
      await tx
        .insertInto('configuration_version')
        .values({
          app_id: appId,
          version,
          configuration: JSON.stringify(configuration),
          applied_by: request,
        })
        .execute();
      return { version, previous: newest?.configuration ?? null, lastUsed };
    });
  }

  async get(appId: string, version: number): Promise<JobConfiguration | null> {
    const row = await this.#db
      .selectFrom('configuration_version')
      .select('configuration')
      .where('app_id', '=', appId)
      .where('version', '=', version)
      .executeTakeFirst();
    return row === undefined ? null : jobConfiguration.parse(row.configuration);
  }

  /** The newest version and its number; null when the app has none. */
  async newestVersion(
    appId: string,
  ): Promise<{ readonly version: number; readonly configuration: JobConfiguration } | null> {
    return newestOf(this.#db, appId);
  }

  async newest(appId: string): Promise<JobConfiguration | null> {
    return (await newestOf(this.#db, appId))?.configuration ?? null;
  }

  /** The configuration of the newest cycle; null when there was none. */
  lastUsed(appId: string): Promise<JobConfiguration | null> {
    return lastUsedBy(this.#db, appId);
  }
}

interface StoredVersion {
  readonly version: number;
  readonly configuration: JobConfiguration;
  readonly appliedBy: string | null;
}

/** @param before only versions before this one. */
async function newestOf(db: Kysely<Database>, appId: string, before?: number): Promise<StoredVersion | null> {
  let select = db
    .selectFrom('configuration_version')
    .select(['version', 'configuration', 'applied_by'])
    .where('app_id', '=', appId)
    .orderBy('version', 'desc')
    .limit(1);
  if (before !== undefined) select = select.where('version', '<', before);
  const row = await select.executeTakeFirst();
  return row === undefined
    ? null
    : {
        version: row.version,
        configuration: jobConfiguration.parse(row.configuration),
        appliedBy: row.applied_by,
      };
}

async function lastUsedBy(db: Kysely<Database>, appId: string): Promise<JobConfiguration | null> {
  const row = await db
    .selectFrom('cycle')
    .innerJoin('configuration_version', (join) =>
      join
        .onRef('configuration_version.app_id', '=', 'cycle.app_id')
        .onRef('configuration_version.version', '=', 'cycle.configuration_version'),
    )
    .select('configuration_version.configuration')
    .where('cycle.app_id', '=', appId)
    .where('cycle.number', '>', 0)
    .orderBy('cycle.number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : jobConfiguration.parse(row.configuration);
}
