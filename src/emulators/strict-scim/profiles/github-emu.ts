import type { Profile } from './profile.js';

/**
 * Who sends no User-Agent is refused; paths are case-sensitive; users are matched by externalId. GitHub's reference
 * "Provisioning users and groups with SCIM using the REST API".
 */
export const githubEmu: Profile = {
  requiresUserAgent: true,
  filterableUsers: ['userName', 'externalId', 'id', 'displayName'],
  filterableGroups: ['externalId', 'id', 'displayName'],
  filterOperators: ['eq'],
  requiredUserAttributes: ['externalId', 'emails', 'displayName'],
  requiredGroupAttributes: ['externalId'],
  maxMembersPerRequest: 1000,
};
