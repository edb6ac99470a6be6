import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { startScimTarget } from '../../../../src/emulators/scim/index.js';
import { startStrictScimTarget } from '../../../../src/emulators/strict-scim/index.js';
import { createScimTarget, ObjectRejected, type ScimTarget } from '../../../../src/scim/index.js';
import { standardDialect } from '../../../../src/scim/quirks/index.js';
import type { AttributeChange } from '../../../../src/schema/model.js';

const TOKEN = 'the-token';
const BULK = { maxOperations: 7, maxPayloadBytes: 4_000 };
const none = (): Promise<readonly string[]> => Promise.resolve([]);

/** The part of a running emulator that is used here. */
interface Server {
  readonly url: string;
  requests(): readonly { readonly method: string; readonly path: string }[];
  users(): readonly Readonly<Record<string, unknown>>[];
  groups(): readonly Readonly<Record<string, unknown>>[];
  stop(): Promise<void>;
}

type Write =
  | { readonly type: 'create'; readonly name: string }
  | { readonly type: 'retitle'; readonly user: string; readonly title: string }
  | { readonly type: 'disable'; readonly user: string }
  | { readonly type: 'rename'; readonly user: string; readonly name: string }
  | { readonly type: 'delete'; readonly user: string }
  | { readonly type: 'join'; readonly group: string; readonly user: string };

const SEEDED = ['u0', 'u1', 'u2', 'u3', 'u4', 'u5'];
/** `nobody` has an id that the target does not know. */
const someone = fc.constantFrom(...SEEDED, 'nobody');
const write = fc.oneof<fc.Arbitrary<Write>[]>(
  fc.record({ type: fc.constant('create'), name: fc.stringMatching(/^[a-d]{1,2}$/) }),
  fc.record({
    type: fc.constant('retitle'),
    user: someone,
    title: fc.string({ minLength: 1, maxLength: 9 }),
  }),
  fc.record({ type: fc.constant('disable'), user: someone }),
  fc.record({ type: fc.constant('rename'), user: someone, name: fc.constantFrom(...SEEDED, 'x', 'y') }),
  fc.record({ type: fc.constant('delete'), user: someone }),
  fc.record({ type: fc.constant('join'), group: fc.constantFrom('g0', 'g1', 'nobody'), user: someone }),
);
/** Writes of one moment, none of which depends on another: their order is nobody's affair. */
const moment = fc
  .uniqueArray(write, { selector: subjectOf, minLength: 2, maxLength: 25 })
  .map((writes) => writes.filter((one, index) => isFirstOfItsName(writes, one, index)));

const servers: Server[] = [];
const targets: ScimTarget[] = [];

afterEach(async () => {
  for (const target of targets.splice(0)) target.close();
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

describe('writes in bulk requests', () => {
  it('end as they end alone, whatever they are and whatever becomes of others', async () => {
    let bulkRequests = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(moment, { minLength: 1, maxLength: 3 }), async (moments) => {
        const together = await aTarget(
          await startStrictScimTarget({ token: TOKEN, switches: { bulk: BULK } }),
        );
        const alone = await aTarget(await startStrictScimTarget({ token: TOKEN }));

        expect(await played(moments, together)).toEqual(await played(moments, alone));
        expect(stateOf(together.server)).toEqual(stateOf(alone.server));
        bulkRequests += bulksOf(together.server);
      }),
      { numRuns: 12 },
    );
    expect(bulkRequests).toBeGreaterThan(12);
  });

  it('end as they end alone at a server that tells the bulkId of creates only', async () => {
    const server = await startScimTarget({ token: TOKEN, bulk: { maxOperations: 40 } });
    const { target, ids } = await aTarget(server);

    const outcomes = await Promise.all([
      ...names(50).map((userName) => outcomeOf(target.create('User', { userName, active: true }))),
      outcomeOf(target.create('User', { userName: 'u1', active: true })),
      outcomeOf(target.update('User', ids.get('u2') ?? '', [titled('Boss')])),
      outcomeOf(target.delete('User', ids.get('u3') ?? '')),
      outcomeOf(target.delete('User', 'nobody')),
      outcomeOf(target.update('User', 'nobody', [titled('Boss')])),
    ]);

    expect(outcomes).toEqual([
      ...names(50).map(() => 'done'),
      '409 uniqueness',
      'done',
      'done',
      'done',
      '404 null',
    ]);
    expect(server.users()).toHaveLength(SEEDED.length + 50 - 1);
    expect(server.users()).toContainEqual(expect.objectContaining({ userName: 'u2', title: 'Boss' }));
    expect(bulksOf(server)).toBeLessThanOrEqual(4);
  });
});

