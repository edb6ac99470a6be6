import type { CycleReference, CycleSummary, ResetScope } from '../activities/contract.js';
import type { JobConfiguration } from '../src/config/configuration.js';
import { DEFAULT_RESET, mergeResets, needsInitialCycle } from '../src/policy/reset-scope.js';
import { nextStartAfter, parseDuration } from '../src/policy/schedule.js';
import { taskExecution, type EndedCycle } from '../src/policy/task-execution.js';
import {
  cycleWorkflowId,
  type ConfigureResult,
  type CyclePhase,
  type CycleProgress,
  type SynchronizationError,
  type SynchronizationProgress,
  type SynchronizationStatus,
  type TaskExecution,
} from './contract.js';
import type { JobRecord } from './job-record.js';

interface RunningCycle {
  readonly reference: CycleReference;
  readonly began: number;
  readonly phase: CyclePhase;
  readonly progress: SynchronizationProgress | null;
  /** A restart came: this cycle is to end, another takes its place. */
  readonly isReplaced: boolean;
}

/** A job's state and every way it changes. Handlers and the loop call it; it waits for nothing and asks no clock. */
export class JobState {
  #record: JobRecord;
  #running: RunningCycle | null = null;
  #revision = 0;

  constructor(record: JobRecord) {
    this.#record = record;
  }

  /** Grows with every change, so that one can wait for the next. */
  get revision(): number {
    return this.#revision;
  }
  get record(): JobRecord {
    return this.#record;
  }
  get isPaused(): boolean {
    return this.#record.isPaused;
  }
  get isReplaced(): boolean {
    return this.#running?.isReplaced ?? false;
  }
  get reset(): readonly ResetScope[] {
    return this.#record.reset;
  }
  /** The interval as configured, such as `40m`; null before the first configuration. */
  get interval(): string | null {
    return this.#record.configuration?.app.interval ?? null;
  }

  /** When the next cycle begins; 0 is at once, null is not before something happens. */
  nextStart(): number | null {
    const { configuration, isPaused, isWanted, lastCycle } = this.#record;
    if (configuration === null || isPaused || this.#running !== null) return null;
    const intervalMs = parseDuration(configuration.app.interval) ?? 0;
    return isWanted || lastCycle === null ? 0 : nextStartAfter(lastCycle, intervalMs);
  }

  pause(): void {
    this.#change({ isPaused: true });
  }

  start(): void {
    this.#change({ isPaused: false });
  }

  provisionNow(): void {
    this.#change({ isWanted: true });
  }

  /** A cycle at once, in place of a running one, after what `scopes` name was forgotten. */
  restart(scopes: readonly ResetScope[]): void {
    this.#forget(scopes);
    this.#change({ isPaused: false, isWanted: true });
    if (this.#running !== null) this.#running = { ...this.#running, isReplaced: true };
  }

  /** Adopts what the store accepted. Of two that cross each other the higher version stays. */
  configured(
    configuration: JobConfiguration,
    { version, restartsCycle, forgetsLinks = false, lastCycleNumber = 0 }: ConfigureResult,
  ): void {
    const before = this.#record;
    this.#change({ lastCycleNumber: Math.max(before.lastCycleNumber, lastCycleNumber) });
    if (restartsCycle && before.configuration !== null) {
      this.#forget(DEFAULT_RESET);
      this.#change({ isWanted: true });
    }
    if (forgetsLinks) this.#forget(['ConnectorDataStore']);
    if (version < (before.configurationVersion ?? 0)) return;

    const { provisioningStatus } = configuration.app;
    const isSwitched = provisioningStatus !== (before.configuration?.app.provisioningStatus ?? 'on');
    this.#change({
      configuration,
      configurationVersion: version,
      isPaused: isSwitched ? provisioningStatus === 'off' : before.isPaused,
    });
  }

  /** The scopes a reset has forgotten need not be forgotten again. */
  wasReset(scopes: readonly ResetScope[]): void {
    this.#change({ reset: this.#record.reset.filter((scope) => !scopes.includes(scope)) });
  }

  begin(now: number): CycleReference {
    const { appId, configurationVersion, lastCycleNumber, nextKind } = this.#record;
    if (configurationVersion === null) throw new Error('a job without a configuration began a cycle');
    const reference = { appId, number: lastCycleNumber + 1, kind: nextKind, configurationVersion };
    this.#running = { reference, began: now, phase: 'fetchChanges', progress: null, isReplaced: false };
    this.#change({ lastCycleNumber: reference.number, isWanted: false, nextKind: 'incremental' });
    return reference;
  }

