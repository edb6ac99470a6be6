import { attributeDefinition } from '../schema/attribute-definition.js';
import { toObjectMapping } from '../schema/inline-mappings.js';
import type { Connector } from './connector.js';
import {
  active,
  displayName,
  externalId,
  members,
  nameParts,
  phoneNumber,
  primaryRole,
  title,
  workAddress,
  workEmail,
} from './usual-mappings.js';

/** @see Slack, "Using the SCIM API" and its rate limits; Microsoft Entra, "Configure Slack for automatic user provisioning". */
export const slack: Connector = {
  id: 'slack',
  displayName: 'Slack',
  guidance: {
    tenantUrl: 'Always https://api.slack.com/scim/v2. Version 1.1 of the API, ending in /v1, is not spoken.',
    secretToken: 'An OAuth token with the scope "admin".',
    connectionFails:
      'Check that the plan includes SCIM (Business+ or above), and that the token has the scope "admin" and was not revoked.',
    notes: [
      "Check the mappings in your tenant: the target attributes are those of Entra's Slack app, which speaks version 1.1; their sources are derived.",
      'A user name has at most 20 characters, so it comes from mailNickname; whoever has a longer one is told of and left out. Map another attribute where yours are longer.',
      'A display name must not contain "@", and is written on creation only.',
      'Every account needs an e-mail address.',
      'Deleting a user deactivates the account. Deleting a group is for good.',
      'Roles come from app roles of the enterprise application. With scope "all" nobody has one: give mappings without roles.',
      'The rate limits are shared by all SCIM apps of the organisation: lower rateLimit when there are others.',
    ],
  },
  fixedTenantUrl: 'https://api.slack.com/scim/v2',
  capabilities: {
    users: { create: true, update: true, disable: true, delete: true },
    groups: { create: true, rename: true, members: true, delete: true },
  },
  withoutDisabling: 'leave',
  deletesIrreversibly: false,
  limits: { requestsPerSecond: 2.5, concurrency: 4, pageSize: 100 },
  publishedLimits: [
    'writes of all kinds: 600 a minute (burst 180); reads: 1,000 a minute',
    'creating, updating, deleting users: 180 a minute each (burst 20); reading a user: 300',
    'updating groups: 180 a minute (burst 80); creating, deleting groups: 180 (burst 20); reading a group: 300',
  ],
  quirks: ['deletionDisables', 'untypedAddresses'],
  dialect: { filterableUsers: ['userName', 'email'] },
  valueRules: [
    { path: 'userName', maxLength: 20 },
    { path: 'displayName', forbiddenCharacters: '@' },
  ],
  defaultAccessRole: 'include',
  targetAttributes: [attributeDefinition('emails[type eq "work"].value', { required: true })],
  mappings: {
    group: toObjectMapping([{ ...displayName, matching: 1 }, members], { objectName: 'Group' }),
    user: toObjectMapping([
      { target: 'userName', source: 'mailNickname', matching: 1 },
      { ...workEmail, matching: 2 },
      active,
      externalId,
      { ...displayName, apply: 'create' },
      ...nameParts,
      title,
      { target: 'nickName', source: 'mailNickname' },
      workAddress('streetAddress', 'streetAddress'),
      workAddress('locality', 'city'),
      workAddress('region', 'state'),
      workAddress('postalCode', 'postalCode'),
      workAddress('country', 'country'),
      phoneNumber('work', 'telephoneNumber'),
      phoneNumber('mobile', 'mobile'),
      primaryRole,
      { target: 'preferredLanguage', source: 'preferredLanguage' },
    ]),
  },
};
