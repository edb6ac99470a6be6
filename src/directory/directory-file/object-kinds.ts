import type { AttributeDefinition, ObjectName } from '../../schema/model.js';
import { sourceAttributeLookup, usualAttributes } from '../../schema/source-attributes.js';
import { attributeDefinition } from '../../schema/attribute-definition.js';
import type { AttributeTable } from '../microsoft-graph/attribute-readers.js';
import { groupAttributes } from '../microsoft-graph/group-attributes.js';
import { userAttributes } from '../microsoft-graph/user-attributes.js';

/** An attribute beyond the usual ones that some app declares. */
export interface DeclaredAttribute {
  readonly name: string;
  readonly multivalued: boolean;
}

/** What a file of users, or of groups, may hold. */
export interface ObjectKind {
  readonly objectName: ObjectName;
  /** What a record is called in messages. */
  readonly noun: string;
  /** The field whose values are other objects. */
  readonly references: { readonly name: string; readonly isList: boolean };
  /** Fields that every record has, beside its id. */
  readonly required: readonly string[];
  /** What holds of an object where its file does not say otherwise. */
  readonly defaults: Readonly<Record<string, boolean>>;
  readonly table: AttributeTable;
  /** What is known of a field; null when there is no such attribute. */
  attribute(name: string): AttributeDefinition | null;
  /** The names of all fields, for who misspelled one. */
  readonly names: readonly string[];
}

/** Made by the engine, or said otherwise: no attribute that a file could give. */
const NOT_GIVEN = new Set(
  ['appRoleAssignments', 'deletedDateTime', 'IsSoftDeleted', 'objectId', 'originalUserPrincipalName'].map(
    (name) => name.toLowerCase(),
  ),
);

const KINDS = {
  User: {
    noun: 'user',
    references: { name: 'manager', isList: false },
    required: ['userPrincipalName'],
    defaults: { accountEnabled: true },
    table: userAttributes,
  },
  Group: {
    noun: 'group',
    references: { name: 'members', isList: true },
    required: ['displayName'],
    defaults: { securityEnabled: true },
    table: groupAttributes,
  },
} as const;

/** @param declared what the apps declare beyond the usual attributes. */
export function objectKind(objectName: ObjectName, declared: readonly DeclaredAttribute[]): ObjectKind {
  const kind = KINDS[objectName];
  const lookup = sourceAttributeLookup(
    declared.map(({ name, multivalued }) => attributeDefinition(name, { multivalued })),
    objectName,
  );
  const isGiven = (name: string): boolean =>
    !NOT_GIVEN.has(name.toLowerCase()) && name.toLowerCase() !== kind.references.name;
  const usual = usualAttributes(objectName).map(({ name }) => name);
  return {
    ...kind,
    objectName,
    attribute: (name) => (isGiven(name) ? lookup(name) : null),
    names: ['id', ...[...usual, ...declared.map(({ name }) => name)].filter(isGiven), kind.references.name],
  };
}
