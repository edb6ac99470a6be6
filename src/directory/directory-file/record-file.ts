/** A place in a text, both 1-based. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The number of a record from 0, the name of one of its fields, and what is in it. */
export type Place = readonly (string | number)[];

/** A file of the folder, read: records with named fields, whatever it is written in. */
export interface RecordFile {
  readonly path: string;
  readonly records: readonly Readonly<Record<string, unknown>>[];
  /** Whether every field is one text, lists within it separated by `;`, and an empty one without value: in CSV. */
  readonly isFlat: boolean;
  /** Where the value at a place begins, or its name. */
  position(place: Place, part?: 'value' | 'key'): Position;
}

/** Line and column of an offset into a text. */
export function positionAt(text: string, offset: number): Position {
  let line = 1;
  let begin = 0;
  for (let end = text.indexOf('\n'); end >= 0 && end < offset; end = text.indexOf('\n', begin)) {
    line += 1;
    begin = end + 1;
  }
  return { line, column: offset - begin + 1 };
}
