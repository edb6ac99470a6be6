import {
  AttributeTable,
  date,
  named,
  objectId,
  renamed,
  within,
  withoutValue,
  type SourceAttribute,
} from './attribute-readers.js';

const SAME_NAME = `
  accountEnabled ageGroup businessPhones city companyName consentProvidedForMinor country creationType
  department displayName employeeId employeeType externalUserState faxNumber givenName imAddresses jobTitle
  legalAgeGroupClassification mail mailNickname mobilePhone officeLocation onPremisesDistinguishedName
  onPremisesDomainName onPremisesImmutableId onPremisesSamAccountName onPremisesSecurityIdentifier
  onPremisesSyncEnabled onPremisesUserPrincipalName otherMails postalCode preferredDataLocation
  preferredLanguage proxyAddresses securityIdentifier state streetAddress surname usageLocation userType`;

const DATES = ['createdDateTime', 'deletedDateTime', 'employeeHireDate', 'employeeLeaveDateTime'] as const;

/** Tracked whatever is mapped: who the user is, whether enabled, and so that a restored user is noticed. */
const ALWAYS_SELECTED = [
  'id',
  'accountEnabled',
  'deletedDateTime',
  'userPrincipalName',
  'userType',
  'displayName',
] as const;

/** @see Microsoft Entra, "Understand how provisioning attributes map", and Microsoft Graph, user resource type. */
const KNOWN: readonly SourceAttribute[] = [
  ...named(SAME_NAME),
  ...DATES.map(date),
  objectId(),
  {
    name: 'userPrincipalName',
    property: 'userPrincipalName',
    read: ({ userPrincipalName: name }) => (typeof name === 'string' ? homeUserPrincipalName(name) : null),
  },
  renamed('originalUserPrincipalName', 'userPrincipalName'),
  {
    name: 'telephoneNumber',
    property: 'businessPhones',
    read: ({ businessPhones }) => (Array.isArray(businessPhones) ? (businessPhones[0] as unknown) : null),
  },
  renamed('mobile', 'mobilePhone'),
  renamed('facsimileTelephoneNumber', 'faxNumber'),
  renamed('physicalDeliveryOfficeName', 'officeLocation'),
  renamed('dirSyncEnabled', 'onPremisesSyncEnabled'),
  ...Array.from({ length: 15 }, (_, index) =>
    within(`extensionAttribute${index + 1}`, 'onPremisesExtensionAttributes'),
  ),
  within('division', 'employeeOrgData'),
  within('costCenter', 'employeeOrgData'),
  withoutValue('IsSoftDeleted'),
  withoutValue('appRoleAssignments'),
  withoutValue('manager'),
];

export const userAttributes = new AttributeTable(KNOWN, {
  alwaysSelected: ALWAYS_SELECTED,
  alwaysRead: ['userPrincipalName', 'displayName'],
});

/** Whether the relation to the manager is among the names asked for. */
export function asksForManager(names: readonly string[]): boolean {
  return names.some((name) => userAttributes.attribute(name).name === 'manager');
}

/** What a delta query of users is to track: properties and, when asked for, the relation to the manager. Sorted. */
export function userDeltaSelect(names: readonly string[]): readonly string[] {
  return [...userAttributes.selectFor(names), ...(asksForManager(names) ? ['manager'] : [])].sort();
}

/**
 * A guest's name at home: `anna_fabrikam.example#EXT#@contoso.example` is `anna@fabrikam.example`. Others stay as they are.
 * @see Microsoft Entra, "Understand how provisioning integrates": B2B (guest) users.
 */
export function homeUserPrincipalName(userPrincipalName: string): string {
  const end = userPrincipalName.indexOf('#EXT#');
  if (end < 0) return userPrincipalName;
  const at = userPrincipalName.lastIndexOf('_', end);
  return at < 0
    ? userPrincipalName
    : `${userPrincipalName.slice(0, at)}@${userPrincipalName.slice(at + 1, end)}`;
}
