import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import pg from 'pg';
import { createTestDatabase } from '../../support/database.js';
import { required } from '../../support/required.js';
import { connect } from '../../support/temporal.js';
import { startTimeSkipping, timeSkippingMissing } from '../../support/time-skipping.js';

describe("the run's servers", () => {
  let env: TestWorkflowEnvironment;

  beforeAll(async () => {
    env = await connect();
  });

  afterAll(async () => {
    await env.teardown();
  });

  it('Temporal knows our search attributes', async () => {
    const { customAttributes } = await env.connection.operatorService.listSearchAttributes({
      namespace: 'default',
    });

    expect(Object.keys(customAttributes)).toEqual(
      expect.arrayContaining([
        'ProvisioningApp',
        'ProvisioningConnector',
        'ProvisioningStatus',
        'ProvisioningQuarantineReason',
        'ProvisioningLastSuccess',
      ]),
    );
  });

  it('the Web UI answers', async () => {
    const answer = await fetch(required('TEST_TEMPORAL_UI'));

    expect(answer.status).toBe(200);
  });

  it('a test file gets a database of its own', async () => {
    const database = await createTestDatabase();
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();

    await client.query('CREATE TABLE kept (id int)');
    await client.end();
    await database.drop();

    const gone = new pg.Client({ connectionString: database.url });
    await expect(gone.connect()).rejects.toThrow('does not exist');
  });
});

(timeSkippingMissing === null ? describe : describe.skip)('the time-skipping server', () => {
  it('lets a day pass at once', async () => {
    const env = await startTimeSkipping();
    try {
      const before = await env.currentTimeMs();

      await env.sleep('1 day');

      expect((await env.currentTimeMs()) - before).toBeGreaterThanOrEqual(24 * 60 * 60_000);
    } finally {
      await env.teardown();
    }
  });
});
