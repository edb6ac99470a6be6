import got from 'got';
import pMap from 'p-map';
import type { GraphEmulator } from '../../src/emulators/graph/index.js';
import { modulePath } from '../../src/worker/module-path.js';
import { assignedTo, seedOf, type Person, type TenantShape } from '../graph/tenant-shape.js';
import { forkModule } from './forked.js';

/** An invented company in an emulated Microsoft Graph. */
export interface Company {
  readonly graph: Omit<GraphEmulator, 'stop'>;
  readonly pid: number | undefined;
  readonly shape: TenantShape;
  /** As it was in the beginning. */
  reset(): Promise<void>;
  /** Gives the first `count` people another job title. */
  changeTitles(count: number): Promise<void>;
  /** Who is assigned to an app, as the directory has them now. */
  assigned(app: number): readonly Person[];
  readonly stop: () => Promise<void>;
}

const NEW_TITLE = 'Principal';
const CHANGES_AT_ONCE = 8;

/** @param shape one app with everybody assigned, unless told. */
export async function startCompany(
  users: number,
  { apps = 1, usersPerApp = users }: Partial<TenantShape> = {},
): Promise<Company> {
  const shape = { users, apps, usersPerApp };
  const path = modulePath('../graph/main', import.meta.url);
  const { pid, greeting, stop } = await forkModule<Company['graph']>(path, 'Microsoft Graph emulator', {
    BENCH_TENANT_SHAPE: JSON.stringify(shape),
  });
  const people = seedOf(shape).users;
  const admin = got.extend({
    prefixUrl: greeting.adminUrl,
    headers: { authorization: `Bearer ${greeting.adminToken}` },
    retry: { limit: 0 },
    timeout: { request: 60_000 },
  });
  let changed = 0;
  const now = (person: Person, position: number): Person =>
    position < changed ? Object.assign({}, person, { jobTitle: NEW_TITLE }) : person;
  return {
    graph: greeting,
    pid,
    shape,
    reset: async () => {
      await admin.post('reset');
      changed = 0;
    },
    changeTitles: async (count) => {
      await pMap(
        people.slice(0, count),
        ({ userPrincipalName }) =>
          admin.patch(`users/${encodeURIComponent(userPrincipalName)}`, { json: { jobTitle: NEW_TITLE } }),
        { concurrency: CHANGES_AT_ONCE },
      );
      changed = count;
    },
    assigned: (app) =>
      assignedTo(app, shape).flatMap((position) => {
        const person = people[position];
        return person === undefined ? [] : [now(person, position)];
      }),
    stop,
  };
}
