import { dateText, parseDate } from '../../expressions/dates/date-text.js';
import type { GraphObject } from './wire.js';

/** An attribute under the name that administrators map, and where Microsoft Graph keeps it. */
export interface SourceAttribute {
  readonly name: string;
  /** The property to `$select`; `null` when there is nothing to read for it. */
  readonly property: string | null;
  readonly read: (object: GraphObject) => unknown;
}

/** What one kind of object offers to mappings. */
export class AttributeTable {
  readonly #byLowerCaseName: ReadonlyMap<string, SourceAttribute>;
  readonly #alwaysSelected: readonly string[];
  readonly #alwaysRead: readonly string[];

  /**
   * @param alwaysSelected properties to `$select` whatever is mapped.
   * @param alwaysRead attributes to deliver whatever is mapped.
   */
  constructor(
    known: readonly SourceAttribute[],
    { alwaysSelected, alwaysRead }: { alwaysSelected: readonly string[]; alwaysRead: readonly string[] },
  ) {
    this.#byLowerCaseName = new Map(known.map((attribute) => [attribute.name.toLowerCase(), attribute]));
    this.#alwaysSelected = alwaysSelected;
    this.#alwaysRead = alwaysRead;
  }

  /**
   * The attribute of a mapping name. Names are not case-sensitive, except those of directory extensions. A name that is
   * not in the table is passed on as it is: Graph knows whether it exists.
   */
  attribute(name: string): SourceAttribute {
    return this.#byLowerCaseName.get(name.toLowerCase()) ?? renamed(name, name);
  }

  /** The properties to `$select` for these mapping names, sorted. A different list needs a new initial round. */
  selectFor(names: readonly string[]): readonly string[] {
    const properties = names
      .map((name) => this.attribute(name).property)
      .filter((property) => property !== null);
    return [...new Set([...this.#alwaysSelected, ...properties])].sort();
  }

  /**
   * The values of an object under these mapping names and those always read, in canonical spelling; of each, only what
   * has a value.
   */
  valuesOf(object: GraphObject, names: readonly string[]): Readonly<Record<string, readonly string[]>> {
    const attributes = [...names, ...this.#alwaysRead].map((name) => this.attribute(name));
    const values = attributes.map(({ name, read }) => [name, texts(read(object))] as const);
    return Object.fromEntries(values.filter(([, list]) => list.length > 0));
  }
}

/** `$select=…`, encoded. */
export function selectQuery(properties: readonly string[]): string {
  return `$select=${properties.map(encodeURIComponent).join(',')}`;
}

export function named(names: string): readonly SourceAttribute[] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => renamed(name, name));
}

export function renamed(name: string, property: string): SourceAttribute {
  return { name, property, read: (object) => object[property] };
}

export function objectId(): SourceAttribute {
  return { name: 'objectId', property: 'id', read: ({ id }) => id.toLowerCase() };
}

/** ISO 8601 on the wire; mappings know dates as `M/d/yyyy h:mm:ss tt` in UTC. */
export function date(name: string): SourceAttribute {
  return {
    name,
    property: name,
    read: (object) => {
      const text = object[name];
      const instant = typeof text === 'string' ? parseDate(text) : null;
      return instant === null ? text : dateText(instant);
    },
  };
}

/** Only the parent can be selected. The cast is safe whatever it is: a member of no object is undefined. */
export function within(name: string, property: string): SourceAttribute {
  return {
    name,
    property,
    read: (object) => (object[property] as Readonly<Record<string, unknown>> | null | undefined)?.[name],
  };
}

/** Made by the engine, or a relation: no value of the object itself. */
export function withoutValue(name: string): SourceAttribute {
  return { name, property: null, read: () => null };
}

/** Objects have no form that a mapping could use, and so no value. */
function texts(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(texts);
  if (typeof value === 'boolean') return [value ? 'True' : 'False'];
  if (typeof value === 'number') return [String(value)];
  return typeof value === 'string' && value !== '' ? [value] : [];
}
