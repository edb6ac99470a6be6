export { openStore, Store } from './store.js';
export type { LogEntry, LogQuery } from './provisioning-log.js';
export type { PendingOperation, Outcome } from './operations.js';
export type { DirtyObject, PlannedRow } from './plans.js';
export type { IndexHit } from './target-index.js';
export type { UserFact } from './directory-mirror.js';
export type { FeedPosition } from './feeds.js';
export type { GroupFact } from './group-mirror.js';
