import { dateText, parseDate } from '../../expressions/dates/date-text.js';
import type { GraphUser } from './wire.js';

/** An attribute under the name that administrators map, and where Microsoft Graph keeps it. */
export interface SourceAttribute {
  readonly name: string;
  /** The property to `$select`; `null` when there is nothing to read for it. */
  readonly property: string | null;
  readonly read: (user: GraphUser) => unknown;
}

/** Tracked whatever is mapped: who the user is, whether enabled, and so that a restored user is noticed. */
const ALWAYS_SELECTED = [
  'id',
  'accountEnabled',
  'deletedDateTime',
  'userPrincipalName',
  'userType',
  'displayName',
] as const;

/** Delivered whatever is mapped: what people recognise a user by. */
const ALWAYS_READ = ['userPrincipalName', 'displayName'] as const;

const SAME_NAME = `
  accountEnabled ageGroup businessPhones city companyName consentProvidedForMinor country creationType
  department displayName employeeId employeeType externalUserState faxNumber givenName imAddresses jobTitle
  legalAgeGroupClassification mail mailNickname mobilePhone officeLocation onPremisesDistinguishedName
  onPremisesDomainName onPremisesImmutableId onPremisesSamAccountName onPremisesSecurityIdentifier
  onPremisesSyncEnabled onPremisesUserPrincipalName otherMails postalCode preferredDataLocation
  preferredLanguage proxyAddresses securityIdentifier state streetAddress surname usageLocation userType`
  .trim()
  .split(/\s+/);

const DATES = ['createdDateTime', 'deletedDateTime', 'employeeHireDate', 'employeeLeaveDateTime'] as const;

/** @see Microsoft Entra, "Understand how provisioning attributes map", and Microsoft Graph, user resource type. */
const KNOWN: readonly SourceAttribute[] = [
  ...SAME_NAME.map((name) => renamed(name, name)),
  ...DATES.map(date),
  { name: 'objectId', property: 'id', read: (user) => user.id.toLowerCase() },
  {
    name: 'userPrincipalName',
    property: 'userPrincipalName',
    read: ({ userPrincipalName }) => homeUserPrincipalName(userPrincipalName ?? ''),
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
  computed('IsSoftDeleted'),
  computed('appRoleAssignments'),
  // A relation: delta reports it only when it changed, so it is no attribute of a user that is read.
  computed('manager'),
];

const byLowerCaseName = new Map(KNOWN.map((attribute) => [attribute.name.toLowerCase(), attribute]));

/**
 * The attribute of a mapping name. Names are not case-sensitive, except those of directory extensions. A name that is
 * not in the table is passed on as it is: Graph knows whether it exists.
 */
export function sourceAttribute(name: string): SourceAttribute {
  return byLowerCaseName.get(name.toLowerCase()) ?? renamed(name, name);
}

/** The attributes to deliver when `names` are asked: each once, in canonical spelling. */
export function attributesToRead(names: readonly string[]): readonly SourceAttribute[] {
  return [
    ...new Map([...names, ...ALWAYS_READ].map(sourceAttribute).map((each) => [each.name, each])).values(),
  ];
}

/** The properties to `$select` for these mapping names, sorted. A different list needs a new initial round. */
export function selectFor(names: readonly string[]): readonly string[] {
  const properties = names
    .map((name) => sourceAttribute(name).property)
    .filter((property) => property !== null);
  return [...new Set([...ALWAYS_SELECTED, ...properties])].sort();
}

/** `$select=…`, encoded. */
export function selectQuery(names: readonly string[]): string {
  return `$select=${selectFor(names).map(encodeURIComponent).join(',')}`;
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

function renamed(name: string, property: string): SourceAttribute {
  return { name, property, read: (user) => user[property] };
}

/** ISO 8601 on the wire; mappings know dates as `M/d/yyyy h:mm:ss tt` in UTC. */
function date(name: string): SourceAttribute {
  return {
    name,
    property: name,
    read: (user) => {
      const text = user[name];
      const instant = typeof text === 'string' ? parseDate(text) : null;
      return instant === null ? text : dateText(instant);
    },
  };
}

/** Only the parent can be selected. The cast is safe whatever it is: a member of no object is undefined. */
function within(name: string, property: string): SourceAttribute {
  return {
    name,
    property,
    read: (user) => (user[property] as Readonly<Record<string, unknown>> | null | undefined)?.[name],
  };
}

function computed(name: string): SourceAttribute {
  return { name, property: null, read: () => null };
}
