import type { Fault, Faults } from './fault.js';
import { randomFrom } from './random.js';

interface Armed {
  readonly fault: Fault;
  readonly random: () => number;
  seen: number;
  remaining: number;
}

/** Faults that are added; first come, first served, and one at most meets a request. */
export class FaultPlan implements Faults {
  #armed: Armed[] = [];

  add(fault: Fault): void {
    this.#armed.push({ fault, random: randomFrom(fault.seed ?? 1), seen: 0, remaining: timesOf(fault) });
  }

  clear(): void {
    this.#armed = [];
  }

  waiting(): readonly Fault[] {
    return this.#armed.map(({ fault }) => fault);
  }

  /** The fault that meets this request, or null. @param path below the SCIM base URL. */
  strike(method: string, path: string, bodyText: string): Fault | null {
    const hit = this.#armed.filter((armed) => fits(armed.fault, { method, path, bodyText })).find(meets);
    if (hit === undefined) return null;
    hit.remaining -= 1;
    this.#armed = this.#armed.filter(({ remaining }) => remaining > 0);
    return hit.fault;
  }
}

function timesOf({ times, rate, tokenRevoked, nth }: Fault): number {
  if (times !== undefined) return times;
  if (rate !== undefined || tokenRevoked === true) return Infinity;
  return nth?.length ?? 1;
}

interface Met {
  readonly method: string;
  readonly path: string;
  readonly bodyText: string;
}

function fits({ method, path, bodyIncludes }: Fault, met: Met): boolean {
  if (method !== undefined && method !== met.method) return false;
  if (path !== undefined && !met.path.startsWith(path)) return false;
  return bodyIncludes === undefined || met.bodyText.includes(bodyIncludes);
}

function meets(armed: Armed): boolean {
  const { nth, rate } = armed.fault;
  armed.seen += 1;
  if (nth?.includes(armed.seen) === false) return false;
  return rate === undefined || armed.random() < rate;
}
