import { startReadApi, type ReadApi } from '../../../src/api/index.js';
import type { AskSource } from '../../../src/api/why/ask-source.js';
import { askWhy } from '../../../src/cli/why/ask-why.js';
import { connectorFor } from '../../../src/config/app-connector.js';
import type { JobConfiguration } from '../../../src/config/configuration.js';
import type { CycleContext } from '../../../src/cycle/cycle-context.js';
import { planOperations } from '../../../src/cycle/plan-operations.js';
import { planReferences } from '../../../src/cycle/plan-references.js';
import { rulesFor } from '../../../src/cycle/rules.js';
import { sourceKey } from '../../../src/cycle/source-key.js';
import { writeOperations } from '../../../src/cycle/write-operations.js';
import type { AppRole, FoundObject } from '../../../src/directory/index.js';
import { deletionThreshold } from '../../../src/policy/deletion-guard.js';
import { ProvisioningFailure } from '../../../src/failures.js';
import { DEFAULT_ACCESS } from '../../../src/plan/index.js';
import { ObjectRejected } from '../../../src/scim/index.js';
import type { CreatedResource, ResourceType } from '../../../src/scim/scim-target.js';
import type { TargetValues } from '../../../src/schema/model.js';
import type { Store, UserFact } from '../../../src/store/index.js';
import type { Explanation } from '../../../src/why/index.js';
import { aConfiguration } from '../../support/a-configuration.js';
import { aCycle } from '../cycle/a-cycle.js';
import { FakeTarget } from '../cycle/fake-target.js';
import { group, readGroups, readUsers } from '../store/a-directory.js';

const CYCLE_MS = 40 * 60_000;
export const MANAGER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager';

const roles: readonly AppRole[] = [
  { id: 'r1', value: 'user', displayName: 'User', isEnabled: true, allowsUsers: true },
  { id: 'r2', value: 'old', displayName: 'Retired', isEnabled: false, allowsUsers: true },
];

/** Refuses what it is told to, as a target does. */
export class ChoosyTarget extends FakeTarget {
  /** User names that somebody else has already. */
  readonly takenNames = new Set<string>();
  /** Called instead of creating the next one. */
  interruption: (() => never) | null = null;

  override create(resourceType: ResourceType, values: TargetValues): Promise<CreatedResource> {
    if (this.interruption !== null) this.interruption();
    if (typeof values['userName'] === 'string' && this.takenNames.has(values['userName']))
      return Promise.reject(
        new ObjectRejected({
          errorCode: 'EntryConflict',
          status: 409,
          scimType: 'uniqueness',
          detail: 'userName is taken.',
          message: 'The target answered 409.',
        }),
      );
    return super.create(resourceType, values);
  }
}

export interface Person {
  readonly title?: string;
  readonly enabled?: boolean;
  readonly manager?: string | null;
  readonly mail?: string;
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
}

/** A company, one app of it with a configuration of its own, the cycles between, and the read API beside them. */
export interface Company {
  readonly target: ChoosyTarget;
  readonly app: string;
  readonly api: ReadApi;
  /** Of the cycle that comes next. */
  readonly context: () => CycleContext;
  tell(id: string, person?: Person | { readonly state: 'softDeleted' | 'deleted' }): Promise<void>;
  tellGroup(id: string, members?: readonly string[], isSecurityEnabled?: boolean): Promise<void>;
  /** @param role `r1` counts, `r2` is disabled, null is Default Access. */
  assign(
    id: string,
    options?: { readonly role?: string | null; readonly members?: readonly string[] },
  ): Promise<void>;
  unassign(id: string): Promise<void>;
  /** Plans and writes a cycle, as a job does. */
  cycle(): Promise<void>;
  plan(): Promise<CycleContext>;
  write(context: CycleContext): Promise<void>;
  configure(app: Partial<JobConfiguration['app']>): Promise<void>;
  why(who: string): Promise<Explanation>;
  /** What the directory itself finds; null: it cannot be asked. */
  findable: readonly FoundObject[] | null;
  readonly operationsOf: (id: string) => Promise<readonly string[]>;
  close(): Promise<void>;
}

let apps = 0;

