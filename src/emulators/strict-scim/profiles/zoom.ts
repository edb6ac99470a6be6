import type { Profile } from './profile.js';

/** PUT changes attributes, PATCH only (de)activates; bodies are short; ids need encoding. Zoom's SCIM2 API. */
export const zoom: Profile = {
  hasGroups: false,
  userPatch: 'activeOnly',
  requestMediaType: 'application/scim+json',
  maxBodyBytes: 100_000,
  filterableUsers: ['userName'],
  filterOperators: ['eq'],
  valueLimits: [{ resourceType: 'User', path: 'userType', oneOf: ['Basic', 'Licensed', 'On-Prem'] }],
  ids: 'awkward',
};
