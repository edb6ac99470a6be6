import { setTimeout as delay } from 'node:timers/promises';
import { heartbeat, cancellationSignal, CancelledFailure } from '@temporalio/activity';
import type { ApplicationFailure } from '@temporalio/common';
import type { Activities, CycleReference, CycleSummary, ResetScope } from '../../../activities/contract.js';
import type { JobConfiguration } from '../../../src/config/configuration.js';

export interface FakeOptions {
  /** Writing operations of each cycle, by its number. */
  readonly writes?: (cycle: number) => number;
  /** Writing operations about references, by cycle: they follow the others. Absent: no cycle looks at references. */
  readonly references?: (cycle: number) => number;
  /** Which writing operations wait for none of the others. Absent: the plan does not tell, as in older versions. */
  readonly independent?: { readonly first: number; readonly last: number };
  readonly msPerWrite?: number;
  readonly failing?: (activity: keyof Activities, cycle: number) => ApplicationFailure | undefined;
  /** What cycles report beside their counts, by number; a worker's of the version before quarantine reports nothing. */
  readonly reported?: (cycle: number) => Pick<CycleSummary, 'health' | 'stagedDeletions'>;
}

/** Nothing failed, nothing waits. */
export const wellReported: Required<Pick<CycleSummary, 'health' | 'stagedDeletions'>> = {
  health: { failedObjects: 0, failedReferences: 0, succeededObjects: 1, attemptedWrites: 1, failedWrites: 0 },
  stagedDeletions: null,
};

/** A source, a target and a store in memory, in the shape of the activities; it remembers what was asked of it. */
export function aFakeWorld({
  writes = () => 0,
  references,
  independent,
  msPerWrite = 0,
  failing = () => undefined,
  reported = () => wellReported,
}: FakeOptions = {}) {
  const calls: string[] = [];
  const cycles: CycleReference[] = [];
  const endings: string[] = [];
  const resets: (readonly ResetScope[])[] = [];
  const notified: string[] = [];
  const written: string[] = [];
  const batches: { readonly first: number; readonly last: number; readonly isBeside?: boolean }[] = [];
  const atOnce = { now: 0, most: 0 };
  let stored: JobConfiguration | null = null;
  let version = 0;

  const enter = (activity: keyof Activities, cycle = 0): void => {
    calls.push(activity);
    const failure = failing(activity, cycle);
    if (failure !== undefined) throw failure;
  };

  const activities: Activities = {
    async storeConfiguration({ configuration }) {
      enter('storeConfiguration');
      const restartsCycle = stored?.app.scope !== configuration.app.scope;
      if (JSON.stringify(stored) === JSON.stringify(configuration))
        return { version, changes: [], restartsCycle: false };
      stored = configuration;
      version += 1;
      return { version, changes: ['app'], restartsCycle };
    },
    async validateCredentials() {
      enter('validateCredentials');
      return { checks: [{ system: 'target', detail: 'answered' }] };
    },
    async fetchChanges(cycle) {
      cycles.push(cycle);
      enter('fetchChanges', cycle.number);
      return { pages: 1, changed: 0, removed: 0 };
    },
    async fetchAssignments(cycle) {
      enter('fetchAssignments', cycle.number);
      return { assignments: 0, members: 0, changed: 0 };
    },
    async indexTarget(cycle) {
      enter('indexTarget', cycle.number);
      return { pages: 1, resources: 0 };
    },
    async mapAttributes(cycle) {
      enter('mapAttributes', cycle.number);
      return {
        planned: writes(cycle.number),
        writes: writes(cycle.number),
        references: references !== undefined,
        ...(independent !== undefined && { independent }),
      };
    },
    async mapReferences(cycle) {
      enter('mapReferences', cycle.number);
      const { number } = cycle;
      const all = writes(number) + (references?.(number) ?? 0);
      return { planned: all, writes: all };
    },
    async writeScim({ number, first, last, ...batch }) {
      enter('writeScim', number);
      batches.push({ first, last, ...('isBeside' in batch && { isBeside: batch.isBeside }) });
      atOnce.now += 1;
      atOnce.most = Math.max(atOnce.most, atOnce.now);
      try {
        const isDone = new Set(written);
        for (let index = first; index <= last; index += 1) {
          const operation = `${number}/${index}`;
          if (isDone.has(operation)) continue;
          if (cancellationSignal().aborted) throw new CancelledFailure('stopped between operations');
          if (msPerWrite > 0) await delay(msPerWrite);
          written.push(operation);
          heartbeat(index);
        }
      } finally {
        atOnce.now -= 1;
      }
      return { exported: last - first + 1, failed: 0 };
    },
    async finishCycle({ number, outcome, error }) {
      enter('finishCycle', number);
      endings.push(error === null ? outcome : `${outcome} ${error.code}`);
      const created = written.filter((operation) => operation.startsWith(`${number}/`)).length;
      return { ...aSummary(created), ...reported(number) };
    },
    async resetJob({ scopes }) {
      enter('resetJob');
      resets.push(scopes);
    },
    async planCycle({ number, kind, reportId }) {
      enter('planCycle', number);
      const requests = { read: 0, create: 0, update: 0, delete: 0 };
      return { reportId, kind, counts: aSummary(writes(number)).counts, requests, requestsPerSecond: 25 };
    },
    async provisionOnDemand({ reportId }) {
      enter('provisionOnDemand');
      return { reportId, result: 'Success', operations: [] };
    },
    async answerDeletions() {
      enter('answerDeletions');
      return { answered: 0, stagedDeletions: null };
    },
    async sendJobNotification({ notification }) {
      enter('sendJobNotification');
      notified.push(notification.type);
      return { sent: true };
    },
    async sendNotification({ number, error }) {
      enter('sendNotification', number);
      notified.push(error.code);
      return { sent: true };
    },
  };
  return { activities, calls, cycles, endings, resets, notified, written, batches, atOnce };
}

export function aSummary(created: number): CycleSummary {
  const counts = {
    imported: created,
    planned: created,
    created,
    updated: 0,
    disabled: 0,
    skipped: 0,
    failed: 0,
  };
  return { counts, countEntitled: created, countLinked: created, isSteady: true };
}
