import type { LogEntry } from '../../../src/store/log-entry.js';
import { MANAGER } from '../company.js';
import type { World } from '../world.js';
import { managerOf } from './accounts.js';
import type { Judge } from './judge.js';
import { namesIn, textOf } from './names.js';
import { writesIn, type Write } from './writes.js';

/** Whatever changed in the target is told by an entry of the log that says it went well. */
export const logTellsEverything: Judge = (world) => {
  const names = namesIn(world);
  const told = world.log.filter(isSuccess);
  const untold = writesIn(world.target.requests).filter(
    (write) => !told.some((entry) => entry.targetId === write.resourceId && tells(entry, write)),
  );
  return [
    ...new Set(
      untold.map((write) => `the log does not tell: ${describe(write)} of ${names.of(write.resourceId)}`),
    ),
  ];
};

/** Whatever the log says went well has taken place, and what it says last of an account is still so. */
export const logIsTrue: Judge = (world) => {
  const names = namesIn(world);
  const writes = writesIn(world.target.requests);
  return [
    ...world.log.filter(isSuccess).flatMap((entry) => {
      const { targetId, action } = entry;
      if (targetId === null) return [`the log says ${action} of nothing in the target`];
      const about = writes.filter(({ resourceId }) => resourceId === targetId);
      return hasTakenPlace(entry, about, world)
        ? []
        : [`the log says ${action} of ${names.of(targetId)}, and it was not`];
    }),
    ...lastWords(world),
  ];
};

function isSuccess({ status }: LogEntry): boolean {
  return status === 'success' || status === 'warning';
}

function tells({ action, changes }: LogEntry, write: Write): boolean {
  switch (write.type) {
    case 'create':
      return action === 'create';
    case 'delete':
      return action === 'delete';
    case 'addMember':
      return changes.some(({ path, newValue }) => path === 'members' && holds(newValue, write.memberId));
    case 'removeMember':
      return changes.some(({ path, oldValue }) => path === 'members' && holds(oldValue, write.memberId));
    case 'set':
      return changes.some(
        ({ path, newValue }) => pathOf(path) === pathOf(write.path) && isSame(newValue, write.value),
      );
  }
}

function hasTakenPlace(entry: LogEntry, writes: readonly Write[], { target }: World): boolean {
  const { action, targetId, changes } = entry;
  switch (action) {
    case 'create':
      return writes.some(({ type }) => type === 'create');
    case 'delete':
      return [...target.users, ...target.groups].every(({ id }) => id !== targetId);
    case 'update':
    case 'disable':
    case 'skip':
    case 'fail':
    case 'stagedDelete':
    case 'stagedAction':
      return changes.every(({ path, oldValue, newValue }) => {
        if (path !== 'members') return writes.some((write) => isSame(newValue, valueIn(write, path)));
        return [
          ...idsIn(newValue).map((memberId) => ({ type: 'addMember', memberId })),
          ...(newValue === null
            ? idsIn(oldValue).map((memberId) => ({ type: 'removeMember', memberId }))
            : []),
        ].every(({ type, memberId }) =>
          writes.some((write) => write.type === type && 'memberId' in write && write.memberId === memberId),
        );
      });
  }
}

/** What a write left at a path; undefined where it did not touch it. */
function valueIn(write: Write, path: string): unknown {
  if (write.type === 'set') return pathOf(write.path) === pathOf(path) ? write.value : undefined;
  if (write.type !== 'create') return undefined;
  const at = path.startsWith('urn:') ? path.lastIndexOf(':') : -1;
  const held = at < 0 ? write.body : write.body[path.slice(0, at)];
  return (held as Readonly<Record<string, unknown>> | undefined)?.[path.slice(at + 1)];
}

/** Of each account's plain values what was logged last must be what the target holds. */
function lastWords({ log, target }: World): readonly string[] {
  return target.users.flatMap((user) => {
    const last = new Map<string, unknown>();
    for (const entry of log)
      if (entry.targetId === user.id && isSuccess(entry))
        for (const { path, newValue } of entry.changes) last.set(path, newValue);
    return [...last]
      .filter(([path, value]) => {
        const held = path === MANAGER ? managerOf(user) : user[path];
        return !isSame(value, held ?? null);
      })
      .map(([path]) => `the log's last word on the ${path} of ${textOf(user['userName'])} is not so`);
  });
}

function describe(write: Write): string {
  if (write.type === 'set') return `${write.path} = ${JSON.stringify(write.value)}`;
  return write.type;
}

/** `manager.value` and `manager` are one attribute. */
function pathOf(path: string): string {
  return path.replace(/\.value$/, '').toLowerCase();
}

/** References are told as `{value}`, or lists of one, or plain. */
function isSame(left: unknown, right: unknown): boolean {
  if (right === undefined) return false;
  return JSON.stringify(plain(left)) === JSON.stringify(plain(right));
}

function plain(value: unknown): unknown {
  if (Array.isArray(value) && value.length === 1) return plain(value[0]);
  if (typeof value === 'object' && value !== null && 'value' in value) return plain(value.value);
  return value ?? null;
}

function idsIn(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.map((one) => textOf(plain(one)));
}

function holds(value: unknown, id: string): boolean {
  return idsIn(value).includes(id);
}
