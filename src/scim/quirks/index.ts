import { standardDialect, type Dialect } from './dialect.js';

export { standardDialect, type Dialect } from './dialect.js';

/** A way in which servers are known to differ from the RFCs, and what the client does about it. */
export interface Quirk {
  /** What the server does, as an administrator would say it. */
  readonly description: string;
  readonly dialect: Partial<Dialect>;
}

/** Every known quirk by name. A connector lists the names of those its app has. */
export const quirks = {
  capitalizedOperations: {
    description: 'Names of PATCH operations must begin with a capital letter.',
    dialect: { operationNames: 'capitalized' },
  },
} as const satisfies Readonly<Record<string, Quirk>>;

export type QuirkName = keyof typeof quirks;

/**
 * The dialect of an app: the standard one, changed by its quirks in their order, then by single fields.
 */
export function dialectOf(names: readonly QuirkName[], fields: Partial<Dialect> = {}): Dialect {
  const parts: readonly Partial<Dialect>[] = names.map((name) => quirks[name].dialect);
  return Object.assign({}, standardDialect, ...parts, fields) as Dialect; // every part holds fields of a dialect
}