interface Player {
  readonly server: Server;
  readonly target: ScimTarget;
  /** Of seeded users and groups. */
  readonly ids: ReadonlyMap<string, string>;
}

async function aTarget(server: Server): Promise<Player> {
  servers.push(server);
  const target = createScimTarget({
    baseUrl: server.url,
    token: TOKEN,
    requestsPerSecond: 10_000,
    concurrency: 4,
    pageSize: 100,
    dialect: { ...standardDialect, bulk: 'discovered' },
  });
  targets.push(target);
  const ids = new Map<string, string>();
  for (const userName of SEEDED)
    ids.set(userName, (await target.create('User', { userName, active: true })).id);
  for (const displayName of ['g0', 'g1'])
    ids.set(displayName, (await target.create('Group', { displayName })).id);
  await target.writesAtOnce(1_000);
  return { server, target, ids };
}

/** What became of each write, moment after moment. */
async function played(moments: readonly (readonly Write[])[], player: Player): Promise<readonly string[][]> {
  const outcomes: string[][] = [];
  for (const writes of moments)
    outcomes.push(await Promise.all(writes.map((one) => outcomeOf(carriedOut(one, player)))));
  return outcomes;
}

async function carriedOut(one: Write, { target, ids }: Player): Promise<unknown> {
  const idOf = (name: string): string => ids.get(name) ?? 'no-such-id';
  switch (one.type) {
    case 'create':
      return target.create('User', { userName: one.name, active: true });
    case 'retitle':
      return target.update('User', idOf(one.user), [titled(one.title)]);
    case 'disable':
      return target.update('User', idOf(one.user), [{ path: 'active', oldValue: true, newValue: false }]);
    case 'rename':
      return target.update('User', idOf(one.user), [
        { path: 'userName', oldValue: one.user, newValue: one.name },
      ]);
    case 'delete':
      return target.delete('User', idOf(one.user));
    case 'join':
      return target.changeMembers(idOf(one.group), { add: [idOf(one.user)], remove: [], all: none });
  }
}

async function outcomeOf(writing: Promise<unknown>): Promise<string> {
  try {
    await writing;
    return 'done';
  } catch (error) {
    if (!(error instanceof ObjectRejected)) return String(error);
    return `${error.status} ${error.scimType ?? 'null'}`;
  }
}

function titled(title: string): AttributeChange {
  return { path: 'title', oldValue: null, newValue: title };
}

/** Users and groups without what differs from server to server. */
function stateOf(server: Server): unknown {
  const nameOf = new Map(server.users().map(({ id, userName }) => [id, userName]));
  return {
    users: server
      .users()
      .map((user) => JSON.stringify({ ...user, id: null, meta: null }))
      .sort(),
    groups: server.groups().map(({ displayName, members }) => ({
      displayName,
      members: (members as readonly { readonly value: string }[] | undefined)
        ?.map(({ value }) => nameOf.get(value))
        .sort(),
    })),
  };
}

function subjectOf(one: Write): string {
  if (one.type === 'create') return `create ${one.name}`;
  return one.type === 'join' ? `group ${one.group}` : `user ${one.user}`;
}

/** Who takes a name, who gives it up and who is to join a group must not race for it. */
function isFirstOfItsName(writes: readonly Write[], one: Write, index: number): boolean {
  const touched = namesIn(one);
  return !writes.slice(0, index).some((other) => namesIn(other).some((name) => touched.includes(name)));
}

function namesIn(one: Write): readonly string[] {
  switch (one.type) {
    case 'create':
      return [one.name];
    case 'rename':
      return [one.user, one.name];
    case 'retitle':
    case 'disable':
    case 'delete':
    case 'join':
      return [one.user];
  }
}

function names(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `new${index}`);
}

function bulksOf(server: Server): number {
  return server.requests().filter(({ path }) => path.endsWith('/Bulk')).length;
}
