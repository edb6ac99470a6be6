import { describe, expect, it } from '@jest/globals';
import { openStore } from '../../../src/store/index.js';
import { createTestDatabase } from '../../support/database.js';

describe('opening the store', () => {
  it('makes workers that start at once wait for each other, and finds the tables made the next time', async () => {
    const database = await createTestDatabase();
    const stores = await Promise.all([
      openStore(database.url),
      openStore(database.url),
      openStore(database.url),
    ]);

    await Promise.all(stores.map((store) => store.ping()));

    await Promise.all(stores.map((store) => store.close()));
    const again = await openStore(database.url);
    await again.close();
    await database.drop();
  });

  it('names the host that does not answer, and never the password', async () => {
    const opening = openStore('postgresql://scimflow:hunter2@127.0.0.1:1/scimflow');

    await expect(opening).rejects.toMatchObject({
      type: 'StoreUnavailable',
      message: 'Opening the database at 127.0.0.1:1 failed: ECONNREFUSED.',
    });
  });
});
