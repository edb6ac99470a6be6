import type { World } from '../../chaos/world.js';
import { resource } from './a-world.js';

/** Ways to spoil a world; what is not named stays as it is. */
export const withTarget = (world: World, target: Partial<World['target']>): World => ({
  ...world,
  target: { ...world.target, ...target },
});
export const withStore =
  (store: Partial<World['store']>) =>
  (world: World): World => ({
    ...world,
    store: { ...world.store, ...store },
  });
export const withLinks =
  (isKept: (link: World['store']['links'][number]) => boolean) =>
  (world: World): World =>
    withStore({ links: world.store.links.filter(isKept) })(world);
export const withUsers =
  (change: (users: World['target']['users']) => World['target']['users']) =>
  (world: World): World =>
    withTarget(world, { users: change(world.target.users) });
export const without = (gone: string) => withUsers((users) => users.filter(({ id }) => id !== gone));
export const withUser = (...others: World['target']['users']) => withUsers((users) => [...users, ...others]);
export const instead = (one: World['target']['users'][number]) =>
  withUsers((users) => users.map((each) => (each.id === one.id ? one : each)));
export const withGroup =
  (group: World['target']['groups'][number]) =>
  (world: World): World =>
    withTarget(world, { groups: [...world.target.groups, group] });
export const withMembers =
  (...ids: readonly string[]) =>
  (world: World): World =>
    withTarget(world, {
      groups: [resource('sales-id', { displayName: 'Sales', members: ids.map((value) => ({ value })) })],
    });
export const withRequests =
  (...more: World['target']['requests']) =>
  (world: World): World =>
    withTarget(world, { requests: [...world.target.requests, ...more] });
export const withLog =
  (change: (log: World['log']) => World['log']) =>
  (world: World): World => ({
    ...world,
    log: change(world.log),
  });
export const withoutEntry = (action: string, targetId: string) =>
  withLog((log) => log.filter((each) => each.action !== action || each.targetId !== targetId));
