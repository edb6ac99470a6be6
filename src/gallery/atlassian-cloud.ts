import { attributeDefinition } from '../schema/attribute-definition.js';
import { toObjectMapping } from '../schema/inline-mappings.js';
import type { Connector } from './connector.js';
import { active, nameParts, unrenamedGroup, userName, workEmail } from './usual-mappings.js';

/** @see Atlassian, "User provisioning REST API"; Microsoft Entra, "Configure Atlassian Cloud for automatic user provisioning". */
export const atlassianCloud: Connector = {
  id: 'atlassian-cloud',
  displayName: 'Atlassian Cloud',
  guidance: {
    tenantUrl:
      'The URL of the directory in Atlassian: https://api.atlassian.com/scim/directory/{directoryId}.',
    secretToken: 'The API key that Atlassian issues for that directory.',
    connectionFails:
      'Check that the directory id in the tenant URL is that of the directory the API key was made for, and that the key was not replaced.',
    notes: [
      'Only people whose e-mail address is of a verified domain get an account; the others are refused one by one.',
      'Atlassian finds existing accounts by e-mail address: userPrincipalName should equal it.',
      'Deleting a user only deactivates the account. A deactivated account may answer as if it did not exist until it is activated again.',
      'A group keeps the name that it was created with.',
    ],
  },
  fixedTenantUrl: null,
  capabilities: {
    users: { create: true, update: true, disable: true, delete: true },
    groups: { create: true, rename: false, members: true, delete: true },
  },
  withoutDisabling: 'leave',
  deletesIrreversibly: false,
  limits: { requestsPerSecond: 10, concurrency: 8, pageSize: 100 },
  publishedLimits: [
    'at most 20,000 users a directory (older documentation)',
    'requests a second: not published',
  ],
  quirks: ['deletionDisables', 'disabledUsersHidden'],
  dialect: { filterableUsers: ['userName', 'externalId'] },
  valueRules: [],
  defaultAccessRole: 'include',
  targetAttributes: [attributeDefinition('emails[type eq "work"].value', { required: true })],
  mappings: {
    group: toObjectMapping(unrenamedGroup, { objectName: 'Group' }),
    user: toObjectMapping([userName, active, ...nameParts, workEmail]),
  },
};
