import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { activityInfo } from '@temporalio/activity';
import {
  isMeant,
  type LogicalCall,
  type Moment,
  type ParentMessage,
  type WorkerFault,
  type WorkerMessage,
} from './faults.js';

/** Sits in the worker's process, sees its logical calls, and strikes where it is planned: each fault once. */
export class FaultAgent {
  readonly #journal: string;
  #faults: readonly WorkerFault[];
  #waiting = new Map<string, () => void>();

  constructor(journal: string, faults: readonly WorkerFault[]) {
    this.#journal = journal;
    this.#faults = faults;
    process.on('message', (message: ParentMessage) => {
      if (message.type === 'arm') {
        this.#faults = message.faults;
        tell({ type: 'armed' });
      } else this.#waiting.get(message.id)?.();
    });
  }

  /** Makes the call, with whatever is planned for it. Calls outside of activities are let through. */
  async through<T>(name: string, subject: string | null, carryOut: () => Promise<T>): Promise<T> {
    const call = this.#faults.some((fault) => fault.call === name) ? callOf(name, subject) : null;
    if (call === null) return carryOut();
    const struck = await this.#strike(call, 'before');
    try {
      return await carryOut();
    } catch (error) {
      if (struck !== null) tell({ type: 'felt', id: struck.id });
      throw error;
    } finally {
      await this.#strike(call, 'after');
    }
  }

  async #strike(call: LogicalCall, when: Moment): Promise<WorkerFault | null> {
    const fault = this.#faults.find((each) => isMeant(each, call, when));
    if (fault === undefined) return null;
    this.#faults = this.#faults.filter((each) => each !== fault);
    this.#writeDown(fault, call);
    if (fault.effect === 'kill') {
      process.kill(process.pid, 'SIGKILL');
      // The signal is on its way; nothing of this call may happen any more.
      await new Promise(() => undefined);
    }
    await new Promise<void>((resolve) => {
      this.#waiting.set(fault.id, resolve);
      tell({ type: 'reached', id: fault.id });
    });
    return fault;
  }

  #writeDown({ id }: WorkerFault, at: LogicalCall): void {
    const file = openSync(this.#journal, 'a');
    writeSync(file, `${JSON.stringify({ id, at })}\n`);
    fsyncSync(file);
    closeSync(file);
  }
}

function tell(message: WorkerMessage): void {
  process.send?.(message);
}

function callOf(call: string, subject: string | null): LogicalCall | null {
  try {
    const { activityType, attempt } = activityInfo();
    return { call, activity: activityType, attempt, subject };
  } catch {
    return null;
  }
}
