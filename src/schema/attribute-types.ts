import type { ScimPath } from './scim-path.js';

/** `Reference`: a complex attribute whose `value` is another resource's id. */
export type AttributeType = 'String' | 'Boolean' | 'Reference';

export const ENTERPRISE_USER_SCHEMA = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** Core attributes whose value is one string or one Boolean. @see RFC 7643, sections 3.1 and 4.1.1. */
const SINGLE_VALUED = new Set([
  'externalid',
  'username',
  'displayname',
  'nickname',
  'profileurl',
  'title',
  'usertype',
  'preferredlanguage',
  'locale',
  'timezone',
  'active',
  'password',
]);

/** Core attributes whose value is a list of objects with a `value`. @see RFC 7643, sections 4.1.2 and 4.2. */
const MULTI_VALUED = new Set([
  'emails',
  'phonenumbers',
  'ims',
  'photos',
  'addresses',
  'groups',
  'entitlements',
  'roles',
  'x509certificates',
  'members',
]);

/** Compared letter by letter; everything else without regard to case. @see RFC 7643, section 3.1. */
const CASE_EXACT = new Set(['id', 'externalid']);

/** What a path leads to, as far as the core schemas say. What they do not know is a String. */
export function attributeTypeOf(path: ScimPath): AttributeType {
  const attribute = path.attribute.toLowerCase();
  if (path.subAttribute?.toLowerCase() === 'primary') return 'Boolean';
  if (path.schema === null)
    return attribute === 'active' && path.subAttribute === null ? 'Boolean' : 'String';
  const isManager =
    path.schema.toLowerCase() === ENTERPRISE_USER_SCHEMA.toLowerCase() && attribute === 'manager';
  return isManager && path.subAttribute === null ? 'Reference' : 'String';
}

/** Whether an element's discriminator is a Boolean in JSON: `roles[primary eq "True"]`. */
export function isBooleanDiscriminator(attribute: string): boolean {
  return attribute.toLowerCase() === 'primary';
}

/** Whether "Ann" and "ann" are two values. */
export function isCaseExact(path: ScimPath): boolean {
  if (attributeTypeOf(path) === 'Reference') return true;
  return path.schema === null && CASE_EXACT.has(path.attribute.toLowerCase());
}

/** Whether a path without filter stands for a list of objects: `emails`, `roles`. */
export function isMultiValuedComplex(path: ScimPath): boolean {
  return path.schema === null && path.filter === null && MULTI_VALUED.has(path.attribute.toLowerCase());
}

/** Whether a path can hold one value only. Extension attributes may hold more, for all we know. */
export function isSingleValued(path: ScimPath): boolean {
  if (path.filter !== null || attributeTypeOf(path) !== 'String') return true;
  if (isMultiValuedComplex(path)) return false;
  return (
    path.subAttribute !== null || (path.schema === null && SINGLE_VALUED.has(path.attribute.toLowerCase()))
  );
}
