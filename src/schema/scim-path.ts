/** A place in a SCIM resource: attribute, extension attribute, sub-attribute, or a sub-attribute of one array element. */
export interface ScimPath {
  /** URN of the extension that holds the attribute; null in the core schema. */
  readonly schema: string | null;
  readonly attribute: string;
  /** Which element of a multi-valued attribute is meant. Equality is the only operator. */
  readonly filter: { readonly attribute: string; readonly value: string } | null;
  readonly subAttribute: string | null;
}

export class ScimPathError extends Error {
  override readonly name = 'ScimPathError';
  readonly text: string;
  /** 0-based index of the first character that does not fit. */
  readonly position: number;
  readonly expectation: string;

  constructor(text: string, position: number, expectation: string) {
    super(`"${text}" is not a SCIM path: expected ${expectation} at position ${position + 1}`);
    this.text = text;
    this.position = position;
    this.expectation = expectation;
  }
}

const CORE_SCHEMA = /^urn:ietf:params:scim:schemas:core:2\.0:(User|Group)$/i;
const SCHEMA = /^urn(?::[^\s:"[\]]+){2,}$/i;
const NAME = /[$A-Za-z][A-Za-z0-9_-]*/y;
const SPACE = /\s*/y;
const OPERATOR = /\s+eq\s+/iy;
const LITERAL = /"(?:[^"\\]|\\.)*"|true|false|-?\d+(?:\.\d+)?/iy;

/**
 * Reads `attribute`, `attribute.sub`, `attribute[type eq "work"].sub`, each with or without a schema URN before it.
 * The URN of a core schema is dropped: its attributes are meant anyway.
 * @throws {ScimPathError}
 * @see RFC 7644, section 3.5.2 (figure 7) and section 3.10.
 */
export function parseScimPath(text: string): ScimPath {
  const bracket = text.indexOf('[');
  const nameStart = (bracket === -1 ? text : text.slice(0, bracket)).lastIndexOf(':') + 1;
  const schema = nameStart === 0 ? null : text.slice(0, nameStart - 1);
  if (schema !== null && !SCHEMA.test(schema)) throw new ScimPathError(text, 0, 'a schema URN (urn:…)');

  const scanner = new Scanner(text, nameStart);
  const attribute = scanner.take(NAME, 'an attribute name');
  const filter = scanner.skip('[') ? parseFilter(scanner) : null;
  const subAttribute = scanner.skip('.') ? scanner.take(NAME, 'a sub-attribute name') : null;
  scanner.expectEnd(filter === null && subAttribute === null ? '"[", "." or the end' : '"." or the end');

  return {
    schema: schema === null || CORE_SCHEMA.test(schema) ? null : schema,
    attribute,
    filter,
    subAttribute,
  };
}

/** The path, or null when the text is none. */
export function scimPathOrNull(text: string): ScimPath | null {
  try {
    return parseScimPath(text);
  } catch (error) {
    if (error instanceof ScimPathError) return null;
    throw error;
  }
}

/** The path in its canonical spelling: one space around `eq`, a quoted value, no core URN. */
export function formatScimPath(path: ScimPath): string {
  const schema = path.schema === null ? '' : `${path.schema}:`;
  const filter =
    path.filter === null ? '' : `[${path.filter.attribute} eq ${JSON.stringify(path.filter.value)}]`;
  const subAttribute = path.subAttribute === null ? '' : `.${path.subAttribute}`;
  return `${schema}${path.attribute}${filter}${subAttribute}`;
}

function parseFilter(scanner: Scanner): ScimPath['filter'] {
  scanner.take(SPACE, 'a filter');
  const attribute = scanner.take(NAME, 'an attribute name');
  scanner.take(OPERATOR, '"eq", the only operator that paths of mappings may use');
  const start = scanner.position;
  const literal = scanner.take(LITERAL, 'a value in double quotes');
  scanner.take(SPACE, '"]"');
  if (!scanner.skip(']')) scanner.fail('"]"');
  return {
    attribute,
    value: literal.startsWith('"') ? unquote(literal, scanner.text, start) : unify(literal),
  };
}

/** Booleans are written "True" and "False" in mappings; `primary eq true` means the same element. */
function unify(literal: string): string {
  const lower = literal.toLowerCase();
  if (lower === 'true') return 'True';
  return lower === 'false' ? 'False' : literal;
}

function unquote(literal: string, text: string, position: number): string {
  try {
    return JSON.parse(literal) as string; // the pattern admits a JSON string only
  } catch {
    throw new ScimPathError(text, position, 'a value quoted as in JSON');
  }
}

class Scanner {
  readonly text: string;
  #position: number;

  constructor(text: string, position: number) {
    this.text = text;
    this.#position = position;
  }

  get position(): number {
    return this.#position;
  }

  take(pattern: RegExp, expectation: string): string {
    pattern.lastIndex = this.#position;
    const found = pattern.exec(this.text);
    if (found === null) this.fail(expectation);
    this.#position = pattern.lastIndex;
    return found[0];
  }

  skip(character: string): boolean {
    if (this.text[this.#position] !== character) return false;
    this.#position += 1;
    return true;
  }

  expectEnd(expectation: string): void {
    if (this.#position < this.text.length) this.fail(expectation);
  }

  fail(expectation: string): never {
    throw new ScimPathError(this.text, this.#position, expectation);
  }
}
