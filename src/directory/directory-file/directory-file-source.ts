import { ProvisioningFailure } from '../../failures.js';
import type { ObjectName } from '../../schema/model.js';
import {
  MAX_GROUPS_ASKED_FOR,
  type Assignment,
  type ChangePage,
  type DirectoryChange,
  type DirectorySource,
  type DirectoryUser,
  type FoundObject,
  type GroupChange,
  type GroupState,
  type ServicePrincipal,
  type UserState,
} from '../directory-source.js';
import { toDirectoryGroup } from '../microsoft-graph/directory-group.js';
import { toDirectoryUser } from '../microsoft-graph/directory-user.js';
import { asksForManager } from '../microsoft-graph/user-attributes.js';
import { findObjects } from './find-objects.js';
import { missingFile, type FileName } from './folder.js';
import { unusableFile } from './mistakes.js';
import { changePages, chunks } from './pages.js';
import { Positions } from './positions.js';
import type { AppAssignments, SnapshotObject } from './snapshot.js';
import type { Reading, WatchedFolder } from './watched-folder.js';

export interface DirectoryFileScope {
  readonly path: string;
  /** Whether assignments say who is meant: without them nothing is read then. */
  readonly scope: 'assigned' | 'all';
}

/**
 * A folder with files of users, groups and assignments. Whoever is no longer in it is soft-deleted: nobody says that they are
 * gone for good.
 */
export class DirectoryFileSource implements DirectorySource {
  readonly #folder: WatchedFolder;
  readonly #settings: DirectoryFileScope;

  constructor(folder: WatchedFolder, settings: DirectoryFileScope) {
    this.#folder = folder;
    this.#settings = settings;
  }

  async *userChanges({
    attributes,
    from,
    signal,
  }: Parameters<DirectorySource['userChanges']>[0]): AsyncGenerator<ChangePage> {
    const { users, usersDigest } = await this.#folder.read(signal);
    const positions = new Positions('users', usersDigest, attributes);
    yield* changePages([...users.values()], positions.start(from), positions, (user): DirectoryChange => ({
      type: 'present',
      user: toUser(user, attributes),
    }));
  }

  async user(id: string, attributes: readonly string[], signal?: AbortSignal): Promise<UserState> {
    const { users } = await this.#folder.read(signal);
    const user = users.get(id.toLowerCase());
    return user === undefined ? { type: 'softDeleted' } : { type: 'present', user: toUser(user, attributes) };
  }

  async *groupChanges({
    attributes,
    groupIds,
    from,
    signal,
  }: Parameters<DirectorySource['groupChanges']>[0]): AsyncGenerator<ChangePage<GroupChange>> {
    const asked = groupIds?.map((id) => id.toLowerCase()).sort() ?? null;
    if (asked?.length === 0) return;
    if (asked !== null && asked.length > MAX_GROUPS_ASKED_FOR)
      throw new RangeError(`At most ${MAX_GROUPS_ASKED_FOR} groups are asked for, not ${asked.length}.`);
    const { groups, groupsDigest } = await this.#folder.read(signal);
    const positions = new Positions('groups', groupsDigest, attributes, asked);
    const wanted = [...(groups?.values() ?? [])].filter(({ id }) => asked?.includes(id) ?? true);
    const pieces = wanted.flatMap((group): readonly (readonly [SnapshotObject, readonly string[]])[] =>
      group.references.length === 0
        ? [[group, []]]
        : [...chunks(group.references)].map((members) => [group, members] as const),
    );
    yield* changePages(pieces, positions.start(from), positions, ([group, members]): GroupChange => ({
      type: 'present',
      group: toDirectoryGroup(group.object, attributes),
      members: members.map((userId) => ({ userId, joined: true })),
    }));
  }

  async group(id: string, attributes: readonly string[], signal?: AbortSignal): Promise<GroupState> {
    const group = await this.#group(id, signal);
    return group === null
      ? { type: 'softDeleted' }
      : { type: 'present', group: toDirectoryGroup(group.object, attributes) };
  }

  async servicePrincipal(id: string, signal?: AbortSignal): Promise<ServicePrincipal> {
    const { appRoles } = await this.#app(id, signal);
    return { id: id.toLowerCase(), displayName: id, appRoles };
  }

