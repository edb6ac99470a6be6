import { toObjectMapping } from '../schema/inline-mappings.js';
import type { Connector } from './connector.js';
import { active, enterprise, person, phoneNumber, userName } from './usual-mappings.js';

/** @see Microsoft Entra, "Configure Dynamic Signal for automatic user provisioning". */
export const dynamicSignal: Connector = {
  id: 'dynamic-signal',
  displayName: 'Dynamic Signal',
  guidance: {
    tenantUrl: 'Dynamic Signal: Admin > Advanced > API, the value of "SCIM API URL".',
    secretToken: 'Dynamic Signal: Admin > Advanced > API, "Generate New Token".',
    connectionFails:
      'Check that the Dynamic Signal account that generated the token has Admin permission, and that the token is the newest one.',
    notes: [
      'Check the mappings in your tenant: they are derived from the usual SCIM template; Dynamic Signal publishes none as text.',
      'Give each user or group an app role of the enterprise application: Default Access alone does not provision.',
      'Assign one test user first, then the others.',
      'Accounts are disabled, never deleted; delete them for good in the Dynamic Signal console.',
      'Groups are not supported.',
    ],
  },
  fixedTenantUrl: null,
  capabilities: {
    users: { create: true, update: true, disable: true, delete: false },
    groups: null,
  },
  withoutDisabling: 'leave',
  deletesIrreversibly: false,
  limits: { requestsPerSecond: 10, concurrency: 8, pageSize: 100 },
  publishedLimits: [],
  quirks: [],
  dialect: {},
  valueRules: [],
  defaultAccessRole: 'skip',
  targetAttributes: [],
  mappings: {
    group: null,
    user: toObjectMapping(
      [
        userName,
        active,
        ...person,
        { target: 'externalId', source: 'mailNickname' },
        enterprise('department', 'department'),
        enterprise('employeeNumber', 'employeeId'),
        phoneNumber('work', 'telephoneNumber'),
        phoneNumber('mobile', 'mobile'),
      ],
      { flowTypes: ['Add', 'Update'] },
    ),
  },
};
