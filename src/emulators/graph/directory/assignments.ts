import { createHash } from 'node:crypto';
import { pageOf, type Page } from './paging.js';
import type { PrincipalType } from './records.js';
import { DirectoryRefusal, notFound } from './refusal.js';
import type { Sequence } from './sequence.js';

export interface AssignmentRecord {
  /** Opaque, not a GUID. */
  readonly id: string;
  readonly seq: number;
  readonly appRoleId: string;
  readonly principalId: string;
  readonly principalType: PrincipalType;
  readonly resourceId: string;
  readonly createdDateTime: string;
}

interface Row {
  readonly record: AssignmentRecord;
  /** How many readings had begun when it came about, and when it was taken back. */
  readonly addedAfterReading: number;
  removedAfterReading: number;
  removedSeq: number | null;
}

/** Who is assigned to one service principal. A removed assignment stays as a row, because readers may lag behind. */
export class Assignments {
  readonly #resourceId: string;
  readonly #sequence: Sequence;
  readonly #timestamp: () => string;
  readonly #rows: Row[] = [];
  readonly #activeByKey = new Map<string, Row>();
  readonly #activeById = new Map<string, Row>();
  #readings = 0;

  constructor(resourceId: string, sequence: Sequence, timestamp: () => string) {
    this.#resourceId = resourceId;
    this.#sequence = sequence;
    this.#timestamp = timestamp;
  }

  /** Those in force, in the order they were made. */
  active(): AssignmentRecord[] {
    return [...this.#activeById.values()].map((row) => row.record);
  }

  /** Everything that happened, as `[seq, event, assignment]`, unordered. */
  *events(): Generator<readonly [number, 'assigned' | 'unassigned', AssignmentRecord]> {
    for (const { record, removedSeq } of this.#rows) {
      yield [record.seq, 'assigned', record];
      if (removedSeq !== null) yield [removedSeq, 'unassigned', record];
    }
  }

  /** Begins reading the list from its first page; later pages carry the number it returns. */
  beginReading(): number {
    this.#readings += 1;
    return this.#readings;
  }

  /** One page as this reading sees it: changes show only to readings more than `lag` after them. */
  page<T>(
    range: {
      readonly reading: number;
      readonly lag: number;
      readonly position: number;
      readonly limit: number;
    },
    view: (assignment: AssignmentRecord) => T | null,
  ): Page<T> {
    const known = (after: number) => range.reading > after + range.lag;
    return pageOf(this.#rows, range, (row) =>
      known(row.addedAfterReading) && !known(row.removedAfterReading) ? view(row.record) : null,
    );
  }

  add(
    principal: { readonly id: string; readonly type: PrincipalType },
    appRoleId: string,
    options: { readonly seededAt?: string } = {},
  ): AssignmentRecord {
    const key = `${principal.id}/${appRoleId}`;
    if (this.#activeByKey.has(key)) {
      throw new DirectoryRefusal('conflict', 'Permission being assigned already exists on the object');
    }
    const seq = this.#sequence.next();
    const record: AssignmentRecord = {
      id: createHash('sha256').update(`${this.#resourceId}/${key}/${seq}`).digest('base64url'),
      seq,
      appRoleId,
      principalId: principal.id,
      principalType: principal.type,
      resourceId: this.#resourceId,
      createdDateTime: options.seededAt ?? this.#timestamp(),
    };
    const row: Row = {
      record,
      addedAfterReading: options.seededAt === undefined ? this.#readings : -Infinity,
      removedAfterReading: Infinity,
      removedSeq: null,
    };
    this.#rows.push(row);
    this.#activeByKey.set(key, row);
    this.#activeById.set(record.id, row);
    return record;
  }

  remove(assignmentId: string): AssignmentRecord {
    const row = this.#activeById.get(assignmentId);
    if (row === undefined) throw notFound(assignmentId);
    this.#activeById.delete(assignmentId);
    this.#activeByKey.delete(`${row.record.principalId}/${row.record.appRoleId}`);
    row.removedAfterReading = this.#readings;
    row.removedSeq = this.#sequence.next();
    return row.record;
  }
}
