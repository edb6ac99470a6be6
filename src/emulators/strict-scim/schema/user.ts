import { attribute, complex, values, type Attribute } from './attribute.js';

export const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User';

/** RFC 7643, section 4.1. */
export const userAttributes: readonly Attribute[] = [
  attribute('userName', 'What the user signs in with.', { required: true, uniqueness: 'server' }),
  complex('name', 'The parts of the name.', [
    attribute('formatted', 'The whole name.'),
    attribute('familyName', 'The family name.'),
    attribute('givenName', 'The given name.'),
    attribute('middleName', 'The middle names.'),
    attribute('honorificPrefix', 'A title before the name.'),
    attribute('honorificSuffix', 'A suffix behind the name.'),
  ]),
  attribute('displayName', 'The name for display.'),
  attribute('nickName', 'How the user is called.'),
  attribute('profileUrl', 'A page about the user.', {
    type: 'reference',
    referenceTypes: ['external'],
    caseExact: true,
  }),
  attribute('title', 'The job title.'),
  attribute('userType', 'How the user belongs to the organization.'),
  attribute('preferredLanguage', 'The preferred language.'),
  attribute('locale', 'How numbers and dates are written.'),
  attribute('timezone', 'The time zone.'),
  attribute('active', 'Whether the account can be used.', { type: 'boolean' }),
  attribute('password', 'The password.', { caseExact: true, mutability: 'writeOnly', returned: 'never' }),
  values('emails', 'E-mail addresses.', ['work', 'home', 'other']),
  values('phoneNumbers', 'Telephone numbers.', ['work', 'home', 'mobile', 'fax', 'pager', 'other']),
  values('ims', 'Instant messaging addresses.', [
    'aim',
    'gtalk',
    'icq',
    'xmpp',
    'msn',
    'skype',
    'qq',
    'yahoo',
  ]),
  values('photos', 'Pictures of the user.', ['photo', 'thumbnail'], {
    type: 'reference',
    referenceTypes: ['external'],
    caseExact: true,
  }),
  complex(
    'addresses',
    'Postal addresses.',
    [
      attribute('formatted', 'The whole address.'),
      attribute('streetAddress', 'Street and number.'),
      attribute('locality', 'The city.'),
      attribute('region', 'The state or region.'),
      attribute('postalCode', 'The postal code.'),
      attribute('country', 'The country.'),
      attribute('type', 'What the address is for.', { canonicalValues: ['work', 'home', 'other'] }),
      attribute('primary', 'Whether this is the preferred address.', { type: 'boolean' }),
    ],
    { multiValued: true },
  ),
  complex(
    'groups',
    'The groups the user belongs to; changed through the groups.',
    [
      attribute('value', 'The id of the group.', { mutability: 'readOnly', caseExact: true }),
      attribute('$ref', 'The URI of the group.', {
        type: 'reference',
        referenceTypes: ['User', 'Group'],
        mutability: 'readOnly',
        caseExact: true,
      }),
      attribute('display', 'The name of the group.', { mutability: 'readOnly' }),
      attribute('type', 'How the user belongs to it.', {
        mutability: 'readOnly',
        canonicalValues: ['direct', 'indirect'],
      }),
    ],
    { multiValued: true, mutability: 'readOnly' },
  ),
  values('entitlements', 'What the user has.', null),
  values('roles', 'What the user is.', null),
  values('x509Certificates', 'Certificates of the user.', null, { type: 'binary', caseExact: true }),
];
