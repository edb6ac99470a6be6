import { closestName } from '../../expressions/closest-name.js';
import { nameOf, textOf, WrongValue } from './field-values.js';
import type { Mistakes } from './mistakes.js';
import type { RecordFile } from './record-file.js';

/** Who is assigned to which app, as a row says it. */
export interface ReadAssignment {
  /** Lower case, as `principal`. */
  readonly app: string;
  readonly principal: string;
  readonly principalType: 'User' | 'Group';
  readonly role: string | null;
  readonly row: number;
  /** The field that names the principal, as it is written. */
  readonly field: string;
}

const FIELDS = ['app', 'user', 'group', 'role'] as const;
type Field = (typeof FIELDS)[number];

/** Reads the assignments of a file. What is wrong is added to `mistakes`. */
export function readAssignments(file: RecordFile, mistakes: Mistakes): readonly ReadAssignment[] {
  const assignments: ReadAssignment[] = [];
  for (const [row, record] of file.records.entries()) {
    const read = readRow(record, row, (name, message, part) => {
      mistakes.add(file, name === null ? [row] : [row, name], message, part);
    });
    if (read !== null) assignments.push(read);
    if (mistakes.isFull) break;
  }
  return assignments;
}

type Tell = (name: string | null, message: string, part?: 'key' | 'value') => void;

function readRow(record: Readonly<Record<string, unknown>>, row: number, tell: Tell): ReadAssignment | null {
  const given = new RowFields(tell);
  for (const [name, value] of Object.entries(record)) given.add(name, value);
  const app = given.read('app', nameOf);
  const user = given.read('user', nameOf);
  const group = given.read('group', nameOf);
  const role = given.read('role', textOf)?.trim() ?? '';
  if (given.isWrong) return null;
  const principal = user ?? group;
  if (app === null || principal === null || (user !== null && group !== null)) {
    if (app === null) tell(null, 'has no app: every assignment names the servicePrincipalId of one');
    else tell(null, 'must have exactly one of user and group');
    return null;
  }
  const field = user === null ? 'group' : 'user';
  return {
    app,
    principal,
    principalType: user === null ? 'Group' : 'User',
    role: role === '' ? null : role,
    row,
    field: given.nameOf(field),
  };
}

/** The fields of one row. */
class RowFields {
  readonly #tell: Tell;
  readonly #fields = new Map<Field, { readonly name: string; readonly value: unknown }>();
  #isWrong = false;

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  get isWrong(): boolean {
    return this.#isWrong;
  }

  add(name: string, value: unknown): void {
    const field = FIELDS.find((each) => each === name.toLowerCase());
    if (field === undefined) this.#refuse(name, `${name} is no field${suggestionFor(name)}`, 'key');
    else this.#fields.set(field, { name, value });
  }

  read(field: Field, as: (value: unknown) => string | null): string | null {
    try {
      return as(this.#fields.get(field)?.value);
    } catch (error) {
      if (!(error instanceof WrongValue)) throw error;
      this.#refuse(this.nameOf(field), `${field} ${error.message}`);
      return null;
    }
  }

  /** As it is written. */
  nameOf(field: Field): string {
    return this.#fields.get(field)?.name ?? field;
  }

  #refuse(...told: Parameters<Tell>): void {
    this.#isWrong = true;
    this.#tell(...told);
  }
}

function suggestionFor(name: string): string {
  const meant = closestName(name, FIELDS);
  return meant === null ? `; there are ${FIELDS.join(', ')}` : `; did you mean ${meant}?`;
}
