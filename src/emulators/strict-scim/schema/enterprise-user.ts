import { attribute, complex, type Attribute } from './attribute.js';

export const enterpriseUserUrn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** RFC 7643, section 4.3. */
export const enterpriseUserAttributes: readonly Attribute[] = [
  attribute('employeeNumber', 'The number within the organization.'),
  attribute('costCenter', 'The cost center.'),
  attribute('organization', 'The organization.'),
  attribute('division', 'The division.'),
  attribute('department', 'The department.'),
  complex('manager', 'The manager.', [
    attribute('value', 'The id of the manager.', { caseExact: true }),
    attribute('$ref', 'The URI of the manager.', {
      type: 'reference',
      referenceTypes: ['User'],
      caseExact: true,
    }),
    attribute('displayName', 'The name of the manager.', { mutability: 'readOnly' }),
  ]),
];
