import { toObjectMapping } from '../schema/inline-mappings.js';
import type { Connector } from './connector.js';
import { active, enterprise, nameParts, userName, workEmail } from './usual-mappings.js';

/** @see Zoom, "SCIM2 API"; Microsoft Entra, "Configure Zoom for automatic user provisioning". */
export const zoom: Connector = {
  id: 'zoom',
  displayName: 'Zoom',
  guidance: {
    tenantUrl: "Always https://api.zoom.us/scim2. Entra's own Zoom app uses the older /scim.",
    secretToken: 'An access token of an OAuth 2.0 app of the account, server-to-server for instance.',
    connectionFails: 'Check that the access token has not expired and that its app may write SCIM data.',
    notes: [
      "Check the mappings in your tenant: the target attributes are those of Entra's Zoom app; their sources are derived.",
      'That accounts can be deleted is taken from SCIM itself: try it with a test user.',
      'Every update reads the user, merges and writes the whole; only activating and deactivating is a change by itself.',
      'The licence is userType: map "Basic", "Licensed" or "On-Prem" to it, for instance from an app role. Unmapped, Zoom decides.',
      "Groups are not provisioned: Entra's Zoom app has none.",
    ],
  },
  fixedTenantUrl: 'https://api.zoom.us/scim2',
  capabilities: {
    users: { create: true, update: true, disable: true, delete: true },
    groups: null,
  },
  withoutDisabling: 'leave',
  deletesIrreversibly: false,
  limits: { requestsPerSecond: 1, concurrency: 2, pageSize: 100 },
  publishedLimits: [
    '1 request a second for each endpoint and account (older documentation; the newer one has labels without figures)',
    'at most 100,000 characters a request body',
    'at most 9,999 basic users an account',
  ],
  quirks: ['usersPatchedForActiveOnly'],
  dialect: {
    filterableUsers: ['userName'],
    accept: 'application/scim+json',
  },
  valueRules: [],
  defaultAccessRole: 'include',
  targetAttributes: [],
  mappings: {
    group: null,
    user: toObjectMapping([
      userName,
      active,
      ...nameParts,
      workEmail,
      enterprise('department', 'department'),
    ]),
  },
};
