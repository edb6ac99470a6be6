import { attribute, complex, type Attribute } from './attribute.js';

export const groupUrn = 'urn:ietf:params:scim:schemas:core:2.0:Group';

/** RFC 7643, section 4.2. */
export const groupAttributes: readonly Attribute[] = [
  attribute('displayName', 'The name of the group.', { required: true }),
  complex(
    'members',
    'Who is in the group.',
    [
      attribute('value', 'The id of the member.', { mutability: 'immutable', caseExact: true }),
      attribute('$ref', 'The URI of the member.', {
        type: 'reference',
        referenceTypes: ['User', 'Group'],
        mutability: 'immutable',
        caseExact: true,
      }),
      attribute('display', 'The name of the member.', { mutability: 'readOnly' }),
      attribute('type', 'What the member is.', {
        mutability: 'immutable',
        canonicalValues: ['User', 'Group'],
      }),
    ],
    { multiValued: true },
  ),
];
