import type { Profile } from './profile.js';

/** Short user names, an e-mail for everybody, and DELETE only deactivates. Slack's SCIM reference and rate limits. */
export const slack: Profile = {
  userDeletion: 'disables',
  filterableUsers: ['userName', 'emails', 'emails.value'],
  filterableGroups: ['displayName'],
  requiredUserAttributes: ['emails'],
  valueLimits: [
    { resourceType: 'User', path: 'userName', maxLength: 20 },
    { resourceType: 'User', path: 'displayName', forbidden: ['@'] },
  ],
  rate: { perSecond: 10, burst: 180, tellsRetryAfter: true },
};