  /** Reports of other cycles than the running one mean nothing; nor does what is no report at all. */
  progressed(report: CycleProgress | null | undefined, now: number): void {
    if (this.#running === null || report?.number !== this.#running.reference.number) return;
    const { phase, completed, total } = report;
    const progress: SynchronizationProgress = {
      completedUnits: completed,
      totalUnits: total,
      units: 'operations',
      progressObservationDateTime: new Date(now).toISOString(),
    };
    this.#running = { ...this.#running, phase, progress: total === 0 ? this.#running.progress : progress };
    this.#change({});
  }

  completed(summary: CycleSummary, now: number): void {
    const lastExecution = this.#end(now, { summary, error: null });
    const { steadyStateFirstAchievedTime: firstSteady } = this.#record;
    this.#change({
      countSuccessiveCompleteFailures: 0,
      lastExecution,
      lastSuccessfulExecution: lastExecution,
      countLinked: summary.countLinked,
      countLinkedGroups: summary.countLinkedGroups ?? 0,
      ...(lastExecution.countExported > 0 && { lastSuccessfulExecutionWithExports: lastExecution }),
      ...(summary.isSteady && {
        steadyStateFirstAchievedTime: firstSteady ?? lastExecution.timeEnded,
        steadyStateLastAchievedTime: lastExecution.timeEnded,
      }),
    });
  }

  /** A quarantine will be decided here, by the number of failures in a row and their code. */
  failed(error: SynchronizationError, summary: CycleSummary | null, now: number): void {
    const unfinished = this.#unfinished();
    const lastExecution = this.#end(now, { summary, error });
    const failures = this.#record.countSuccessiveCompleteFailures + 1;
    this.#change({ ...unfinished, lastExecution, countSuccessiveCompleteFailures: failures });
  }

  /** The cycle ended because somebody wanted it to: neither a success nor a failure. */
  cancelled(now: number): void {
    const unfinished = this.#unfinished();
    this.#end(now, { summary: null, error: null });
    this.#change(unfinished);
  }

  status(): SynchronizationStatus {
    const record = this.#record;
    const next = this.nextStart();
    return {
      app: record.appId,
      connector: record.configuration?.app.connector ?? null,
      configurationVersion: record.configurationVersion,
      code: this.#code(),
      countSuccessiveCompleteFailures: record.countSuccessiveCompleteFailures,
      escrowsPruned: false,
      lastExecution: record.lastExecution,
      lastSuccessfulExecution: record.lastSuccessfulExecution,
      lastSuccessfulExecutionWithExports: record.lastSuccessfulExecutionWithExports,
      progress: this.#running?.progress ? [this.#running.progress] : [],
      quarantine: null,
      steadyStateFirstAchievedTime: record.steadyStateFirstAchievedTime,
      steadyStateLastAchievedTime: record.steadyStateLastAchievedTime,
      synchronizedEntryCountByType: [
        { key: 'User', value: record.countLinked },
        ...((record.countLinkedGroups ?? 0) > 0
          ? [{ key: 'Group', value: record.countLinkedGroups ?? 0 }]
          : []),
      ],
      cycle: this.#running && {
        number: this.#running.reference.number,
        kind: this.#running.reference.kind,
        phase: this.#running.phase,
      },
      schedule: { state: record.isPaused ? 'Paused' : 'Active', interval: this.interval },
      escrows: null,
      stagedDeletions: null,
      nextCycleAt: next === null || next === 0 ? null : new Date(next).toISOString(),
    };
  }

  #code(): SynchronizationStatus['code'] {
    if (this.#record.configuration === null) return 'NotConfigured';
    if (this.#record.isPaused) return 'Paused';
    return this.#record.lastSuccessfulExecution === null ? 'NotRun' : 'Active';
  }

  #forget(scopes: readonly ResetScope[]): void {
    this.#change({
      reset: mergeResets(this.#record.reset, scopes),
      ...(needsInitialCycle(scopes) && { nextKind: 'initial' }),
    });
  }

  /** An initial cycle that did not complete is repeated as one: the watermark means nothing before its end. */
  #unfinished(): Partial<JobRecord> {
    return this.#running?.reference.kind === 'initial' ? { nextKind: 'initial' } : {};
  }

  #end(now: number, outcome: Pick<EndedCycle, 'summary' | 'error'>): TaskExecution {
    if (this.#running === null) throw new Error('a cycle ended that never began');
    const { reference, began } = this.#running;
    this.#running = null;
    this.#change({ lastCycle: { began, ended: now } });
    return taskExecution({
      activityIdentifier: cycleWorkflowId(reference.appId, reference.number),
      number: reference.number,
      kind: reference.kind,
      began,
      ended: now,
      ...outcome,
    });
  }

  #change(change: Partial<JobRecord>): void {
    this.#record = { ...this.#record, ...change };
    this.#revision += 1;
  }
}
