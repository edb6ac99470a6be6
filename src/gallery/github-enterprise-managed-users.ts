import { attributeDefinition } from '../schema/attribute-definition.js';
import { toObjectMapping } from '../schema/inline-mappings.js';
import type { Connector } from './connector.js';
import {
  active,
  displayName,
  externalId,
  formattedName,
  members,
  nameParts,
  primaryRole,
  workEmail,
} from './usual-mappings.js';

/** @see GitHub, "Provisioning users and groups with SCIM using the REST API". */
export const githubEnterpriseManagedUsers: Connector = {
  id: 'github-enterprise-managed-users',
  displayName: 'GitHub Enterprise Managed Users',
  guidance: {
    tenantUrl:
      'https://api.github.com/scim/v2/enterprises/{enterprise}; with data residency https://api.{subdomain}.ghe.com/scim/v2/enterprises/{subdomain}.',
    secretToken: 'A classic token with the scope scim:enterprise; GitHub advises one without expiry.',
    connectionFails:
      'Check the name of the enterprise in the tenant URL, letter case included, and that the token is a classic one with the scope scim:enterprise.',
    notes: [
      'Check the mappings in your tenant: the target attributes are those that GitHub documents; their sources are derived.',
      'Accounts and groups are found by externalId alone. Keep it mapped to objectId.',
      'Disabling suspends the account; GitHub obscures its login and e-mail address.',
      'Deleting is irreversible. It happens only where the configuration says `allowHardDelete: true`; without it the suspended account stays.',
      'scimflow sends one request in four seconds and changes one member a request, so that no hour exceeds what GitHub allows.',
      'Only one system may provision the enterprise: switch every other one off first.',
      'Roles come from app roles of the enterprise application. With scope "all" nobody has one: give mappings without roles.',
    ],
  },
  fixedTenantUrl: null,
  capabilities: {
    users: { create: true, update: true, disable: true, delete: true },
    groups: { create: true, rename: true, members: true, delete: true },
  },
  withoutDisabling: 'leave',
  deletesIrreversibly: true,
  limits: { requestsPerSecond: 0.25, concurrency: 2, pageSize: 100 },
  publishedLimits: ['at most 1,000 users an hour', 'at most 1,000 users added to one group an hour'],
  quirks: [],
  dialect: { filterableUsers: ['externalId'], filterableGroups: ['externalId'], membersPerRequest: 1 },
  valueRules: [],
  defaultAccessRole: 'include',
  targetAttributes: [attributeDefinition('externalId', { required: true, caseExact: true })],
  mappings: {
    group: toObjectMapping([{ ...externalId, matching: 1 }, displayName, members], { objectName: 'Group' }),
    user: toObjectMapping([
      { ...externalId, matching: 1 },
      { target: 'userName', source: 'userPrincipalName' },
      active,
      displayName,
      ...nameParts,
      formattedName,
      workEmail,
      primaryRole,
    ]),
  },
};
