import type { PropertyValue } from './records.js';

interface PropertyType {
  readonly type: 'text' | 'boolean' | 'texts' | 'object';
  /** Characters Graph stores at most. */
  readonly max?: number;
}

const text = (max?: number): PropertyType => (max === undefined ? { type: 'text' } : { type: 'text', max });
const boolean: PropertyType = { type: 'boolean' };
const texts: PropertyType = { type: 'texts' };
const object: PropertyType = { type: 'object' };

/** The user properties the emulator knows, with Graph's documented maximum lengths. */
export const userProperties: Readonly<Record<string, PropertyType>> = {
  accountEnabled: boolean,
  ageGroup: text(),
  businessPhones: texts,
  city: text(128),
  companyName: text(64),
  consentProvidedForMinor: text(),
  country: text(128),
  createdDateTime: text(),
  creationType: text(),
  deletedDateTime: text(),
  department: text(64),
  displayName: text(256),
  employeeHireDate: text(),
  employeeId: text(16),
  employeeLeaveDateTime: text(),
  employeeOrgData: object,
  employeeType: text(),
  externalUserState: text(),
  externalUserStateChangeDateTime: text(),
  faxNumber: text(),
  givenName: text(64),
  id: text(),
  identities: object,
  imAddresses: texts,
  isResourceAccount: boolean,
  jobTitle: text(128),
  lastPasswordChangeDateTime: text(),
  legalAgeGroupClassification: text(),
  mail: text(),
  mailNickname: text(64),
  mobilePhone: text(64),
  officeLocation: text(),
  onPremisesDistinguishedName: text(),
  onPremisesDomainName: text(),
  onPremisesExtensionAttributes: object,
  onPremisesImmutableId: text(),
  onPremisesLastSyncDateTime: text(),
  onPremisesSamAccountName: text(),
  onPremisesSecurityIdentifier: text(),
  onPremisesSyncEnabled: boolean,
  onPremisesUserPrincipalName: text(),
  otherMails: texts,
  passwordPolicies: text(),
  postalCode: text(40),
  preferredLanguage: text(),
  proxyAddresses: texts,
  securityIdentifier: text(),
  showInAddressList: boolean,
  signInSessionsValidFromDateTime: text(),
  state: text(128),
  streetAddress: text(1024),
  surname: text(64),
  usageLocation: text(),
  userPrincipalName: text(),
  userType: text(),
};

/** What `GET /users` and a delta query without `$select` speak of. */
export const defaultUserProperties: readonly string[] = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
];

/** Properties that live outside the directory: served for one user, never in a collection. */
export const propertiesElsewhere: ReadonlySet<string> = new Set([
  'aboutMe',
  'birthday',
  'hireDate',
  'interests',
  'mailboxSettings',
  'mySite',
  'pastProjects',
  'photo',
  'preferredName',
  'responsibilities',
  'schools',
  'signInActivity',
  'skills',
]);

/** What is wrong with a property, in words; `null` when nothing is. Names are case-sensitive. */
export function propertyProblem(
  name: string,
  value: PropertyValue,
  extensions: ReadonlySet<string>,
): string | null {
  const known = extensions.has(name) ? text() : userProperties[name];
  if (known === undefined) return `Could not find a property named '${name}' on type 'microsoft.graph.user'.`;
  if (value === null) return null;
  switch (known.type) {
    case 'text':
      if (typeof value !== 'string') return `Property '${name}' must be a string.`;
      return known.max !== undefined && value.length > known.max
        ? `Property '${name}' is longer than ${known.max} characters.`
        : null;
    case 'boolean':
      return typeof value === 'boolean' ? null : `Property '${name}' must be true or false.`;
    case 'texts':
      return Array.isArray(value) && value.every((item) => typeof item === 'string')
        ? null
        : `Property '${name}' must be a list of strings.`;
    case 'object':
      return typeof value === 'object' ? null : `Property '${name}' must be an object.`;
  }
}
