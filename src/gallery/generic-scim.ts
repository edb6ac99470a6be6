import { toObjectMapping } from '../schema/inline-mappings.js';
import type { Connector } from './connector.js';
import {
  active,
  enterprise,
  group,
  manager,
  person,
  phoneNumber,
  userName,
  workAddress,
} from './usual-mappings.js';

/** Any SCIM 2.0 endpoint that keeps to RFC 7643 and RFC 7644. */
export const genericScim: Connector = {
  id: 'generic-scim',
  displayName: 'Generic SCIM 2.0',
  guidance: {
    tenantUrl: "The app's SCIM base URL, without /Users, as its documentation of SCIM provisioning gives it.",
    secretToken: "A long-lived bearer token from the app's admin console, usually beside the SCIM base URL.",
    connectionFails:
      'Check that the tenant URL is the SCIM base URL, that the token has not expired, and that its account may manage users.',
    notes: [
      'Map userName to the attribute that existing accounts in the app already carry: matching finds them by it.',
    ],
  },
  fixedTenantUrl: null,
  capabilities: {
    users: { create: true, update: true, disable: true, delete: true },
    groups: { create: true, rename: true, members: true, delete: true },
  },
  withoutDisabling: 'leave',
  deletesIrreversibly: false,
  limits: { requestsPerSecond: 25, concurrency: 16, pageSize: 100 },
  publishedLimits: [],
  quirks: [],
  dialect: { bulk: 'discovered' },
  valueRules: [],
  defaultAccessRole: 'include',
  targetAttributes: [],
  mappings: {
    group: toObjectMapping(group, { objectName: 'Group' }),
    user: toObjectMapping([
      userName,
      active,
      ...person,
      { target: 'preferredLanguage', source: 'preferredLanguage' },
      workAddress('formatted', 'physicalDeliveryOfficeName'),
      workAddress('streetAddress', 'streetAddress'),
      workAddress('locality', 'city'),
      workAddress('region', 'state'),
      workAddress('postalCode', 'postalCode'),
      workAddress('country', 'country'),
      phoneNumber('work', 'telephoneNumber'),
      phoneNumber('mobile', 'mobile'),
      phoneNumber('fax', 'facsimileTelephoneNumber'),
      { target: 'externalId', source: 'mailNickname' },
      enterprise('employeeNumber', 'employeeId'),
      enterprise('department', 'department'),
      manager,
    ]),
  },
};
