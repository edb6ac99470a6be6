import type { Person } from '../graph/tenant-shape.js';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/**
 * The account that somebody must have: what the generic connector's mappings make of an invented person, written down a
 * second time, by hand.
 * @param managerId the id of their manager's account; null when the manager has none.
 */
export function expectedAccount(person: Person, managerId: string | null): Readonly<Record<string, unknown>> {
  const { givenName, surname } = person as Readonly<Record<string, string>>;
  return {
    schemas: [CORE, ENTERPRISE],
    userName: person.userPrincipalName,
    externalId: person['mailNickname'],
    active: true,
    displayName: person['displayName'],
    name: {
      givenName,
      familyName: surname,
      formatted: [givenName, surname].join(' '),
    },
    title: person['jobTitle'],
    emails: [{ type: 'work', value: person['mail'], primary: true }],
    addresses: [{ type: 'work', formatted: person['officeLocation'] }],
    [ENTERPRISE]: {
      employeeNumber: person['employeeId'],
      department: person['department'],
      ...(managerId === null ? {} : { manager: { value: managerId } }),
    },
  };
}
