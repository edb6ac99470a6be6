import type { LogEntry, PlannedRow, Store } from '../../../src/store/index.js';
import type { CycleScope } from '../../../src/store/cycles.js';
import type { DeletionGuard } from '../../../src/store/staged-deletions.js';
import type { StagedDeletionsStatus } from '../../../workflows/contract.js';
import { aLinkRow, aReferenceRow } from './a-directory.js';

/** An app of its own whose plans are judged by the deletion guard. */
export interface GuardedApp {
  readonly appId: string;
  cycle(number: number): CycleScope;
  /** Plans these. Whoever is to go is linked before, as they are when that is planned. */
  plan(number: number, ...rows: readonly PlannedRow[]): Promise<void>;
  /** A plan that fails about these. */
  failToPlan(number: number, ...ids: readonly string[]): Promise<void>;
  /** Judges the plan. @param atLeast so many are too many; null: never. */
  guard(number: number, atLeast: number | null, changes?: Partial<DeletionGuard>): Promise<void>;
  /** Plans to disable these, and holds them back. */
  stage(number: number, ...ids: readonly string[]): Promise<void>;
  answer(given: 'allowed' | 'rejected', upToCycle: number): Promise<number>;
  status(): Promise<StagedDeletionsStatus | null>;
  /** Ordinals and objects of what is left to be carried out; all of it is taken. */
  toBeWritten(number: number): Promise<readonly (readonly [number, string])[]>;
  /** Carries out what comes next. */
  carryOutNext(number: number): Promise<void>;
  /** The newest log entry of an object. */
  logged(id: string): Promise<LogEntry | undefined>;
}

let apps = 0;

export function aGuardedApp(store: Store): GuardedApp {
  const appId = `guarded-${(apps += 1)}`;
  const cycle = (number: number): CycleScope => ({ appId, number, sourceKey: 'contoso', now: new Date() });
  const none = { links: [], filteredOut: [], failures: [] };

  const app: GuardedApp = {
    appId,
    cycle,
    async plan(number, ...rows) {
      for (const { grounds, objectId } of rows)
        if (grounds !== undefined) await store.links.claim(cycle(number), aLinkRow(objectId));
      await store.plans.save(cycle(number), { ...none, planned: rows.map(({ objectId }) => objectId), rows });
    },
    async failToPlan(number, ...ids) {
      const failures = ids.map((objectId) => ({ objectId, errorCode: 'ExpressionEvaluationError' }));
      const rows = ids.map((id) => anUpdate(id, { action: 'fail', status: 'failure', writes: false }));
      await store.plans.save(cycle(number), { ...none, planned: ids, rows, failures });
    },
    guard: (number, atLeast, changes = {}) =>
      store.stagedDeletions.guard(cycle(number), {
        objectNames: ['User', 'Group'],
        areTooMany: (deletions) => atLeast !== null && deletions >= atLeast,
        event: (waiting) => ({ code: 'TooManyDeletes', message: `${waiting} wait` }),
        steps: { held: aStep('held'), kept: aStep('kept') },
        ...changes,
      }),
    async stage(number, ...ids) {
      await app.plan(number, ...ids.map((id) => aDisable(id)));
      await app.guard(number, 1);
    },
    answer: (given, upToCycle) => store.stagedDeletions.answer(appId, given, upToCycle),
    status: () => store.stagedDeletions.status(appId),
    async toBeWritten(number) {
      const taken = await store.operations.take(cycle(number), { after: 0, last: 1_000, limit: 1_000 });
      return taken.map(({ ordinal, objectId }) => [ordinal, objectId] as const);
    },
    async carryOutNext(number) {
      const [next] = await store.operations.take(cycle(number), { after: 0, last: 1_000, limit: 1 });
      if (next === undefined) throw new Error('nothing is left to be carried out');
      const { id, about, objectId, action, targetId, changes } = next;
      const done = { status: 'success', reason: null, errorCode: null, steps: [], durationMs: 1 } as const;
      const rest = { link: null, references: [], isGone: false, isRetried: false };
      await store.operations.record(cycle(number), [
        { ...done, ...rest, id, about, objectId, action, targetId, changes },
      ]);
    },
    async logged(id) {
      const [newest] = await store.log.entries({ appId, user: id, limit: 1 });
      return newest;
    },
  };
  return app;
}

export function anUpdate(objectId: string, changes: Partial<PlannedRow> = {}): PlannedRow {
  return aReferenceRow(objectId, { objectName: 'User', about: 'object', ...changes });
}

export function aDisable(objectId: string, changes: Partial<PlannedRow> = {}): PlannedRow {
  return anUpdate(objectId, {
    action: 'disable',
    grounds: 'unassigned',
    linkState: 'unmanaged',
    changes: [{ path: 'active', oldValue: true, newValue: false }],
    ...changes,
  });
}

export function aDelete(objectId: string, changes: Partial<PlannedRow> = {}): PlannedRow {
  return aDisable(objectId, { action: 'delete', changes: [], ...changes });
}

function aStep(name: string) {
  return { name, provisioningStepType: 'export', status: 'skipped', description: '', details: {} } as const;
}
