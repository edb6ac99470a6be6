import { isDeepStrictEqual } from 'node:util';
import type { Kysely } from 'kysely';
import { jobConfiguration, type JobConfiguration } from '../config/configuration.js';
import type { Database } from './schema.js';

/** A job's configurations, one row a version. Secrets are references in here, never values. */
export class Configurations {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /** Stores a next version unless `configuration` equals the newest one. */
  async save(
    appId: string,
    configuration: JobConfiguration,
  ): Promise<{ version: number; previous: JobConfiguration | null }> {
    return this.#db.transaction().execute(async (tx) => {
      const newest = await this.#newest(tx, appId);
      if (newest !== null && isDeepStrictEqual(newest.configuration, configuration))
        return { version: newest.version, previous: newest.configuration };
      const version = (newest?.version ?? 0) + 1;
      await tx
        .insertInto('configuration_version')
        .values({ app_id: appId, version, configuration: JSON.stringify(configuration) })
        .execute();
      return { version, previous: newest?.configuration ?? null };
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

  async newest(appId: string): Promise<JobConfiguration | null> {
    return (await this.#newest(this.#db, appId))?.configuration ?? null;
  }

  async #newest(
    db: Kysely<Database>,
    appId: string,
  ): Promise<{ version: number; configuration: JobConfiguration } | null> {
    const row = await db
      .selectFrom('configuration_version')
      .select(['version', 'configuration'])
      .where('app_id', '=', appId)
      .orderBy('version', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined
      ? null
      : { version: row.version, configuration: jobConfiguration.parse(row.configuration) };
  }
}
