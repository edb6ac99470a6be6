import { closestName } from '../expressions/closest-name.js';
import type { Connector } from '../gallery/connector.js';
import { connectors } from '../gallery/index.js';
import type { OwnConnector } from './own-connectors.js';

/** The connectors that the apps of a configuration file can name: the gallery's and the file's own. */
export class NamedConnectors {
  readonly #own: ReadonlyMap<string, OwnConnector>;

  constructor(own: readonly OwnConnector[]) {
    this.#own = new Map(own.map((each) => [each.id, each]));
  }

  /** Null: there is none of that name, or it is too badly written to be judged by. */
  find(id: string): Connector | null {
    if (Object.hasOwn(connectors, id)) return connectors[id] ?? null;
    return this.#own.get(id)?.usable?.connector ?? null;
  }

  /** Whether there is nothing wrong with the connector itself. */
  isSound(id: string): boolean {
    const own = this.#own.get(id);
    return own === undefined || (own.findings.length === 0 && own.problems.length === 0);
  }

  /** What a name that is none should be; null for one that is. */
  expectationOf(id: string): string | null {
    const ids = [...Object.keys(connectors), ...this.#own.keys()];
    if (ids.includes(id)) return null;
    const meant = closestName(id, ids);
    return `must be one of ${ids.join(', ')}${meant === null ? '' : ` (did you mean ${meant}?)`}`;
  }
}
