import got from 'got';
import { generate, startGraphEmulator, type GraphEmulator } from '../src/emulators/graph/index.js';

/** An invented company in an emulated Microsoft Graph, everybody assigned to one app. */
export interface Company {
  readonly graph: GraphEmulator;
  readonly users: number;
  /** As it was in the beginning. */
  reset(): Promise<void>;
  /** Gives the first `count` people another job title. */
  changeTitles(count: number): Promise<void>;
  /** The job title each account must show, by user name in lower case. */
  expectedTitles(): ReadonlyMap<string, unknown>;
}

const NEW_TITLE = 'Principal';

/** Without Graph's throttling: reading the source is not what is measured. */
export async function startCompany(users: number): Promise<Company> {
  const seed = generate({ users });
  const seeded = new Map(
    seed.users.map((user) => [user.userPrincipalName.toLowerCase(), user['jobTitle']] as const),
  );
  const graph = await startGraphEmulator({ seed, throttle: false });
  const admin = got.extend({
    prefixUrl: graph.adminUrl,
    headers: { authorization: `Bearer ${graph.adminToken}` },
    retry: { limit: 0 },
    timeout: { request: 60_000 },
  });
  let titles = new Map(seeded);
  return {
    graph,
    users,
    reset: async () => {
      await admin.post('reset');
      titles = new Map(seeded);
    },
    changeTitles: async (count) => {
      for (const userName of [...seeded.keys()].slice(0, count)) {
        await admin.patch(`users/${encodeURIComponent(userName)}`, { json: { jobTitle: NEW_TITLE } });
        titles.set(userName, NEW_TITLE);
      }
    },
    expectedTitles: () => titles,
  };
}
