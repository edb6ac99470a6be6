import { CsvError, parse } from 'csv-parse/sync';
import { FilesRefused, unusableFile } from './mistakes.js';
import { positionAt, type Position, type RecordFile } from './record-file.js';

const WRONG_QUOTES = 'has a quotation mark where none may be: double those of a quoted cell';

/** What the parser's own words are replaced by: they repeat what is in the file. */
const MEANINGS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'begins a quoted cell that never ends, as in a file that was cut off',
  INVALID_OPENING_QUOTE: WRONG_QUOTES,
  CSV_INVALID_CLOSING_QUOTE: WRONG_QUOTES,
};

/**
 * Reads comma-separated values with a header.
 * @see RFC 4180. Beyond it, lines without anything are passed over.
 * @throws {FilesRefused}
 */
export function parseCsv(path: string, text: string): RecordFile {
  const [header = [], ...rows] = rowsOf(path, text);
  const names = header.map((name) => name.trim());
  refuseWrongHeader(path, text, names);
  return {
    path,
    isFlat: true,
    records: rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? '']))),
    position: ([row, name], part = 'value') => {
      const line = part === 'key' || typeof row !== 'number' ? 0 : row + 1;
      return cellPosition(text, line, Math.max(0, names.indexOf(String(name))));
    },
  };
}

function rowsOf(path: string, text: string): readonly (readonly string[])[] {
  try {
    return parse(text, { record_delimiter: ['\r\n', '\n'], skip_empty_lines: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { records, column } = positionOf(error);
    const isLength = error.code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH';
    const message = isLength
      ? 'has not as many cells as the header'
      : (MEANINGS[error.code] ?? 'is not valid CSV');
    throw new FilesRefused([{ file: path, ...cellPosition(text, records, isLength ? 0 : column), message }]);
  }
}

/** How many rows were read before the one in error, and which of its cells is. */
function positionOf(error: CsvError): { readonly records: number; readonly column: number } {
  const { records, column } = error as { readonly records?: unknown; readonly column?: unknown };
  return {
    records: typeof records === 'number' ? records : 0,
    column: typeof column === 'number' ? column : 0,
  };
}

function refuseWrongHeader(path: string, text: string, names: readonly string[]): void {
  const [only] = names;
  if (only === undefined) throw unusableFile(path, 'has no header: its first line names the columns');
  if (names.length === 1 && /[;\t]/.test(only))
    throw unusableFile(path, 'has one column only: columns are separated by commas');
  const mistakes = names.flatMap((name, index) => {
    const problem =
      name === ''
        ? 'is a column without a name'
        : names.indexOf(name) < index
          ? `names the column ${name} a second time`
          : null;
    return problem === null
      ? []
      : [{ file: path, ...positionAt(text, offsetOf(text, 0, index)), message: problem }];
  });
  if (mistakes.length > 0) throw new FilesRefused(mistakes);
}

function cellPosition(text: string, row: number, cell: number): Position {
  return positionAt(text, offsetOf(text, row, cell));
}

/** Where a cell begins, rows counted from the header, 0; the last one there is when the text ends before it. */
function offsetOf(text: string, row: number, cell: number): number {
  let begin = 0;
  for (let atRow = 0, atCell = 0, next = 0; next < text.length;) {
    if (atCell === 0) next = afterEmptyLines(text, next);
    if (next >= text.length) return begin;
    begin = next;
    if (atRow === row && atCell === cell) return begin;
    const end = endOfCell(text, begin);
    const isLast = text[end] !== ',';
    atRow += isLast ? 1 : 0;
    atCell = isLast ? 0 : atCell + 1;
    next = end + (text.startsWith('\r\n', end) ? 2 : 1);
  }
  return begin;
}

function afterEmptyLines(text: string, from: number): number {
  let at = from;
  while (text[at] === '\n' || text.startsWith('\r\n', at)) at += text[at] === '\n' ? 1 : 2;
  return at;
}

function endOfCell(text: string, begin: number): number {
  let from = begin;
  if (text[begin] === '"') {
    from = begin + 1;
    for (; from < text.length; from += 1) {
      if (text[from] !== '"') continue;
      if (text[from + 1] !== '"') break;
      from += 1;
    }
  }
  const separator = /,|\r?\n/g;
  separator.lastIndex = from;
  return separator.exec(text)?.index ?? text.length;
}
