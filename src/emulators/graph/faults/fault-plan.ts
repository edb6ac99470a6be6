import { randomFrom } from '../random.js';
import type { Fault } from './fault.js';

interface Planned {
  readonly id: string;
  readonly fault: Fault;
  readonly path: RegExp;
  readonly random: () => number;
  matched: number;
  struck: number;
}

export interface Call {
  readonly method: string;
  readonly path: string;
  /** Decoded, without its `?`. */
  readonly query: string;
}

/** What is to go wrong from here on. Faults are tried in the order they came; at most one strikes a call. */
export class FaultPlan {
  #planned: Planned[] = [];
  #count = 0;

  add(fault: Fault): string {
    this.#count += 1;
    const id = String(this.#count);
    const { path, seed } = fault.match;
    this.#planned.push({ id, fault, path: patternOf(path), random: randomFrom(seed), matched: 0, struck: 0 });
    return id;
  }

  remove(id: string): boolean {
    const before = this.#planned.length;
    this.#planned = this.#planned.filter((planned) => planned.id !== id);
    return this.#planned.length < before;
  }

  clear(): void {
    this.#planned = [];
  }

  list(): object[] {
    return this.#planned.map(({ id, fault, matched, struck }) => ({ id, ...fault, matched, struck }));
  }

  /** The fault that strikes this call, if one does. */
  strike(call: Call): Fault | null {
    for (const planned of this.#planned) {
      if (!matches(planned, call) || !isDue(planned)) continue;
      planned.struck += 1;
      return planned.fault;
    }
    return null;
  }
}

function matches({ fault, path }: Planned, call: Call): boolean {
  const { method, path: pattern } = fault.match;
  if (method !== undefined && method !== call.method) return false;
  return path.test(pattern.includes('?') ? `${call.path}?${call.query}` : call.path);
}

function isDue(planned: Planned): boolean {
  const { nth, times, probability } = planned.fault.match;
  planned.matched += 1;
  if (nth !== undefined && !(Array.isArray(nth) ? nth : [nth]).includes(planned.matched)) return false;
  if (times !== undefined && planned.struck >= times) return false;
  return probability === undefined || planned.random() < probability;
}

function patternOf(path: string): RegExp {
  const literal = path.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`, 'i');
}
