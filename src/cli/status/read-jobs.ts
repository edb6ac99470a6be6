import type { Client } from '@temporalio/client';
import type { SynchronizationStatus } from '../../../workflows/contract.js';
import { explain, type Surroundings } from '../explain-error.js';
import { jobStatus } from '../jobs.js';

/** A job as it was found: what it says of itself, or why it said nothing. */
export type JobReading =
  | { readonly app: string; readonly status: SynchronizationStatus; readonly problem: null }
  | { readonly app: string; readonly status: null; readonly problem: string };

/** Asks every job; one that does not answer does not hide the others. */
export function readJobs(
  client: Client,
  apps: readonly string[],
  surroundings: Surroundings,
): Promise<readonly JobReading[]> {
  return Promise.all(
    apps.map(async (app): Promise<JobReading> => {
      try {
        return { app, status: await jobStatus(client, app), problem: null };
      } catch (error) {
        return { app, status: null, problem: explain(error, surroundings).message };
      }
    }),
  );
}
