import { toObjectMapping } from '../schema/inline-mappings.js';
import type { Connector } from './connector.js';
import {
  active,
  enterprise,
  externalId,
  person,
  unrenamedGroup,
  userName,
  workAddress,
} from './usual-mappings.js';

/** @see Microsoft Entra, "Configure Dialpad for automatic user provisioning". */
export const dialpad: Connector = {
  id: 'dialpad',
  displayName: 'Dialpad',
  guidance: {
    tenantUrl: 'Always https://dialpad.com/scim.',
    secretToken:
      'Dialpad: Admin settings > My Company > Authentication > API Keys. A key may have an expiry date.',
    connectionFails:
      'Check that the API key belongs to a Dialpad administrator, and that it has not expired or been revoked.',
    notes: [
      'Check the mappings in your tenant: they are derived from vendor help; Dialpad publishes none as text.',
      'Give each user or group an app role of the enterprise application: Default Access alone does not provision.',
      'Assign one test user first, then the others.',
      'userPrincipalName must equal the e-mail address: Dialpad expects it as user name.',
      'When licences run out Dialpad buys more and bills them; it does not refuse the account.',
      'Disabling suspends the user and frees the licence.',
      'Department and country choose the office. To choose it by name, map an attribute that holds exactly its name to urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:officeName.',
      'The licence is urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:licenseType: "Dialpad_Ai Voice", "Dialpad_Support" or "Dialpad_Ai Sales". An older help page says that Entra can give the Voice licence only.',
      'Dialpad assigns telephone numbers itself and answers them as phoneNumbers[type eq "Dialpad"]: do not map it.',
      'A group keeps the name that it was created with.',
      'Deleting removes the account entirely; before that a disabled one can still be found in Dialpad.',
    ],
  },
  fixedTenantUrl: 'https://dialpad.com/scim',
  capabilities: {
    users: { create: true, update: true, disable: true, delete: true },
    groups: { create: true, rename: false, members: true, delete: true },
  },
  withoutDisabling: 'leave',
  deletesIrreversibly: false,
  limits: { requestsPerSecond: 10, concurrency: 8, pageSize: 100 },
  publishedLimits: [],
  quirks: [],
  dialect: { newGroups: 'empty' },
  valueRules: [],
  defaultAccessRole: 'skip',
  targetAttributes: [],
  mappings: {
    group: toObjectMapping(unrenamedGroup, { objectName: 'Group' }),
    user: toObjectMapping([
      userName,
      active,
      ...person,
      enterprise('department', 'department'),
      workAddress('country', 'country'),
      externalId,
    ]),
  },
};
