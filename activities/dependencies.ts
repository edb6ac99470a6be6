import type { Logger } from 'pino';
import type { Mailer } from '../src/notifications/index.js';
import type { Store } from '../src/store/index.js';
import type { Connections } from '../src/worker/connections.js';

/** What a worker gives its activities. */
export interface ActivityDependencies {
  readonly store: Store;
  readonly connections: Connections;
  readonly mailer: Mailer;
  readonly logger: Logger;
}
