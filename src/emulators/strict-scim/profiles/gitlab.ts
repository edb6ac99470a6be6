import type { Profile } from './profile.js';

/**
 * Users are created, deactivated and reactivated, never changed; Booleans are answered as text; a userName that is taken
 * gets a number. GitLab's "Configure SCIM for GitLab.com groups".
 */
export const gitlab: Profile = {
  hasGroups: false,
  userChanges: 'ignored',
  answeredBooleans: 'text',
  booleans: 'both',
  numbersTakenUserNames: true,
  filterableUsers: ['id', 'externalId'],
  filterOperators: ['eq'],
  userPut: false,
  requiredUserAttributes: ['externalId', 'emails'],
  patchAnswer: 'empty',
};
