import type { CycleReference, CycleSummary, ResetScope } from '../activities/contract.js';
import type { JobConfiguration } from '../src/config/configuration.js';
import { disablesAt, reasonOfError } from '../src/policy/quarantine.js';
import { DEFAULT_RESET, mergeResets, needsInitialCycle } from '../src/policy/reset-scope.js';
import type { EndedCycle } from '../src/policy/task-execution.js';
import type {
  ConfigureResult,
  CycleProgress,
  StagedDeletionsStatus,
  SynchronizationError,
  SynchronizationStatus,
  TaskExecution,
} from './contract.js';
import {
  disabled,
  imposed,
  isHeldBack,
  isLiftedBySaving,
  judgeCompleted,
  judgeFailed,
  LIFTED,
  nextStartOf,
  tellOfDeletions,
  type FailedCycle,
} from './job-health.js';
import type { DeletionsAnswer, JobRecord, News } from './job-record.js';
import { jobStatus } from './job-status.js';
import { executionOf, progressedTo, type RunningCycle } from './running-cycle.js';

/** A job's state and every way it changes. Handlers and the loop call it; it waits for nothing and asks no clock. */
export class JobState {
  #record: JobRecord;
  #running: RunningCycle | null = null;
  #isPlanning = false;
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
  get knowsQuarantine(): boolean {
    return this.#record.knowsQuarantine;
  }
  get isReplaced(): boolean {
    return this.#running?.isReplaced ?? false;
  }
  /** Whether there is something to do that waits for no cycle's time: an answer to pass on, news to tell. */
  get hasErrands(): boolean {
    const { deletionsAnswer, news } = this.#record;
    return this.isIdle && (deletionsAnswer !== null || news.length > 0);
  }
  /** Whether neither a cycle runs nor one is planned. */
  get isIdle(): boolean {
    return this.#running === null && !this.#isPlanning;
  }
  get isProbeDue(): boolean {
    return this.#record.isProbeDue || this.#record.quarantine !== null;
  }
  /** When the next cycle begins; 0 is at once, null is not before something happens. */
  nextStart(): number | null {
    return this.isIdle ? nextStartOf(this.#record) : null;
  }

  pause(): void {
    this.#change({ isPaused: true });
  }

  /** Goes on; out of quarantine, too, and when it was disabled. */
  start(): void {
    this.#change({ isPaused: false, ...(isHeldBack(this.#record) && LIFTED) });
  }

  /** In quarantine by somebody's word, and not for a cycle that was wanted before; one that there is already stays as it is. */
  quarantine(now: number): void {
    if (this.#record.configuration === null || this.#record.quarantine !== null) return;
    this.#change({ ...imposed(this.#record, 'QuarantinedOnDemand', null, now), isWanted: false });
  }

  /** @returns false when nothing waits for an answer. */
  answerDeletions(answer: DeletionsAnswer['answer']): boolean {
    const { stagedDeletions, lastCycleNumber } = this.#record;
    if (stagedDeletions === null) return false;
    const upToCycle = this.#running === null ? lastCycleNumber : lastCycleNumber - 1;
    this.#change({ deletionsAnswer: { answer, upToCycle } });
    return true;
  }

  /** The store knows the answer. What is allowed is carried out by a cycle at once; what is left nobody was asked about yet. */
  deletionsAnswered(given: DeletionsAnswer, left: StagedDeletionsStatus | null, now: number): void {
    this.#answered(given);
    this.#change({
      ...tellOfDeletions({ ...this.#record, stagedDeletions: null }, left, now),
      isWanted: this.#record.isWanted || given.answer === 'allowed',
    });
  }

  /** An answer that the store would not take: the deletes wait on. */
  deletionsUnanswered(given: DeletionsAnswer): void {
    this.#answered(given);
  }

  provisionNow(): void {
    this.#change({ isWanted: true });
  }

  /** A cycle at once, in place of a running one, after what `scopes` name was forgotten. */
  restart(scopes: readonly ResetScope[]): void {
    const isLifted =
      isHeldBack(this.#record) && (this.#record.isDisabled || scopes.includes('QuarantineState'));
    this.#forget(scopes);
    this.#change({ isPaused: false, isWanted: true, ...(isLifted && LIFTED) });
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
    if (isLiftedBySaving(this.#record, restartsCycle)) this.#change(LIFTED);
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

  /** The next cycle is gone through without writing: until `planned` no other begins. */
  beginPlan(): CycleReference & { readonly scopes: readonly ResetScope[] } {
    this.#isPlanning = true;
    return { ...this.#nextCycle(), scopes: this.#record.reset };
  }

  planned(): void {
    this.#isPlanning = false;
    this.#change({});
  }

  begin(now: number): CycleReference {
    const reference = this.#nextCycle();
    this.#running = { reference, began: now, phase: 'fetchChanges', progress: null, isReplaced: false };
    this.#change({ lastCycleNumber: reference.number, isWanted: false, nextKind: 'incremental' });
    return reference;
  }

  /** Reports of other cycles than the running one mean nothing; nor does what is no report at all. */
  progressed(report: CycleProgress | null | undefined, now: number): void {
    if (this.#running === null || report?.number !== this.#running.reference.number) return;
    this.#running = progressedTo(this.#running, report, now);
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
      ...judgeCompleted(this.#record, summary, {
        kind: lastExecution.kind,
        began: Date.parse(lastExecution.timeBegan),
        now,
      }),
      ...(lastExecution.countExported > 0 && { lastSuccessfulExecutionWithExports: lastExecution }),
      ...(summary.isSteady && {
        steadyStateFirstAchievedTime: firstSteady ?? lastExecution.timeEnded,
        steadyStateLastAchievedTime: lastExecution.timeEnded,
      }),
    });
  }

  failed(failure: FailedCycle, now: number): void {
    const unfinished = this.#unfinished();
    const lastExecution = this.#end(now, failure);
    const failures = this.#record.countSuccessiveCompleteFailures + 1;
    this.#change({
      ...unfinished,
      lastExecution,
      countSuccessiveCompleteFailures: failures,
      ...judgeFailed(this.#record, failure, now),
    });
  }

  /** One harmless request went well: the cycle may begin. */
  probed(): void {
    this.#change({ isProbeDue: false });
  }

  /** An attempt that came no further than one harmless request. */
  probeFailed(error: SynchronizationError, now: number): void {
    this.#change({ isWanted: false, ...imposed(this.#record, reasonOfError(error), error, now) });
  }

  /** @returns whether the job was in quarantine for so long that it is disabled now. */
  disableWhenDue(now: number): boolean {
    const { quarantine } = this.#record;
    if (quarantine === null || now < disablesAt(quarantine)) return false;
    this.#change(disabled(this.#record, quarantine));
    return true;
  }

  /** Takes what the administrator is to be told. */
  takeNews(): readonly News[] {
    const { news } = this.#record;
    if (news.length > 0) this.#change({ news: [] });
    return news;
  }

  /** The cycle ended because somebody wanted it to: neither a success nor a failure. */
  cancelled(now: number): void {
    const unfinished = this.#unfinished();
    this.#end(now, { summary: null, error: null });
    this.#change(unfinished);
  }

  status(): SynchronizationStatus {
    const running = this.#running;
    return jobStatus(
      this.#record,
      running && { ...running.reference, phase: running.phase, progress: running.progress },
      running === null ? nextStartOf(this.#record) : null,
    );
  }

  #nextCycle(): CycleReference {
    const { appId, configurationVersion, lastCycleNumber, nextKind } = this.#record;
    if (configurationVersion === null) throw new Error('a job without a configuration began a cycle');
    return { appId, number: lastCycleNumber + 1, kind: nextKind, configurationVersion };
  }

  /** Somebody may have changed their mind meanwhile. */
  #answered(given: DeletionsAnswer): void {
    const { deletionsAnswer } = this.#record;
    this.#change({ deletionsAnswer: deletionsAnswer === given ? null : deletionsAnswer });
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
    const ended = this.#running;
    this.#running = null;
    this.#change({ lastCycle: { began: ended.began, ended: now } });
    return executionOf(ended, now, outcome);
  }

  #change(change: Partial<JobRecord>): void {
    this.#record = { ...this.#record, ...change };
    this.#revision += 1;
  }
}
