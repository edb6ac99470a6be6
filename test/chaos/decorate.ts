import type { ScimTarget } from '../../src/scim/index.js';
import type { Store } from '../../src/store/index.js';
import { Connections, type Connection } from '../../src/worker/connections.js';
import type { FaultAgent } from './fault-agent.js';

/** Calls that come with nothing to do are no logical calls. */
const EMPTY: Readonly<Record<string, (args: readonly unknown[]) => boolean>> = {
  'operations.record': ([, outcomes]) => lengthOf(outcomes) === 0,
  'references.record': ([, , written]) => {
    const { added, removed } = written as { readonly added: unknown; readonly removed: unknown };
    return lengthOf(added) + lengthOf(removed) === 0;
  },
};

function lengthOf(list: unknown): number {
  return Array.isArray(list) ? list.length : 0;
}

/** The store with its repositories' methods as logical calls: `mirror.fold`. */
export function decoratedStore(store: Store, agent: FaultAgent): Store {
  const repositories = new Map<string | symbol, object>();
  return new Proxy(store, {
    get(original, property) {
      const value: unknown = Reflect.get(original, property, original);
      if (typeof value === 'function') return value.bind(original) as unknown;
      if (typeof value !== 'object' || value === null) return value;
      const known = repositories.get(property) ?? decorated(value, String(property), agent);
      repositories.set(property, known);
      return known;
    },
  });
}

/** Connections whose targets' methods are logical calls: `target.create`. */
export class DecoratedConnections extends Connections {
  readonly #agent: FaultAgent;
  readonly #targets = new WeakMap<ScimTarget, ScimTarget>();

  constructor(agent: FaultAgent) {
    super();
    this.#agent = agent;
  }

  override for(configuration: Parameters<Connections['for']>[0]): Connection {
    const connection = super.for(configuration);
    const target =
      this.#targets.get(connection.target) ?? decorated(connection.target, 'target', this.#agent);
    this.#targets.set(connection.target, target);
    return { ...connection, target };
  }
}

function decorated<T extends object>(original: T, name: string, agent: FaultAgent): T {
  return new Proxy(original, {
    get(whole, property) {
      const value: unknown = Reflect.get(whole, property, whole);
      if (typeof value !== 'function') return value;
      const call = `${name}.${String(property)}`;
      return (...args: readonly unknown[]): unknown => {
        const carryOut = (): unknown => Reflect.apply(value, whole, args);
        if (property === 'close' || EMPTY[call]?.(args) === true) return carryOut();
        return agent.through(call, subjectOf(call, args), async () => carryOut());
      };
    },
  });
}

function subjectOf(call: string, args: readonly unknown[]): string | null {
  if (call !== 'target.create') return null;
  const { userName, displayName } = args[1] as Readonly<Record<string, unknown>>;
  const named = userName ?? displayName;
  return typeof named === 'string' ? named : null;
}
