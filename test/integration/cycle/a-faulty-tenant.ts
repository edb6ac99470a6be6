import got from 'got';
import type { CycleContext } from '../../../src/cycle/cycle-context.js';
import { fetchAssignments, fetchChanges } from '../../../src/cycle/index.js';
import { createMicrosoftGraphSource } from '../../../src/directory/index.js';
import { startGraphEmulator, type Seed } from '../../../src/emulators/graph/index.js';
import type { Store } from '../../../src/store/index.js';
import { aCycle, MANAGER, someCycleRules } from './a-cycle.js';
import { FakeTarget } from './fake-target.js';
import { planAndWrite } from './run-phases.js';

const ROLE = { id: '18d14569-c3bd-439b-9a66-3a2aee01d14f', displayName: 'User' };
/** An activity is tried again as often as this by these tests; what failed once goes well then. */
const ATTEMPTS = 3;

const names = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);
export const mail = (name: string): string => `${name}@contoso.example`;
export const SALES = names('sales', 6);
export const LEGAL = names('legal', 4);
export const DIRECT = names('direct', 8);

/** Everything comes in several pages: users, groups, members in chunks and in lists, assignments. */
const seed: Seed = {
  tenant: {
    domain: 'contoso.example',
    clients: [
      {
        clientSecret: 'secret-of-a-tenant',
        roles: ['User.Read.All', 'GroupMember.Read.All', 'Application.Read.All'],
      },
    ],
  },
  users: [...DIRECT, ...SALES, ...LEGAL, 'newcomer', 'stranger'].map((name) => ({
    userPrincipalName: mail(name),
    displayName: name,
    accountEnabled: true,
    ...(DIRECT.includes(name) && name !== 'direct1' ? { manager: mail('direct1') } : {}),
  })),
  groups: [
    { displayName: 'Sales', securityEnabled: true, members: SALES.map(mail) },
    { displayName: 'Legal', securityEnabled: true, members: LEGAL.map(mail) },
    { displayName: 'Unassigned', securityEnabled: true, members: LEGAL.map(mail) },
  ],
  apps: [
    {
      displayName: 'App',
      appRoles: [{ ...ROLE, allowedMemberTypes: ['User'] }],
      assignments: [...DIRECT.map(mail), 'Sales', 'Legal'].map((principal) => ({ principal, role: 'User' })),
    },
  ],
};

const pageSizes = { users: 6, groups: 1, membersPerEntry: 3, members: 3, membersAtMost: 3, assignments: 4 };

/** What the target has: who is active, who is in which group, who has which manager; by name. */
export interface Accounts {
  readonly active: readonly string[];
  readonly members: Readonly<Record<string, readonly string[]>>;
  readonly managed: readonly string[];
}

/** A tenant that an app provisions from, cycle by cycle, in this process; the target is held in memory. */
export class FaultyTenant {
  readonly target = new FakeTarget();
  readonly #emulator: Awaited<ReturnType<typeof startGraphEmulator>>;
  readonly #source: ReturnType<typeof createMicrosoftGraphSource>;
  readonly #context: CycleContext;
  #number = 0;

