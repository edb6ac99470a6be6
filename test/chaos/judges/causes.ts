import { STRANGER } from '../company.js';
import type { Cause } from '../expected.js';
import type { Judge } from './judge.js';
import { namesIn } from './names.js';
import { writesIn } from './writes.js';

/** Nothing was deleted, disabled or taken out of a group that the directory gave no cause for. */
export const nothingIsRemovedWithoutCause: Judge = (world) => {
  const names = namesIn(world);
  const has = (cause: Cause): boolean =>
    world.expected.causes.some((each) => JSON.stringify(each) === JSON.stringify(cause));
  return writesIn(world.target.requests).flatMap((write) => {
    const name = names.of(write.resourceId);
    switch (write.type) {
      case 'delete': {
        const cause: Cause =
          write.endpoint === 'Users' ? { type: 'delete', alias: name } : { type: 'deleteGroup', group: name };
        return has(cause) ? [] : [`${name} was deleted without cause`];
      }
      case 'removeMember': {
        const alias = names.of(write.memberId);
        const isGone = has({ type: 'delete', alias });
        const isMeant = isGone || has({ type: 'leave', group: name, alias });
        return isMeant ? [] : [`${alias} was taken out of ${name} without cause`];
      }
      case 'set': {
        const isDisabling = write.path === 'active' && write.value !== true;
        if (!isDisabling || has({ type: 'disable', alias: name })) return [];
        return [`${name} was disabled without cause`];
      }
      case 'create':
      case 'addMember':
        return [];
    }
  });
};

/** Who is none of the directory's is left alone. */
export const strangersAreLeftAlone: Judge = ({ target }) => {
  const stranger = target.users.find(({ userName }) => userName === STRANGER.userName);
  if (stranger === undefined) return ['the stranger is gone'];
  const isTouched = writesIn(target.requests).some(({ resourceId }) => resourceId === stranger.id);
  return isTouched ? ['the stranger was written to'] : [];
};
