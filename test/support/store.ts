import { openStore, type Store } from '../../src/store/index.js';
import { createTestDatabase } from './database.js';

/** A store in a database of its own. */
export async function openTestStore(): Promise<{ store: Store; url: string; close(): Promise<void> }> {
  const database = await createTestDatabase();
  const store = await openStore(database.url);
  return {
    store,
    url: database.url,
    async close() {
      await store.close();
      await database.drop();
    },
  };
}