  private constructor(emulator: Awaited<ReturnType<typeof startGraphEmulator>>, store: Store) {
    this.#emulator = emulator;
    this.#source = createMicrosoftGraphSource({
      tenantId: emulator.tenantId,
      clientId: emulator.clients[0]?.clientId ?? '',
      credential: { type: 'clientSecret', secret: emulator.clients[0]?.clientSecret ?? '' },
      graphUrl: emulator.url,
      authorityUrl: emulator.url,
      // A failed answer goes up at once, to be met by the next attempt of the activity.
      retryBudgetMs: 0,
    });
    const { User, Group } = someCycleRules;
    this.#context = aCycle(store, this.target, {
      source: this.#source,
      servicePrincipalId: emulator.apps[0]?.servicePrincipalId ?? '',
      concurrency: 8,
      rules: {
        User: { ...User, scope: 'assigned' },
        Group: Group === null ? null : { ...Group, scope: 'assigned' },
      },
    });
  }

  static async start(store: Store, changes: Partial<Seed> = {}): Promise<FaultyTenant> {
    const emulator = await startGraphEmulator({ seed: { ...seed, ...changes }, pageSizes, throttle: false });
    return new FaultyTenant(emulator, store);
  }

  async stop(): Promise<void> {
    this.#source.close();
    await this.#emulator.stop();
  }

  get appId(): string {
    return this.#context.appId;
  }

  /** Changes the directory, or what goes wrong in it. */
  async administer(method: 'post' | 'patch' | 'delete', path: string, body?: object): Promise<void> {
    await got(`${this.#emulator.adminUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#emulator.adminToken}` },
      ...(body === undefined ? {} : { json: body }),
      retry: { limit: 0 },
    });
  }

  assign(principal: string): Promise<void> {
    return this.administer('post', '/assignments', { app: 'App', principal, role: 'User' });
  }

  unassign(principal: string): Promise<void> {
    return this.administer('delete', '/assignments', { app: 'App', principal });
  }

  /** Runs a cycle; a phase that fails is tried again. @returns whether all of it went well in the end. */
  async runCycle(full: 'full' | 'changes' = 'changes'): Promise<boolean> {
    const context = { ...this.#context, number: (this.#number += 1), now: new Date() };
    if (full === 'full') await context.store.mirror.forgetPosition(context.sourceKey);
    for (const phase of [fetchChanges, fetchAssignments])
      if (!(await goesWell(() => phase(context)))) return false;
    await planAndWrite(context);
    return true;
  }

  /** The calls to Graph of a cycle, by their paths, in their order. */
  async callsOf(cycle: () => Promise<unknown>): Promise<readonly string[]> {
    await this.administer('delete', '/requests');
    await cycle();
    const { requests } = await got(`${this.#emulator.adminUrl}/requests`, {
      headers: { authorization: `Bearer ${this.#emulator.adminToken}` },
    }).json<{ requests: readonly { path: string }[] }>();
    return requests.map(({ path }) => path).filter((path) => path.startsWith('/v1.0/'));
  }

  /** Lets one call to Graph, counted from here, go wrong. */
  async spoil(nth: number, fault: object): Promise<void> {
    await this.administer('delete', '/faults');
    await this.administer('post', '/faults', { ...fault, match: { path: '/v1.0/*', nth } });
  }

  /** How many calls the planned faults struck. */
  async struck(): Promise<number> {
    const { faults } = await got(`${this.#emulator.adminUrl}/faults`, {
      headers: { authorization: `Bearer ${this.#emulator.adminToken}` },
    }).json<{ faults: readonly { struck: number }[] }>();
    return faults.reduce((sum, { struck }) => sum + struck, 0);
  }

  accounts(): Accounts {
    const users = [...this.target.users];
    const nameOf = (id: string): string => text(this.target.users.get(id)?.['userName']);
    return {
      active: users.flatMap(([id, { active }]) => (active === false ? [] : [nameOf(id)])).sort(),
      members: Object.fromEntries(
        [...this.target.groups.values()].map(({ values, members }) => [
          text(values['displayName']),
          members.map(nameOf).sort(),
        ]),
      ),
      managed: users.flatMap(([id, values]) => (values[MANAGER] === undefined ? [] : [nameOf(id)])).sort(),
    };
  }

  /** What cycles told of themselves, with the group that it was about. */
  async events(): Promise<readonly string[]> {
    const events = await this.#context.store.events.list({ appId: this.appId, limit: 500 });
    return events.map(({ code }) => code).reverse();
  }
}

async function goesWell(phase: () => Promise<unknown>): Promise<boolean> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      await phase();
      return true;
    } catch (error) {
      if (!(error instanceof Error) || !['ProvisioningFailure', 'WatermarkExpired'].includes(error.name))
        throw error;
    }
  }
  return false;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
