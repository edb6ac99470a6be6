import { parseDate } from '../../expressions/dates/date-text.js';
import type { AttributeDefinition } from '../../schema/model.js';

/** A value that cannot be what it is given for. */
export class WrongValue extends Error {
  override readonly name = 'WrongValue';
}

/** PostgreSQL stores neither in JSON. */
const UNSTORABLE = /\0|\p{Surrogate}/u;
const CONTROL = /[\u0000-\u001f\u007f]/;
const LONGEST_NAME = 128;

/**
 * One text; null when there is none.
 * @throws {WrongValue}
 */
export function textOf(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'number') {
    if (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)))
      return String(value);
    throw new WrongValue('is a number with more digits than can be kept: write it as text, in quotes');
  }
  if (typeof value === 'boolean') throw new WrongValue('must be text: put it in quotes');
  if (Array.isArray(value)) throw new WrongValue('must be one value, not a list');
  if (typeof value !== 'string') throw new WrongValue('must be text');
  if (UNSTORABLE.test(value)) throw new WrongValue('holds a character that no text may have');
  return value;
}

/**
 * Several texts. One is a list too; in a flat file `;` is between them.
 * @throws {WrongValue}
 */
export function textsOf(value: unknown, isFlat: boolean): readonly string[] {
  if (isFlat) return (textOf(value) ?? '').split(';').flatMap((text) => text.trim() || []);
  const texts = Array.isArray(value) ? value.map(textOf) : [textOf(value)];
  return texts.flatMap((text) => text?.trim() || []);
}

/**
 * A name that others are called by: an id, a user principal name, or a reference to one. Lower case.
 * @throws {WrongValue}
 */
export function nameOf(value: unknown): string | null {
  const name = textOf(value)?.trim() ?? '';
  if (name === '') return null;
  if (CONTROL.test(name)) throw new WrongValue('has a control character, such as a tab or the end of a line');
  return name.toLowerCase();
}

/** @throws {WrongValue} */
export function idOf(value: unknown): string | null {
  const id = nameOf(value);
  if (id !== null && id.length > LONGEST_NAME)
    throw new WrongValue(`must have at most ${LONGEST_NAME} characters`);
  return id;
}

/**
 * The value of an attribute in Microsoft Graph's form; null when there is none.
 * @throws {WrongValue}
 */
export function attributeValue(
  definition: AttributeDefinition,
  value: unknown,
  isFlat: boolean,
): string | boolean | readonly string[] | null {
  if (definition.multivalued) {
    const texts = textsOf(value, isFlat);
    return texts.length === 0 ? null : texts;
  }
  if (definition.type === 'Boolean') return booleanOf(value);
  return definition.type === 'DateTime' ? dateOf(value) : textOf(value);
}

function booleanOf(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value.trim().toLowerCase() : value;
  if (text === '' || text === null || text === undefined) return null;
  if (text === 'true' || text === 'false') return text === 'true';
  throw new WrongValue('must be true or false');
}

function dateOf(value: unknown): string | null {
  const text = textOf(value);
  if (text === null || parseDate(text) !== null) return text;
  throw new WrongValue('must be a date, such as 2026-03-18 or 2026-03-18T09:00:00Z');
}
