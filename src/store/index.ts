export { openStore, Store } from './store.js';
export type { LogEntry, LogQuery } from './provisioning-log.js';
export type { PendingOperation, Outcome } from './operations.js';
export type { PlannedRow } from './operations.js';
export type { FeedPosition } from './directory-mirror.js';
