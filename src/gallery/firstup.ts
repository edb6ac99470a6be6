import { toObjectMapping } from '../schema/inline-mappings.js';
import type { Connector } from './connector.js';
import { active, displayName, externalId, formattedName, nameParts, userName } from './usual-mappings.js';

/** The successor of Dynamic Signal. @see Firstup, developer pages on SCIM. */
export const firstup: Connector = {
  id: 'firstup',
  displayName: 'Firstup',
  guidance: {
    tenantUrl: "The SCIM base URL of your region's host, ending in /scim/v2, as Firstup names it.",
    secretToken: 'A bearer token that Firstup issues for its SCIM API.',
    connectionFails: 'Check that the host is the one of your region, and that the token is valid for SCIM.',
    notes: [
      'Check the mappings in your tenant: Firstup documents the target attributes; their sources are derived.',
      'Firstup says that it does not integrate with Entra directly: try it with one user first.',
      'New users get the role "member" and the status "created". roles takes one value; more are refused.',
      'Neither groups nor deleting users are documented; scimflow asks for neither.',
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
  dialect: { singleElementAttributes: ['roles'] },
  valueRules: [],
  defaultAccessRole: 'include',
  targetAttributes: [],
  mappings: {
    group: null,
    user: toObjectMapping(
      [
        userName,
        active,
        externalId,
        displayName,
        { target: 'nickName', source: 'mailNickname' },
        ...nameParts,
        formattedName,
      ],
      { flowTypes: ['Add', 'Update'] },
    ),
  },
};
