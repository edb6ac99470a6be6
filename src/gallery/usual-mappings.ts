import type { InlineMapping } from '../schema/inline-mappings.js';

const ENTERPRISE_USER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** False for whoever lost the app, is blocked or deleted; the expression that Entra's own templates use. */
export const active: InlineMapping = {
  target: 'active',
  expression: 'Switch([IsSoftDeleted], , "False", "True", "True", "False")',
};

export const userName: InlineMapping = { target: 'userName', source: 'userPrincipalName', matching: 1 };

/** What every app can make use of: names, title and work e-mail. */
export const person: readonly InlineMapping[] = [
  { target: 'displayName', source: 'displayName' },
  { target: 'name.givenName', source: 'givenName' },
  { target: 'name.familyName', source: 'surname' },
  { target: 'name.formatted', expression: 'Join(" ", [givenName], [surname])' },
  { target: 'title', source: 'jobTitle' },
  { target: 'emails[type eq "work"].value', source: 'mail' },
];

/** @see RFC 7643, section 4.3. */
export const enterprise = (attribute: 'department' | 'employeeNumber', source: string): InlineMapping => ({
  target: `${ENTERPRISE_USER}:${attribute}`,
  source,
});

export const phoneNumber = (type: 'work' | 'mobile' | 'fax', source: string): InlineMapping => ({
  target: `phoneNumbers[type eq "${type}"].value`,
  source,
});

export const workAddress = (part: string, source: string): InlineMapping => ({
  target: `addresses[type eq "work"].${part}`,
  source,
});

/** Groups by name, with their direct members. */
export const group: readonly InlineMapping[] = [
  { target: 'displayName', source: 'displayName', matching: 1 },
  { target: 'externalId', source: 'objectId' },
  { target: 'members', source: 'members' },
];

/** @see RFC 7643, section 4.3. */
export const manager: InlineMapping = { target: `${ENTERPRISE_USER}:manager`, source: 'manager' };
