import type { JobConfiguration } from '../../src/config/configuration.js';
import { tenant, upn } from '../integration/scenarios/harness/directory.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const MANAGER = `${ENTERPRISE}:manager`;

/** Whom every story begins with. Ian, Jan and Kim are not assigned yet, and neither is Crew. */
export const directory = tenant({
  people: [
    { displayName: 'ada', jobTitle: 'Director' },
    { displayName: 'bob', jobTitle: 'Clerk', manager: 'ada' },
    { displayName: 'cyd', jobTitle: 'Clerk', manager: 'bob' },
    ...['dan', 'eve', 'fay', 'gus', 'ian', 'jan', 'kim'].map((displayName) => ({
      displayName,
      jobTitle: 'Clerk',
    })),
  ],
  groups: { Sales: ['bob', 'cyd'], Crew: ['fay', 'gus'] },
  assigned: ['ada', 'bob', 'cyd', 'dan', 'eve', 'fay', 'gus', 'Sales'],
});

/** Somebody whom no directory knows: never to be touched. */
export const STRANGER = { userName: 'stranger@elsewhere.example', displayName: 'Stranger', active: true };

/** What the target holds before scimflow comes: Ada's account under her externalId, and a stranger's. */
export const existing = {
  users: [
    { externalId: 'ada', userName: upn('ada'), displayName: 'Ada L.', title: 'Countess', active: true },
    STRANGER,
  ],
};

/** Accounts are matched by `externalId` alone, so that a user name that is taken is learnt from a 409. */
export const mappings: NonNullable<JobConfiguration['app']['mappings']> = [
  { target: 'externalId', source: 'mailNickname', matching: 1, apply: 'always' },
  { target: 'userName', source: 'userPrincipalName', apply: 'always' },
  {
    target: 'active',
    expression: 'Switch([IsSoftDeleted], , "False", "True", "True", "False")',
    apply: 'always',
  },
  { target: 'displayName', source: 'displayName', apply: 'always' },
  { target: 'title', source: 'jobTitle', apply: 'always' },
  { target: MANAGER, source: 'manager', apply: 'always' },
];
