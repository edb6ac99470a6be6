import { createHash } from 'node:crypto';
import type { AppRole, Assignment } from '../directory-source.js';
import type { GraphObject } from '../microsoft-graph/wire.js';
import { readAssignments, type ReadAssignment } from './assignment-file.js';
import { Mistakes, unusableFile } from './mistakes.js';
import { readObjects, type ReadObject } from './object-file.js';
import { objectKind, type DeclaredAttribute } from './object-kinds.js';
import type { RecordFile } from './record-file.js';

/** A user or a group of the files. Ids are lower case. */
export interface SnapshotObject {
  readonly id: string;
  /** Its attributes as Microsoft Graph has them. */
  readonly object: GraphObject;
  /** Ids of the users it names: at most one manager of a user, the members of a group. */
  readonly references: readonly string[];
}

export interface AppAssignments {
  readonly appRoles: readonly AppRole[];
  readonly assignments: readonly Assignment[];
}

/** The files of a folder, whose parts fit together. */
export interface Snapshot {
  readonly users: ReadonlyMap<string, SnapshotObject>;
  /** Null where there is no such file. */
  readonly groups: ReadonlyMap<string, SnapshotObject> | null;
  /** By app, lower case; null where there is no such file. */
  readonly apps: ReadonlyMap<string, AppAssignments> | null;
  /** Differs when anything of users does. */
  readonly usersDigest: string;
  /**
   * Differs when anything of groups does, and when others are users: the engine keeps who is soft-deleted a member, and is to
   * see, once they are back, whether they are.
   */
  readonly groupsDigest: string;
}

/** What is in a folder. */
export interface FolderFiles {
  readonly users: RecordFile;
  readonly groups: RecordFile | null;
  readonly assignments: RecordFile | null;
}

/** The role of who is assigned without one. It is a role like others, and no Default Access. */
const ROLE_UNLESS_GIVEN = 'User';

/**
 * Puts the files of a folder together.
 * @throws {FilesRefused} when anything in any of them is wrong, is there twice, or names nobody.
 */
export function snapshotOf(files: FolderFiles, declared: readonly DeclaredAttribute[]): Snapshot {
  for (const file of [files.users, files.groups, files.assignments])
    if (file?.records.length === 0) throw unusableFile(file.path, 'holds nothing');

  const mistakes = new Mistakes();
  const users = readObjects(files.users, objectKind('User', declared), mistakes);
  const groups =
    files.groups === null ? null : readObjects(files.groups, objectKind('Group', declared), mistakes);
  const assignments = files.assignments === null ? null : readAssignments(files.assignments, mistakes);
  mistakes.refuse();

  const names = new Names(mistakes);
  names.addAll(files.users, users, 'User');
  if (files.groups !== null && groups !== null) names.addAll(files.groups, groups, 'Group');
  mistakes.refuse();

  const snapshot = {
    users: resolved(files.users, users, 'manager', names, mistakes),
    groups:
      files.groups === null || groups === null
        ? null
        : resolved(files.groups, groups, 'members', names, mistakes),
    apps:
      files.assignments === null || assignments === null
        ? null
        : byApp(files.assignments, assignments, names, mistakes),
  };
  mistakes.refuse();
  return {
    ...snapshot,
    usersDigest: digestOf(snapshot.users),
    groupsDigest: digestOf(snapshot.groups ?? new Map(), [...snapshot.users.keys()].sort()),
  };
}

interface Named {
  readonly id: string;
  readonly objectName: 'User' | 'Group';
  readonly file: RecordFile;
  readonly row: number;
}

/** Whom a name means: ids and user principal names, each of one object only. */
class Names {
  readonly #named = new Map<string, Named>();
  readonly #mistakes: Mistakes;

  constructor(mistakes: Mistakes) {
    this.#mistakes = mistakes;
  }

