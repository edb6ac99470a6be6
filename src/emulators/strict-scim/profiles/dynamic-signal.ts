import type { Profile } from './profile.js';

/** Users only, and none is ever deleted: that is done by hand in its console. Microsoft's tutorial for Dynamic Signal. */
export const dynamicSignal: Profile = {
  hasGroups: false,
  userDeletion: 'refused',
};
