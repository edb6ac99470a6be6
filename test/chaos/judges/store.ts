import type { Judge } from './judge.js';
import { namesIn } from './names.js';

/** Nothing is left that somebody would have to finish. */
export const nothingIsLeftOpen: Judge = ({ store }) => [
  ...store.open.map(({ action, status }) => `an operation that is to ${action} is left ${status}`),
  ...store.leases.map((name) => `the lease ${name} is still held`),
  ...store.escrows.map(({ errorCode }) => `an object is left in escrow with ${errorCode}`),
  ...store.stagedDeletions.map(() => 'a deletion is left waiting'),
  ...store.unconfirmedReferences.map(() => 'of a reference nobody knows whether it arrived'),
  ...store.waiting.map(() => 'an object is left waiting for a plan'),
];

/** Whoever has an account is linked to it, once, and to nobody else's. */
export const linksAreTrue: Judge = (world) => {
  const { expected, target, store, aliases } = world;
  const names = namesIn(world);
  const users = store.links.filter(({ objectName }) => objectName === 'User');
  const wrong = users.flatMap(({ sourceId, targetId }) => {
    const alias = aliases.get(sourceId) ?? sourceId;
    const user = target.users.find(({ id }) => id === targetId);
    if (user === undefined) return [`${alias} is linked to an account that is not there`];
    return user['externalId'] === alias ? [] : [`${alias} is linked to the account of ${names.of(targetId)}`];
  });
  const linked = users.map(({ sourceId }) => aliases.get(sourceId));
  const missing = Object.keys(expected.accounts)
    .filter((alias) => !linked.includes(alias))
    .map((alias) => `${alias} is not linked`);
  const groups = store.links.filter(({ objectName }) => objectName === 'Group');
  const lost = groups
    .filter(({ targetId }) => target.groups.every(({ id }) => id !== targetId))
    .map(() => 'a group is linked to one that is not there');
  const count = Object.keys(expected.groups).length;
  const counted = groups.length === count ? [] : [`${groups.length} groups are linked instead of ${count}`];
  return [...wrong, ...missing, ...lost, ...counted];
};

/** The job goes on by itself. */
export const jobIsHealthy: Judge = ({ status }) => [
  ...(status.code === 'Active' ? [] : [`the job is ${status.code}`]),
  ...(status.quarantine === null ? [] : [`the job is in quarantine: ${status.quarantine.reason}`]),
  ...(status.lastExecution?.state === 'Succeeded' ? [] : ['the last cycle did not succeed']),
];
