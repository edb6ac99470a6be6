import { closestName } from '../../expressions/closest-name.js';
import type { GraphObject } from '../microsoft-graph/wire.js';
import { attributeValue, idOf, nameOf, textsOf, WrongValue } from './field-values.js';
import type { Mistakes } from './mistakes.js';
import type { ObjectKind } from './object-kinds.js';
import type { Place, RecordFile } from './record-file.js';
import { isRecord } from './records-in.js';

/** An object of a file, and whom it names. */
export interface ReadObject {
  /** Lower case. */
  readonly id: string;
  /** Its attributes as Microsoft Graph has them. */
  readonly object: GraphObject;
  /** Ids or user principal names, lower case, in their order. */
  readonly references: readonly string[];
  /** Where the first of them is written, and whether each has a place of its own. */
  readonly referencesAt: Place;
  readonly row: number;
}

/** Groups of attributes within an object of Microsoft Graph's: mappings know what is in them by its own name. */
const NESTED: readonly string[] = ['onPremisesExtensionAttributes', 'employeeOrgData'];

/** Reads the objects of a file. What is wrong is added to `mistakes`. */
export function readObjects(file: RecordFile, kind: ObjectKind, mistakes: Mistakes): readonly ReadObject[] {
  const fields = new Fields(kind);
  const objects: ReadObject[] = [];
  for (const [row, record] of file.records.entries()) {
    const tell = (place: Place, message: string, part?: 'key' | 'value'): void => {
      mistakes.add(file, [row, ...place], message, part);
    };
    const object = new ObjectUnderWay(kind, file.isFlat, tell);
    for (const { name, place, value } of fieldsOf(record)) object.add(fields.known(name), name, place, value);
    const read = object.done(row);
    if (read !== null) objects.push(read);
    if (mistakes.isFull) break;
  }
  return objects;
}

type Known = ReturnType<ObjectKind['attribute']> | 'id' | 'references';

/** The fields of a kind by the names that are written, each looked up once. */
class Fields {
  readonly #kind: ObjectKind;
  readonly #known = new Map<string, Known>();

  constructor(kind: ObjectKind) {
    this.#kind = kind;
  }

  known(name: string): Known {
    const cached = this.#known.get(name);
    if (cached !== undefined) return cached;
    const folded = name.toLowerCase();
    const known =
      folded === 'id'
        ? 'id'
        : folded === this.#kind.references.name
          ? 'references'
          : this.#kind.attribute(name);
    this.#known.set(name, known);
    return known;
  }
}

/** One record that is being read. */
class ObjectUnderWay {
  readonly #kind: ObjectKind;
  readonly #isFlat: boolean;
  readonly #tell: (place: Place, message: string, part?: 'key' | 'value') => void;
  readonly #values: Record<string, unknown> = {};
  readonly #given = new Map<string, string>();
  #isWrong = false;
  #id: string | null = null;
  #references: readonly string[] = [];
  #referencesAt: Place = [];

  constructor(
    kind: ObjectKind,
    isFlat: boolean,
    tell: (place: Place, message: string, part?: 'key' | 'value') => void,
  ) {
    this.#kind = kind;
    this.#isFlat = isFlat;
    this.#tell = tell;
  }

  add(known: Known, name: string, place: Place, value: unknown): void {
    try {
      if (known === null) this.#refuse(place, `${name} is no attribute${this.#suggestionFor(name)}`, 'key');
      else if (known === 'id') this.#id = idOf(value);
      else if (known === 'references') this.#addReferences(place, value);
      else this.#addAttribute(known, place, value);
    } catch (error) {
      if (!(error instanceof WrongValue)) throw error;
      this.#refuse(place, `${name} ${error.message}`);
    }
  }

  done(row: number): ReadObject | null {
    for (const name of this.#kind.required)
      if (!this.#given.has(name)) this.#refuse([], `has no ${name}: every ${this.#kind.noun} needs one`);
    if (this.#id === null && !this.#isWrong)
      this.#refuse([], `has no id: every ${this.#kind.noun} needs one that never changes`);
    if (this.#id === null || this.#isWrong) return null;
    return {
      id: this.#id,
      object: { ...this.#kind.defaults, ...this.#values, id: this.#id },
      references: this.#references,
      referencesAt: this.#referencesAt,
      row,
    };
  }

  #addReferences(place: Place, value: unknown): void {
    const { isList } = this.#kind.references;
    this.#referencesAt = place;
    if (isList) this.#references = textsOf(value, this.#isFlat).map((text) => nameOf(text) ?? '');
    else this.#references = [nameOf(isRecord(value) ? value['id'] : value)].filter((name) => name !== null);
  }

  #addAttribute(definition: Exclude<Known, string | null>, place: Place, value: unknown): void {
    const read = attributeValue(definition, value, this.#isFlat);
    if (read === null) return;
    const { name, property } = this.#kind.table.attribute(definition.name);
    const home = property ?? name;
    const isNested = NESTED.includes(home);
    const key = isNested ? name : home;
    const other = this.#given.get(key);
    if (other !== undefined) {
      this.#refuse(place, `${name} says what ${other} says already: keep one of the two`, 'key');
      return;
    }
    this.#given.set(key, name);
    if (isNested) this.#values[home] = { ...(this.#values[home] as object | undefined), [name]: read };
    else this.#values[home] = name === 'telephoneNumber' ? [read] : read;
  }

  #suggestionFor(name: string): string {
    const meant = closestName(name, this.#kind.names);
    return meant === null
      ? '; if mappings are to read it, declare it in the sourceAttributes of an app, else leave it out'
      : `; did you mean ${meant}?`;
  }

  #refuse(place: Place, message: string, part?: 'key' | 'value'): void {
    this.#isWrong = true;
    this.#tell(place, message, part);
  }
}

interface WrittenField {
  readonly name: string;
  readonly place: Place;
  readonly value: unknown;
}

function fieldsOf(record: Readonly<Record<string, unknown>>): readonly WrittenField[] {
  return Object.entries(record).flatMap(([name, value]): readonly WrittenField[] => {
    if (!NESTED.includes(name) || !isRecord(value)) return [{ name, place: [name], value }];
    return Object.entries(value).map(([inner, of]) => ({ name: inner, place: [name, inner], value: of }));
  });
}
