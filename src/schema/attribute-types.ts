import type { AttributeType, ObjectName } from './model.js';
import type { ScimPath } from './scim-path.js';

export const ENTERPRISE_USER_SCHEMA = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const MEMBERS = 'members';
const PLURAL = ['value', 'display', 'type', 'primary', '$ref'];
const ADDRESS = [
  'formatted',
  'streetAddress',
  'locality',
  'region',
  'postalCode',
  'country',
  'type',
  'primary',
];
const NAME = ['formatted', 'familyName', 'givenName', 'middleName', 'honorificPrefix', 'honorificSuffix'];

/** Attributes that hold one plain value. @see RFC 7643, sections 3.1 and 4.1.1. */
const SIMPLE = [
  'externalId',
  'userName',
  'displayName',
  'nickName',
  'profileUrl',
  'title',
  'userType',
  'preferredLanguage',
  'locale',
  'timezone',
  'active',
];

/** Attributes that hold a list of objects, with the objects' names. @see RFC 7643, sections 4.1.2 and 4.2. */
const MULTI_VALUED: Readonly<Record<string, readonly string[]>> = {
  emails: PLURAL,
  phoneNumbers: PLURAL,
  ims: PLURAL,
  photos: PLURAL,
  addresses: ADDRESS,
  entitlements: PLURAL,
  roles: PLURAL,
  x509Certificates: PLURAL,
  members: PLURAL,
};

const lower = (name: string): string => name.toLowerCase();
const simple = new Set(SIMPLE.map(lower));
const multiValued = new Map(
  Object.entries(MULTI_VALUED).map(([name, parts]) => [lower(name), new Set(parts.map(lower))]),
);
const nameParts = new Set(NAME.map(lower));

const coreAttributes: readonly string[] = [...SIMPLE, 'name', ...Object.keys(MULTI_VALUED)];

/** Names of the attributes of the enterprise extension. @see RFC 7643, section 4.3. */
export const enterpriseAttributes: readonly string[] = [
  'employeeNumber',
  'costCenter',
  'organization',
  'division',
  'department',
  'manager',
];

/** What a path leads to, as far as the core schemas say. What they do not know is a String. */
export function attributeTypeOf(path: ScimPath): AttributeType {
  if (path.subAttribute !== null) return lower(path.subAttribute) === 'primary' ? 'Boolean' : 'String';
  if (path.schema === null && isMembers(path)) return 'Reference';
  if (path.schema === null) return lower(path.attribute) === 'active' ? 'Boolean' : 'String';
  const isManager =
    lower(path.schema) === lower(ENTERPRISE_USER_SCHEMA) && lower(path.attribute) === 'manager';
  return isManager ? 'Reference' : 'String';
}

function isMembers(path: ScimPath): boolean {
  return path.filter === null && lower(path.attribute) === MEMBERS;
}

/** Whether an element's discriminator is a Boolean in JSON: `roles[primary eq "True"]`. */
export function isBooleanDiscriminator(attribute: string): boolean {
  return lower(attribute) === 'primary';
}

/** Whether "Ann" and "ann" are two values. Ids are compared letter by letter, the rest is not: RFC 7643, section 3.1. */
export function isCaseExact(path: ScimPath): boolean {
  if (attributeTypeOf(path) === 'Reference') return true;
  return path.schema === null && ['id', 'externalid'].includes(lower(path.attribute));
}

/** Whether a path without filter stands for a list of objects: `emails`, `roles`. */
export function isMultiValuedComplex(path: ScimPath): boolean {
  return path.schema === null && path.filter === null && multiValued.has(lower(path.attribute));
}

/** Whether a path can hold one value only. Extension attributes may hold more, for all we know. */
export function isSingleValued(path: ScimPath): boolean {
  if (isMultiValuedComplex(path)) return false;
  if (path.filter !== null || attributeTypeOf(path) !== 'String') return true;
  return path.subAttribute !== null || (path.schema === null && simple.has(lower(path.attribute)));
}

/** What a Group holds. @see RFC 7643, section 4.2, and section 3.1 for `externalId`. */
const GROUP = ['externalId', 'displayName', 'members'];

/** Names of the core attributes that mappings of such objects can write, as RFC 7643 spells them. */
export function coreAttributesOf(objectName: ObjectName): readonly string[] {
  return objectName === 'Group' ? GROUP : coreAttributes.filter((name) => name !== MEMBERS);
}

/** Whether the core schema of such objects has such an attribute. */
export function isKnownAttribute(path: ScimPath, objectName: ObjectName): boolean {
  const attribute = lower(path.attribute);
  if (!coreAttributesOf(objectName).some((name) => lower(name) === attribute)) return false;
  const subAttribute = path.subAttribute === null ? null : lower(path.subAttribute);
  if (simple.has(attribute)) return path.filter === null && subAttribute === null;
  if (attribute === 'name')
    return path.filter === null && subAttribute !== null && nameParts.has(subAttribute);
  const parts = multiValued.get(attribute);
  const read = [subAttribute, path.filter?.attribute ?? null].filter((name) => name !== null);
  return parts !== undefined && read.every((name) => parts.has(lower(name)));
}
