import { getExternalWorkflowHandle, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import type { CycleReference } from '../activities/contract.js';
import { describeCycle } from '../src/policy/describe-cycle.js';
import { isWorthReporting, type ReportedProgress } from '../src/policy/progress.js';
import { cycleProgress, type CyclePhase } from './contract.js';

/** Where the cycle is: for its query, its page in the Web UI, and now and then for its job. */
export class CycleView {
  readonly #cycle: CycleReference;
  readonly #isPaused: () => boolean;
  #phase: CyclePhase = 'fetchChanges';
  #completed = 0;
  #total = 0;
  #reported: ReportedProgress = { at: Date.now(), completed: 0, total: 0 };

  constructor(cycle: CycleReference, isPaused: () => boolean) {
    this.#cycle = cycle;
    this.#isPaused = isPaused;
  }

  get phase(): CyclePhase {
    return this.#phase;
  }

  enter(next: CyclePhase, total = this.#total): void {
    this.#phase = next;
    this.#total = total;
    if (next === 'finishCycle') this.#completed = total;
    this.show();
    if (next === 'writeScim') this.#report();
  }

  written(completed: number): void {
    this.#completed = completed;
    this.show();
    this.#report();
  }

  show(): void {
    setCurrentDetails(
      describeCycle({
        phase: this.#phase,
        isPaused: this.#isPaused(),
        completed: this.#completed,
        total: this.#total,
      }),
    );
  }

  #report(): void {
    const { parent } = workflowInfo();
    const now: ReportedProgress = { at: Date.now(), completed: this.#completed, total: this.#total };
    if (parent === undefined || !isWorthReporting(this.#reported, now)) return;
    this.#reported = now;
    const { number } = this.#cycle;
    // Without the run id: the job may continue as new. Nobody waits for it, and a job that is gone needs no report.
    getExternalWorkflowHandle(parent.workflowId)
      .signal(cycleProgress, { number, phase: this.#phase, completed: now.completed, total: now.total })
      .catch(() => undefined);
  }
}