export async function aCompany(
  store: Store,
  changes: Partial<JobConfiguration['app']> = {},
): Promise<Company> {
  apps += 1;
  const app = `app-${apps}-of-why`;
  const target = new ChoosyTarget();
  const assigned = new Map<string, { readonly role: string; readonly members: readonly string[] | null }>();
  let configuration = aConfiguration({ ...usual, id: app, ...changes });
  let version = (await store.configurations.save(app, configuration)).version;
  let number = 0;
  const base = aCycle(store, target, { appId: app });

  const context = (): CycleContext => ({
    ...base,
    number,
    sourceKey: sourceKey(configuration),
    rules: rulesFor(configuration.app, connectorFor(configuration.app)),
    deletionThreshold: deletionThreshold(configuration.app.accidentalDeletions),
    now: new Date(Date.now() + number * CYCLE_MS),
  });
  const read = async (): Promise<void> => {
    const reading = await store.assignments.beginReading(app);
    await store.assignments.addToReading(
      reading,
      [...assigned].map(([principalId, { role, members }]) => ({
        id: `of-${principalId}`,
        principalId,
        principalType: members === null ? 'User' : 'Group',
        appRoleId: role,
      })),
    );
    for (const [id, { members }] of assigned)
      if (members !== null) await store.assignments.addMembersToReading(reading, id, members);
    await store.assignments.adoptReading(reading, sourceKey(configuration), roles);
  };
  const writeAll = async (cycle: CycleContext, from: number): Promise<number> => {
    const { writes } = await store.plans.count(cycle);
    if (writes > from) await writeOperations(cycle, { first: from + 1, last: writes });
    return writes;
  };

  const company: Company = {
    target,
    app,
    context,
    findable: [],
    api: await startReadApi({
      host: '127.0.0.1',
      port: 0,
      token: undefined,
      store,
      isReady: () => true,
      askSource: ((_configuration, text) => {
        if (company.findable === null)
          throw new ProvisioningFailure('SecretMissing', 'The variable GRAPH_CLIENT_SECRET is not set.');
        const isMeant = ({ id, displayName, userPrincipalName }: FoundObject) =>
          [id, displayName, userPrincipalName].includes(text);
        return Promise.resolve(company.findable.filter(isMeant));
      }) satisfies AskSource,
    }),
    async tell(id, person = {}) {
      await readUsers(store, context(), factOf(id, person));
    },
    async tellGroup(id, members = [], isSecurityEnabled = true) {
      await readGroups(store, context(), group(id, members, [], isSecurityEnabled));
    },
    async assign(id, { role = 'r1', members } = {}) {
      assigned.set(id, { role: role ?? DEFAULT_ACCESS, members: members ?? null });
      await read();
    },
    async unassign(id) {
      assigned.delete(id);
      await read();
    },
    async plan() {
      number += 1;
      const cycle = context();
      await store.cycles.begin({ ...cycle, configurationVersion: version });
      await planOperations(cycle);
      return cycle;
    },
    async write(cycle) {
      const written = await writeAll(cycle, 0);
      await planReferences(cycle);
      await writeAll(cycle, written);
      await store.cycles.finish({ ...cycle, configurationVersion: version }, 'succeeded', null);
      await store.stagedDeletions.forgetDone(app);
    },
    async cycle() {
      await company.write(await company.plan());
    },
    async configure(given) {
      configuration = { ...configuration, app: { ...configuration.app, ...given } };
      version = (await store.configurations.save(app, configuration)).version;
    },
    why: (who) => askWhy({ url: company.api.url, token: undefined }, app, who),
    async operationsOf(id) {
      const entries = await store.log.entries({ appId: app, user: id, limit: 100 });
      return entries
        .filter(({ cycle }) => cycle === number)
        .map(({ action, status }) => `${action} ${status}`);
    },
    close: () => company.api.close(),
  };
  return company;
}

const usual: Partial<JobConfiguration['app']> = {
  mappings: [
    { target: 'userName', source: 'userPrincipalName', matching: 1, apply: 'always' },
    { target: 'active', expression: 'Not([IsSoftDeleted])', apply: 'always' },
    { target: 'title', source: 'jobTitle', apply: 'always' },
    { target: 'nickName', source: 'mailNickname', apply: 'create' },
    { target: MANAGER, source: 'manager', apply: 'always' },
  ],
};

function factOf(id: string, person: Parameters<Company['tell']>[1] = {}): UserFact {
  if ('state' in person) return { state: person.state, id };
  const { title = 'Engineer', enabled = true, manager = null, mail, attributes = {} } = person;
  return {
    state: 'present',
    user: {
      id,
      accountEnabled: enabled,
      managerId: manager,
      attributes: {
        userPrincipalName: [`${id}@contoso.example`],
        displayName: [`${id.charAt(0).toUpperCase()}${id.slice(1)} Lee`],
        jobTitle: [title],
        ...(mail === undefined ? {} : { mail: [mail] }),
        ...attributes,
      },
    },
  };
}
