import { attributeDefinition } from '../schema/attribute-definition.js';
import { toObjectMapping } from '../schema/inline-mappings.js';
import type { Connector } from './connector.js';
import { active, externalId } from './usual-mappings.js';

/** @see GitLab, "Configure SCIM for GitLab.com groups". */
export const gitlabGroups: Connector = {
  id: 'gitlab-groups',
  displayName: 'GitLab.com groups',
  guidance: {
    tenantUrl:
      'The SCIM URL on the SAML SSO page of the group: https://gitlab.com/api/scim/v2/groups/{path}.',
    secretToken: 'The SCIM token of the same page.',
    connectionFails: 'Check that the tenant URL names the group whose SAML SSO page issued the SCIM token.',
    notes: [
      'Accounts are created, deactivated and activated again. GitLab takes no other change: a new name or address is not carried over.',
      'Accounts are found by externalId, which holds the objectId.',
      'Where a user name is taken GitLab adds a number to it.',
      'Deactivating removes the memberships in the group, never the account.',
      'Groups are not supported.',
    ],
  },
  fixedTenantUrl: null,
  capabilities: {
    users: { create: true, update: false, disable: true, delete: false },
    groups: null,
  },
  withoutDisabling: 'leave',
  deletesIrreversibly: false,
  limits: { requestsPerSecond: 10, concurrency: 8, pageSize: 100 },
  publishedLimits: [],
  quirks: [],
  dialect: { filterableUsers: ['id', 'externalId'] },
  valueRules: [],
  defaultAccessRole: 'include',
  targetAttributes: [attributeDefinition('externalId', { required: true, caseExact: true })],
  mappings: {
    group: null,
    user: toObjectMapping(
      [
        { ...externalId, matching: 1 },
        { target: 'userName', source: 'mailNickname' },
        { target: 'emails[type eq "work"].value', source: 'userPrincipalName' },
        { target: 'name.formatted', source: 'displayName' },
        active,
      ],
      { flowTypes: ['Add', 'Update'] },
    ),
  },
};
