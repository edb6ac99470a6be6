import type { Dialect } from './dialect.js';

/** A way in which servers are known to differ from the RFCs, and what the client does about it. */
export interface Quirk {
  /** What the server does, as an administrator would say it. */
  readonly description: string;
  readonly dialect: Partial<Dialect>;
}

/** Quirks by name. */
export type Quirks = Readonly<Record<string, Quirk>>;
