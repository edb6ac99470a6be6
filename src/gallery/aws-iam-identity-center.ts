import { attributeDefinition } from '../schema/attribute-definition.js';
import { toObjectMapping } from '../schema/inline-mappings.js';
import type { Connector } from './connector.js';
import {
  active,
  displayName,
  enterprise,
  externalId,
  formattedName,
  group,
  manager,
  nameParts,
  phoneNumber,
  title,
  userName,
  workAddress,
  workEmail,
} from './usual-mappings.js';

const isRequired = { required: true } as const;

/** @see AWS, "IAM Identity Center SCIM implementation". */
export const awsIamIdentityCenter: Connector = {
  id: 'aws-iam-identity-center',
  displayName: 'AWS IAM Identity Center',
  guidance: {
    tenantUrl:
      'The SCIM endpoint that IAM Identity Center shows for automatic provisioning: https://scim.{region}.amazonaws.com/{tenant}/scim/v2.',
    secretToken: 'The access token that is shown with it. It is said to expire after a year: note the day.',
    connectionFails:
      'Check that the endpoint is the one of your region and tenant, and that the token has not expired.',
    notes: [
      'Check the mappings in your tenant: the target attributes are those that AWS and Entra document; some sources are derived.',
      'First name, last name, display name and user name are required: whoever lacks one is told of and left out.',
      'One e-mail address, one telephone number and one address are kept for each user.',
      'Values must not contain tabs, line breaks or any of < > ; : %',
      'Groups never list their members; scimflow keeps its own record of what it wrote.',
      'AWS may answer that a user exists already although no query found it, and then the account is looked for by its other attributes.',
    ],
  },
  fixedTenantUrl: null,
  capabilities: {
    users: { create: true, update: true, disable: true, delete: true },
    groups: { create: true, rename: true, members: true, delete: true },
  },
  withoutDisabling: 'leave',
  deletesIrreversibly: false,
  limits: { requestsPerSecond: 10, concurrency: 8, pageSize: 100 },
  publishedLimits: [
    'at most 100 resources a list page',
    'at most 100 members changed by one request',
    'requests a second: not published; too many are answered with 429',
  ],
  quirks: ['listsByCursor', 'excludedAttributesRefused', 'singleElements'],
  dialect: {
    membersPerRequest: 100,
    newGroups: 'withMembers',
    filterableUsers: ['userName', 'externalId'],
    filterableGroups: ['displayName', 'externalId'],
  },
  valueRules: [{ path: null, forbiddenCharacters: '\t\r\n<>;:%' }],
  defaultAccessRole: 'include',
  targetAttributes: [
    attributeDefinition('displayName', isRequired),
    attributeDefinition('name.givenName', isRequired),
    attributeDefinition('name.familyName', isRequired),
  ],
  mappings: {
    group: toObjectMapping(group, { objectName: 'Group' }),
    user: toObjectMapping([
      userName,
      { ...externalId, matching: 2 },
      active,
      displayName,
      ...nameParts,
      formattedName,
      title,
      workEmail,
      phoneNumber('work', 'telephoneNumber'),
      workAddress('formatted', 'physicalDeliveryOfficeName'),
      workAddress('streetAddress', 'streetAddress'),
      workAddress('locality', 'city'),
      workAddress('region', 'state'),
      workAddress('postalCode', 'postalCode'),
      workAddress('country', 'country'),
      enterprise('employeeNumber', 'employeeId'),
      enterprise('costCenter', 'costCenter'),
      enterprise('organization', 'companyName'),
      enterprise('division', 'division'),
      enterprise('department', 'department'),
      manager,
    ]),
  },
};