  async *assignments(
    servicePrincipalId: string,
    signal?: AbortSignal,
  ): AsyncGenerator<readonly Assignment[]> {
    yield* chunks((await this.#app(servicePrincipalId, signal)).assignments);
  }

  async assignmentsOf(
    servicePrincipalId: string,
    object: { readonly id: string; readonly objectName: ObjectName },
    signal?: AbortSignal,
  ): Promise<readonly Assignment[]> {
    const { assignments } = await this.#app(servicePrincipalId, signal);
    const { groups } = await this.#folder.read(signal);
    const id = object.id.toLowerCase();
    return assignments.filter(
      ({ principalId, principalType }) =>
        (principalId === id && principalType === object.objectName) ||
        (object.objectName === 'User' && (groups?.get(principalId)?.references.includes(id) ?? false)),
    );
  }

  async find(text: string, signal?: AbortSignal): Promise<readonly FoundObject[]> {
    return findObjects(await this.#folder.read(signal), text);
  }

  async assignmentCount(servicePrincipalId: string, signal?: AbortSignal): Promise<number> {
    return (await this.#app(servicePrincipalId, signal)).assignments.length;
  }

  async directUserMembers(
    groupId: string,
    signal?: AbortSignal,
  ): Promise<AsyncIterable<readonly string[]> | null> {
    const group = await this.#group(groupId, signal);
    return group === null ? null : pagesOf(group.references);
  }

  async directUserMemberCount(groupId: string, signal?: AbortSignal): Promise<number | null> {
    return (await this.#group(groupId, signal))?.references.length ?? null;
  }

  async isSecurityEnabled(groupId: string, signal?: AbortSignal): Promise<boolean | null> {
    const group = await this.#group(groupId, signal);
    return group === null ? null : toDirectoryGroup(group.object, []).isSecurityEnabled;
  }

  /** Files have no recycle bin. */
  isInRecycleBin(): Promise<null> {
    return Promise.resolve(null);
  }

  /**
   * Null when there is no such group.
   * @throws {ProvisioningFailure} when there is no file of groups: whoever asks for one knows it from there.
   */
  async #group(id: string, signal?: AbortSignal): Promise<SnapshotObject | null> {
    const reading = await this.#folder.read(signal);
    if (reading.groups === null) throw this.#missing('groups', reading);
    return reading.groups.get(id.toLowerCase()) ?? null;
  }

  /** @throws {ProvisioningFailure} when assignments count and there are none of the app: nobody writes that by intention. */
  async #app(id: string, signal?: AbortSignal): Promise<AppAssignments> {
    const reading = await this.#folder.read(signal);
    const app = reading.apps?.get(id.toLowerCase());
    if (app !== undefined) return app;
    if (this.#settings.scope === 'all') return { appRoles: [], assignments: [] };
    if (reading.apps === null) throw this.#missing('assignments', reading);
    const file = reading.listing.assignments?.path ?? this.#settings.path;
    throw this.#folder.refusal(
      unusableFile(file, `assigns nobody to the app ${id}`),
      reading.listing.changedAt,
      'Write who has it, with its servicePrincipalId as app. Where nobody is to have it, assign a group without members.',
    );
  }

  #missing(about: FileName, { listing }: Reading): ProvisioningFailure {
    const { message, remedy } = missingFile(this.#settings.path, about, listing.misspelled);
    const why =
      about === 'groups'
        ? 'although there were groups before'
        : 'and the scope of the app is who is assigned';
    const else_ = about === 'assignments' ? ' Or set `scope: all` for the app.' : '';
    return new ProvisioningFailure('SourceUnavailable', `${message}, ${why}. Nothing was read.`, {
      remedy: `${remedy ?? ''}${else_}`,
    });
  }
}

function toUser({ object, references }: SnapshotObject, attributes: readonly string[]): DirectoryUser {
  const manager = references[0] ?? null;
  return toDirectoryUser(object, attributes, asksForManager(attributes) ? manager : undefined);
}

// eslint-disable-next-line @typescript-eslint/require-await -- lists of other sources come page by page
async function* pagesOf(ids: readonly string[]): AsyncGenerator<readonly string[]> {
  yield* chunks(ids);
}
