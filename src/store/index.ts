export { openStore, Store } from './store.js';
export type { LogEntry, LogQuery } from './provisioning-log.js';
export type { PendingOperation, Outcome } from './operations.js';
export type { DirtyUser, PlannedRow } from './plans.js';
export type { IndexHit } from './target-index.js';
export type { FeedPosition, UserFact } from './directory-mirror.js';
