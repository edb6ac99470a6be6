import type { Profile } from './profile.js';

/** DELETE deactivates, and who is deactivated answers 404; groups keep their names. Atlassian's user provisioning API. */
export const atlassian: Profile = {
  userDeletion: 'disables',
  hidesDisabledUsers: true,
  groupRename: 'refused',
  filterableUsers: ['userName', 'externalId'],
  filterableGroups: ['displayName', 'externalId'],
  filterOperators: ['eq'],
  sorting: false,
  requiredUserAttributes: ['emails'],
  uniqueEmails: true,
  uniqueGroupNames: true,
};
