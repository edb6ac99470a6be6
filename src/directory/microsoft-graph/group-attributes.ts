import {
  AttributeTable,
  date,
  named,
  objectId,
  renamed,
  withoutValue,
  type SourceAttribute,
} from './attribute-readers.js';

const SAME_NAME = `
  classification description displayName groupTypes isAssignableToRole mail mailEnabled mailNickname membershipRule
  membershipRuleProcessingState onPremisesDomainName onPremisesNetBiosName onPremisesSamAccountName
  onPremisesSecurityIdentifier onPremisesSyncEnabled preferredDataLocation preferredLanguage proxyAddresses
  securityEnabled securityIdentifier theme uniqueName visibility`;

const DATES = [
  'createdDateTime',
  'deletedDateTime',
  'expirationDateTime',
  'onPremisesLastSyncDateTime',
  'renewedDateTime',
] as const;

/** @see Microsoft Graph, group resource type. */
const KNOWN: readonly SourceAttribute[] = [
  ...named(SAME_NAME),
  ...DATES.map(date),
  objectId(),
  renamed('dirSyncEnabled', 'onPremisesSyncEnabled'),
  withoutValue('IsSoftDeleted'),
  withoutValue('appRoleAssignments'),
  withoutValue('members'),
];

/** `deletedDateTime` is tracked so that a restored group is noticed. */
export const groupAttributes = new AttributeTable(KNOWN, {
  alwaysSelected: ['deletedDateTime', 'displayName', 'id', 'securityEnabled'],
  alwaysRead: ['displayName'],
});

/** What a delta query of groups is to track: properties and the memberships. Sorted. */
export function groupDeltaSelect(names: readonly string[]): readonly string[] {
  return [...groupAttributes.selectFor(names), 'members'].sort();
}
