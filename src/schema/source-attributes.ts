import { attributeDefinition } from './attribute-definition.js';
import type { AttributeDefinition, AttributeType, ObjectName } from './model.js';

/** Names of directory extensions: `extension_<application id without dashes>_<name>`, case-sensitive. */
const DIRECTORY_EXTENSION = /^extension_[0-9a-fA-F]{32}_\w+$/;

const STRINGS = `
  ageGroup city companyName consentProvidedForMinor costCenter country creationType department displayName division
  employeeId employeeType externalUserState facsimileTelephoneNumber faxNumber givenName jobTitle
  legalAgeGroupClassification mail mailNickname mobile mobilePhone objectId officeLocation
  onPremisesDistinguishedName onPremisesDomainName onPremisesImmutableId onPremisesSamAccountName
  onPremisesSecurityIdentifier onPremisesUserPrincipalName originalUserPrincipalName physicalDeliveryOfficeName
  postalCode preferredDataLocation preferredLanguage securityIdentifier state streetAddress surname telephoneNumber
  usageLocation userPrincipalName userType`;
const LISTS = 'appRoleAssignments businessPhones imAddresses otherMails proxyAddresses';
const BOOLEANS = 'accountEnabled dirSyncEnabled IsSoftDeleted onPremisesSyncEnabled';
const DATES = 'createdDateTime deletedDateTime employeeHireDate employeeLeaveDateTime';

/**
 * The attributes of a user that mappings and filters may read, under the names that administrators use.
 * @see Microsoft Entra, "Understand how provisioning attributes map", and Microsoft Graph, user resource type.
 */
export const userAttributes: readonly AttributeDefinition[] = [
  ...named(STRINGS, 'String'),
  ...Array.from({ length: 15 }, (_, index) => attributeDefinition(`extensionAttribute${index + 1}`)),
  ...named(BOOLEANS, 'Boolean'),
  ...named(DATES, 'DateTime'),
  ...named(LISTS, 'String').map((list) => ({ ...list, multivalued: true })),
  attributeDefinition('manager', { type: 'Reference' }),
];

/** The same of a group. @see Microsoft Graph, group resource type. */
export const groupAttributes: readonly AttributeDefinition[] = [
  ...named(
    `description displayName mail mailNickname objectId onPremisesSamAccountName onPremisesSecurityIdentifier
     securityIdentifier visibility`,
    'String',
  ),
  ...named('IsSoftDeleted mailEnabled onPremisesSyncEnabled securityEnabled', 'Boolean'),
  ...named('createdDateTime deletedDateTime', 'DateTime'),
  ...named('groupTypes proxyAddresses', 'String').map((list) => ({ ...list, multivalued: true })),
  attributeDefinition('members', { type: 'Reference', multivalued: true }),
];

/** What every object of a kind has. */
export function usualAttributes(objectName: ObjectName): readonly AttributeDefinition[] {
  return objectName === 'Group' ? groupAttributes : userAttributes;
}

/** Finds what is known of source attributes. Names are not case-sensitive, except those of directory extensions. */
export function sourceAttributeLookup(
  declared: readonly AttributeDefinition[] = [],
  objectName: ObjectName = 'User',
): (name: string) => AttributeDefinition | null {
  const exact = new Map(declared.map((attribute) => [attribute.name, attribute]));
  const folded = new Map(
    [...usualAttributes(objectName), ...declared].map((attribute) => [
      attribute.name.toLowerCase(),
      attribute,
    ]),
  );
  return (name) => {
    if (DIRECTORY_EXTENSION.test(name)) return exact.get(name) ?? attributeDefinition(name);
    return folded.get(name.toLowerCase()) ?? null;
  };
}

function named(names: string, type: AttributeType): readonly AttributeDefinition[] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => attributeDefinition(name, { type }));
}
