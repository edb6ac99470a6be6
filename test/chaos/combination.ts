import type { Fault } from '../../src/emulators/strict-scim/index.js';
import type { WorkerFault } from './faults.js';
import type { ChapterId } from './story.js';

/** What goes wrong, and with whom. */
export type Strike =
  /** All of them, one after the other. */
  | { readonly type: 'worker'; readonly faults: readonly Omit<WorkerFault, 'id'>[] }
  | { readonly type: 'target'; readonly fault: Fault }
  /** From the chapter to the story's end, on every page that fits. */
  | { readonly type: 'graph'; readonly fault: Readonly<Record<string, unknown>> };

/** One cell of the tables: a step, and what happens there. */
export interface Combination {
  /** Unique: `kill/deleteUser/after the request`. */
  readonly id: string;
  readonly table: TableName;
  readonly row: string;
  readonly column: string;
  readonly chapter: ChapterId;
  readonly strike: Strike;
}

export const tableNames = [
  'A worker is killed while it writes',
  'A worker is killed while it stores',
  'The target fails',
  'Microsoft Graph fails',
  'A service is stopped and started',
] as const;
export type TableName = (typeof tableNames)[number];

/** One story with some combinations, each seen to happen. */
export interface Plan {
  readonly name: string;
  /** `own`: its services are stopped. */
  readonly arena: 'shared' | 'own';
  /** Chapters beside those that the combinations need. */
  readonly isWholeStory: boolean;
  /** How many cycles a chapter is given; one unless told. */
  readonly restsAfterCycles?: number;
  readonly combinations: readonly Combination[];
}

export interface Result {
  readonly combination: Combination;
  /** How often it was seen to happen. */
  readonly times: number;
  /** Empty when all judges were content. */
  readonly problems: readonly string[];
}

export function hasPassed({ times, problems }: Result): boolean {
  return times > 0 && problems.length === 0;
}