  addAll(file: RecordFile, objects: readonly ReadObject[], objectName: Named['objectName']): void {
    for (const { id, object, row } of objects) {
      const named = { id, objectName, file, row };
      this.#add(id, 'id', named);
      const { userPrincipalName } = object;
      if (objectName === 'User' && typeof userPrincipalName === 'string')
        this.#add(userPrincipalName.trim().toLowerCase(), 'userPrincipalName', named);
    }
  }

  find(name: string): Named | undefined {
    return this.#named.get(name);
  }

  #add(name: string, field: string, named: Named): void {
    const other = this.#named.get(name);
    if (other === undefined) this.#named.set(name, named);
    else if (other.row !== named.row || other.file !== named.file)
      this.#mistakes.add(named.file, [named.row, writtenAs(named.file, named.row, field)], () => {
        const where = other.file === named.file ? '' : ` of ${other.file.path}`;
        const { line } = other.file.position([other.row]);
        return `${field} is taken: the ${nounOf(other.objectName)} in line ${line}${where} has it`;
      });
  }
}

function resolved(
  file: RecordFile,
  objects: readonly ReadObject[],
  field: string,
  names: Names,
  mistakes: Mistakes,
): ReadonlyMap<string, SnapshotObject> {
  return new Map(
    objects.map(({ id, object, references, referencesAt, row }) => {
      const ids = references.flatMap((name, index) => {
        const named = names.find(name);
        if (named?.objectName === 'User') return [named.id];
        const problem = named === undefined ? 'names nobody' : 'names a group: only users count';
        mistakes.add(file, [row, ...referencesAt, index], `${field} ${problem}`);
        return [];
      });
      return [id, { id, object, references: [...new Set(ids)] }];
    }),
  );
}

function byApp(
  file: RecordFile,
  rows: readonly ReadAssignment[],
  names: Names,
  mistakes: Mistakes,
): ReadonlyMap<string, AppAssignments> {
  const apps = new Map<string, { roles: Map<string, AppRole>; assignments: Map<string, Assignment> }>();
  for (const { app, principal, principalType, role, row, field } of rows) {
    const named = names.find(principal);
    if (named?.objectName !== principalType) {
      const found = named === undefined ? 'nobody' : `a ${nounOf(named.objectName)}`;
      mistakes.add(file, [row, field], `${field} names ${found}`);
      continue;
    }
    const known = apps.get(app) ?? {
      roles: new Map<string, AppRole>(),
      assignments: new Map<string, Assignment>(),
    };
    apps.set(app, known);
    const value = role ?? ROLE_UNLESS_GIVEN;
    const appRoleId = uuidOf('role', app, value);
    const id = uuidOf('assignment', app, named.id, value);
    known.roles.set(appRoleId, {
      id: appRoleId,
      value,
      displayName: value,
      isEnabled: true,
      allowsUsers: true,
    });
    known.assignments.set(id, { id, principalId: named.id, principalType, appRoleId });
  }
  return new Map(
    [...apps].map(([app, { roles, assignments }]) => [
      app,
      { appRoles: [...roles.values()], assignments: [...assignments.values()] },
    ]),
  );
}

/** The name of a field as a record has it. */
function writtenAs(file: RecordFile, row: number, field: string): string {
  const names = Object.keys(file.records[row] ?? {});
  return names.find((name) => name.toLowerCase() === field.toLowerCase()) ?? field;
}

function nounOf(objectName: Named['objectName']): string {
  return objectName === 'User' ? 'user' : 'group';
}

function digestOf(objects: ReadonlyMap<string, SnapshotObject>, others: readonly string[] = []): string {
  const hash = createHash('sha256').update(JSON.stringify(others));
  for (const { object, references } of objects.values())
    hash.update(JSON.stringify([object, references])).update('\n');
  return hash.digest('base64url');
}

/** An id made of what it stands for, so that it is the same in each reading. @see RFC 9562, section 5.8. */
function uuidOf(...parts: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
}
