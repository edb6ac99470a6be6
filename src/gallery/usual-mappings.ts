import type { InlineMapping } from '../schema/inline-mappings.js';

const ENTERPRISE_USER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** False for whoever lost the app, is blocked or deleted; the expression that Entra's own templates use. */
export const active: InlineMapping = {
  target: 'active',
  expression: 'Switch([IsSoftDeleted], , "False", "True", "True", "False")',
};

export const userName: InlineMapping = { target: 'userName', source: 'userPrincipalName', matching: 1 };

export const displayName: InlineMapping = { target: 'displayName', source: 'displayName' };

export const nameParts: readonly InlineMapping[] = [
  { target: 'name.givenName', source: 'givenName' },
  { target: 'name.familyName', source: 'surname' },
];

export const formattedName: InlineMapping = {
  target: 'name.formatted',
  expression: 'Join(" ", [givenName], [surname])',
};

export const title: InlineMapping = { target: 'title', source: 'jobTitle' };

export const workEmail: InlineMapping = { target: 'emails[type eq "work"].value', source: 'mail' };

/** What most apps can make use of: names, title and work e-mail. */
export const person: readonly InlineMapping[] = [displayName, ...nameParts, formattedName, title, workEmail];

/** The directory's own id of the object, which never changes. */
export const externalId: InlineMapping = { target: 'externalId', source: 'objectId' };

/** The one role that somebody has in the app. @see Microsoft Entra, "Provisioning a role to a SCIM app". */
export const primaryRole: InlineMapping = {
  target: 'roles[primary eq "True"].value',
  expression: 'SingleAppRoleAssignment([appRoleAssignments])',
};

/** @see RFC 7643, section 4.3. */
export const enterprise = (
  attribute: 'costCenter' | 'department' | 'division' | 'employeeNumber' | 'organization',
  source: string,
): InlineMapping => ({
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

export const members: InlineMapping = { target: 'members', source: 'members' };

/** Groups by name, with their direct members. */
export const group: readonly InlineMapping[] = [{ ...displayName, matching: 1 }, externalId, members];

/** The same for apps where a group keeps the name that it was created with. */
export const unrenamedGroup: readonly InlineMapping[] = [
  { ...displayName, matching: 1, apply: 'create' },
  externalId,
  members,
];

/** @see RFC 7643, section 4.3. */
export const manager: InlineMapping = { target: `${ENTERPRISE_USER}:manager`, source: 'manager' };
