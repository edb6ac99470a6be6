import { enterpriseUserUrn } from '../schema/enterprise-user.js';
import type { Profile } from './profile.js';

const control = ['\t', '\n', '<', '>', ';', ':', '%'];

/**
 * Groups tell no members and take 100 changes a request; one value for each multi-valued attribute; four attributes are
 * needed; lists have no index. AWS's "IAM Identity Center SCIM implementation".
 */
export const aws: Profile = {
  listsMembers: false,
  maxMembersPerRequest: 100,
  tooManyMembersStatus: 400,
  refusesWholeMemberChanges: true,
  pathlessOperations: 'oneAttribute',
  singleValuedAttributes: ['emails', 'phoneNumbers', 'addresses'],
  requiredUserAttributes: ['displayName', 'name.givenName', 'name.familyName'],
  missingAttributes: ['password', 'ims', 'photos', 'entitlements', 'x509Certificates'],
  uniqueGroupNames: true,
  groupPut: false,
  selection: false,
  search: false,
  sorting: false,
  etags: false,
  indexPaging: false,
  cursorPaging: true,
  defaultPageSize: 50,
  maxPageSize: 100,
  filterableUsers: [
    'userName',
    'externalId',
    'id',
    `${enterpriseUserUrn}:manager`,
    `${enterpriseUserUrn}:manager.value`,
    'groups.value',
  ],
  filterableGroups: ['displayName', 'externalId', 'id', 'members', 'members.value'],
  filterOperators: ['eq', 'and'],
  discovery: 'stale',
  valueLimits: ['userName', 'displayName', 'name.givenName', 'name.familyName'].map((path) => ({
    resourceType: 'User' as const,
    path,
    forbidden: control,
  })),
};
