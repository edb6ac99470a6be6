import { isObject } from '../../schema/json-object.js';
import { isSelected } from '../../schema/resource.js';
import type { Dialect } from '../quirks/index.js';

export type ElementDialect = Pick<Dialect, 'untypedAttributes' | 'singleElementAttributes'>;

/** Whether elements of this core attribute cannot be told apart by path, so that the list is written as a whole. */
export function isWrittenWhole(attribute: string, dialect: ElementDialect): boolean {
  return isAmong(attribute, dialect.untypedAttributes) || isAmong(attribute, dialect.singleElementAttributes);
}

/** The elements of a core attribute as the dialect writes them: as many as it takes, with a type or without. */
export function shapedElements(
  attribute: string,
  elements: readonly unknown[],
  dialect: ElementDialect,
): readonly unknown[] {
  const kept = isAmong(attribute, dialect.singleElementAttributes) ? [preferred(elements)].flat() : elements;
  return isAmong(attribute, dialect.untypedAttributes) ? kept.map(withoutType) : kept;
}

function isAmong(attribute: string, names: readonly string[]): boolean {
  return names.some((name) => name.toLowerCase() === attribute.toLowerCase());
}

/** The primary element, else the one for work, else the first; a list of none when there is none. */
function preferred(elements: readonly unknown[]): unknown {
  const objects = elements.filter(isObject);
  return (
    objects.find((element) => isSelected(element, { attribute: 'primary', value: 'True' })) ??
    objects.find((element) => isSelected(element, { attribute: 'type', value: 'work' })) ??
    elements.slice(0, 1)
  );
}

function withoutType(element: unknown): unknown {
  if (!isObject(element)) return element;
  return Object.fromEntries(Object.entries(element).filter(([name]) => name.toLowerCase() !== 'type'));
}
