import type { AttributeChange, TargetValue, TargetValues } from '../../schema/model.js';
import { formatScimPath, parseScimPath, type ScimPath } from '../../schema/scim-path.js';
import { standardDialect, type Dialect } from '../quirks/index.js';
import { addedBy, realChanges } from '../resource/attribute-changes.js';
import { shapedElements } from '../resource/element-shape.js';
import { wholeLists, type WholeList } from '../resource/whole-lists.js';
import { wireValue } from '../resource/wire-values.js';
import { combined } from './combined.js';
import {
  concernsPrimary,
  elementOperations,
  isElementPath,
  selection,
  setOrRemove,
  type ElementChange,
} from './element-changes.js';
import type { PatchOperation } from './patch-message.js';

const shapes: Readonly<
  Record<Dialect['patchShape'], (operations: readonly PatchOperation[]) => readonly PatchOperation[]>
> = { pathEach: (operations) => operations, combined };

/**
 * The operations that carry out `changes`: by the standard dialect an explicit path each, one operation an attribute. An
 * array element that the target lacks is added as a whole, because strict servers answer a path that selects nothing with
 * `noTarget`. Booleans are Booleans and names in lower case until `patchMessage` spells them.
 * @param known the target's values, before or after: what does not change proves that its element exists, and belongs to
 * lists that the dialect writes as a whole.
 * @throws {ScimPathError} when a path is none.
 * @see RFC 7644, section 3.5.2.
 */
export function buildPatch(
  changes: readonly AttributeChange[],
  known: TargetValues = {},
  dialect: Dialect = standardDialect,
): readonly PatchOperation[] {
  const { lists, others } = wholeLists(realChanges(changes), known, dialect);
  const operations = [...operationsOf(others, known, dialect), ...lists.map(replaceList)];
  return shapes[dialect.patchShape](operations);
}

function operationsOf(
  changes: readonly AttributeChange[],
  known: TargetValues,
  dialect: Dialect,
): readonly PatchOperation[] {
  const changed = new Set(changes.map(({ path }) => path));
  const lasting = Object.keys(known).filter((path) => !changed.has(path));
  const keyOf = (path: ElementChange['path']): string => selection(path, dialect);
  const existing = new Set(lasting.map(parseScimPath).filter(isElementPath).map(keyOf));
  const primaries = [...changed, ...lasting].map(parseScimPath).filter(concernsPrimary);

  const operations: PatchOperation[] = [];
  const elements = new Map<string, [ElementChange, ...ElementChange[]]>();
  for (const change of changes) {
    const { path: text, oldValue, newValue } = change;
    const path = parseScimPath(text);
    if (change.adds === true) operations.push(...addition(path, addedBy(change), dialect));
    else if (!isElementPath(path))
      operations.push(setOrRemove(formatScimPath(path), path, newValue, dialect));
    else {
      const key = keyOf(path);
      const one = { path, text, isKnown: oldValue !== null || existing.has(key), newValue };
      elements.set(key, [...(elements.get(key) ?? []), one] as [ElementChange, ...ElementChange[]]);
    }
  }
  for (const element of elements.values()) {
    const isPrimarySaid = primaries.some(({ attribute }) => attribute === element[0].path.attribute);
    operations.push(...elementOperations(element, isPrimarySaid, dialect));
  }
  return operations;
}

function addition(path: ScimPath, added: TargetValue, dialect: Dialect): readonly PatchOperation[] {
  const json = wireValue(path, added, dialect, 'patch');
  const isCoreList = path.schema === null && Array.isArray(json);
  const value = isCoreList ? shapedElements(path.attribute, json, dialect) : json;
  const isNothing = Array.isArray(value) && value.length === 0;
  return isNothing ? [] : [{ op: 'add', path: formatScimPath(path), value }];
}

function replaceList({ attribute, elements }: WholeList): PatchOperation {
  return elements.length === 0
    ? { op: 'remove', path: attribute }
    : { op: 'replace', path: attribute, value: elements };
}
