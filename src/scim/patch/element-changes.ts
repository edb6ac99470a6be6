import { isBooleanDiscriminator } from '../../schema/attribute-types.js';
import { valueOf, type JsonObject } from '../../schema/json-object.js';
import type { TargetValue } from '../../schema/model.js';
import type { ScimPath } from '../../schema/scim-path.js';
import type { Dialect } from '../quirks/index.js';
import { buildUnshaped } from '../resource/write-resource.js';
import { wireValue, writesTextBooleans } from '../resource/wire-values.js';
import type { PatchOperation } from './patch-message.js';

/** A path with a filter. */
export type ElementPath = ScimPath & { readonly filter: NonNullable<ScimPath['filter']> };

/** A change of one sub-attribute of one array element: `emails[type eq "work"].value`. */
export interface ElementChange {
  readonly path: ElementPath;
  readonly text: string;
  /** Whether the target is known to have the element. */
  readonly isKnown: boolean;
  readonly newValue: TargetValue | null;
}

export function isElementPath(path: ScimPath): path is ElementPath {
  return path.filter !== null;
}

/** Whether a path is about which element is the primary one. */
export function concernsPrimary(path: ScimPath): boolean {
  return path.subAttribute === 'primary' || path.filter?.attribute === 'primary';
}

/** `emails[type eq "work"]`: which element. Booleans are bare, as in every SCIM filter, unless the dialect has none. */
export function selection({ schema, attribute, filter }: ElementPath, dialect: Dialect): string {
  const { attribute: discriminator, value } = filter;
  const isBare = isBooleanDiscriminator(discriminator) && !writesTextBooleans(dialect, 'patch');
  const literal = isBare ? value.toLowerCase() : JSON.stringify(value);
  return `${schema === null ? '' : `${schema}:`}${attribute}[${discriminator} eq ${literal}]`;
}

/**
 * The operations that change one element.
 * @param primaryIsSaid whether the target's primary element of this attribute is another's affair.
 */
export function elementOperations(
  changes: readonly [ElementChange, ...ElementChange[]],
  primaryIsSaid: boolean,
  dialect: Dialect,
): readonly PatchOperation[] {
  return changes.some(({ isKnown }) => isKnown)
    ? changeElement(changes, dialect)
    : newElement[dialect.newElements](changes, primaryIsSaid, dialect);
}

const newElement: Readonly<Record<Dialect['newElements'], typeof elementOperations>> = {
  element: addElement,
  valuePath: (changes, _primaryIsSaid, dialect) =>
    changes.flatMap(({ path, newValue }) =>
      newValue === null
        ? []
        : [{ op: 'add', path: placeOf(path, dialect), value: wireValue(path, newValue, dialect, 'patch') }],
    ),
};

/** An element without its `value` is nothing: it goes as a whole, whatever else changes in it. */
function changeElement(changes: readonly ElementChange[], dialect: Dialect): readonly PatchOperation[] {
  const emptied = changes.find(({ path, newValue }) => newValue === null && subAttributeOf(path) === 'value');
  if (emptied !== undefined) return [{ op: 'remove', path: selection(emptied.path, dialect) }];
  return changes.map(({ path, newValue }) => setOrRemove(placeOf(path, dialect), path, newValue, dialect));
}

function addElement(
  changes: readonly [ElementChange, ...ElementChange[]],
  primaryIsSaid: boolean,
  dialect: Dialect,
): readonly PatchOperation[] {
  const given = changes.flatMap(({ text, newValue }) =>
    newValue === null ? [] : [[text, newValue] as const],
  );
  const marksPrimaryEmail = dialect.marksPrimaryEmail && !primaryIsSaid;
  const resource = buildUnshaped(Object.fromEntries(given), 'User', { ...dialect, marksPrimaryEmail });
  const { schema, attribute } = changes[0].path;
  const container = schema === null ? resource : valueOf(resource, schema);
  const value = valueOf(container, attribute) as JsonObject[]; // built from these paths
  return [{ op: 'add', path: schema === null ? attribute : `${schema}:${attribute}`, value }];
}

/** The operation that makes `value` what is at `text`, or nothing. */
export function setOrRemove(
  text: string,
  path: ScimPath,
  value: TargetValue | null,
  dialect: Dialect,
): PatchOperation {
  return value === null
    ? { op: 'remove', path: text }
    : { op: 'replace', path: text, value: wireValue(path, value, dialect, 'patch') };
}

function placeOf(path: ElementPath, dialect: Dialect): string {
  return `${selection(path, dialect)}.${subAttributeOf(path)}`;
}

function subAttributeOf(path: ElementPath): string {
  return path.subAttribute ?? 'value';
}
