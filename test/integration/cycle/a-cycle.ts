import type { CycleContext, CycleRules } from '../../../src/cycle/cycle-context.js';
import type { DirectorySource } from '../../../src/directory/directory-source.js';
import type { PendingOperation, Store } from '../../../src/store/index.js';
import { someGroupRules, someRules } from '../../unit/plan/builders.js';
import type { FakeTarget } from './fake-target.js';

export const MANAGER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager';

export const someCycleRules: CycleRules = {
  User: someRules({
    scope: 'all',
    mappings: [
      { target: 'userName', source: 'displayName', matching: 1 },
      { target: 'active', expression: 'Switch([IsSoftDeleted], , "False", "True", "True", "False")' },
      { target: 'title', source: 'jobTitle' },
      { target: MANAGER, source: 'manager' },
    ],
  }),
  Group: someGroupRules({ scope: 'all' }),
};

let apps = 0;

/** A cycle of an app of its own, between `store` and `target`. */
export function aCycle(store: Store, target: FakeTarget, changes: Partial<CycleContext> = {}): CycleContext {
  apps += 1;
  return {
    appId: `app-${apps}`,
    number: 1,
    kind: 'incremental',
    servicePrincipalId: 'service-principal',
    store,
    source: noSource,
    sourceKey: `source-${apps}`,
    now: new Date(),
    deletionThreshold: null,
    suspiciousDropPercent: 20,
    target,
    concurrency: 1,
    rules: someCycleRules,
    lease: null,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...changes,
  };
}

/** The operations that a cycle has planned and not carried out, taken to be. */
export function taken({ store, ...cycle }: CycleContext): Promise<readonly PendingOperation[]> {
  return store.operations.take(cycle, { after: 0, last: 1_000, limit: 1_000 });
}

const unasked = (): never => {
  throw new Error('The source is not asked here');
};

/** A source of which nothing is asked. */
export const noSource: DirectorySource = {
  userChanges: unasked,
  user: unasked,
  groupChanges: unasked,
  group: unasked,
  servicePrincipal: unasked,
  assignments: unasked,
  assignmentsOf: unasked,
  find: unasked,
  assignmentCount: unasked,
  directUserMembers: unasked,
  directUserMemberCount: unasked,
  isSecurityEnabled: unasked,
  isInRecycleBin: unasked,
};
