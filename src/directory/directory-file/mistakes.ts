import type { Place, RecordFile } from './record-file.js';

/** Something wrong with the files of a folder. It repeats no value: what it says may go into histories and logs. */
export interface Mistake {
  /** The path of the file. */
  readonly file: string;
  /** 1-based; null when the mistake is the file itself. */
  readonly line: number | null;
  readonly column: number | null;
  /** What is wrong, after the place: "has no value for id". */
  readonly message: string;
}

/** More of them help nobody, there may be some in each row, and to find their places takes time. */
const MOST_TOLD = 5;

/** The mistakes of a folder, found one by one. */
export class Mistakes {
  readonly #found: Mistake[] = [];

  /** Whether no more are looked for. */
  get isFull(): boolean {
    return this.#found.length > MOST_TOLD;
  }

  /** Adds one, unless it is told already: a column that is wrong is so in each row. */
  add(
    file: RecordFile,
    place: Place,
    message: string | (() => string),
    part: 'value' | 'key' = 'value',
  ): void {
    if (this.isFull) return;
    const { line, column } = file.position(place, part);
    const text = typeof message === 'string' ? message : message();
    const isTold = this.#found.some(
      (other) =>
        other.file === file.path && other.line === line && other.column === column && other.message === text,
    );
    if (!isTold) this.#found.push({ file: file.path, line, column, message: text });
  }

  /** @throws {FilesRefused} when there are any. */
  refuse(): void {
    if (this.#found.length > 0) throw new FilesRefused(this.#found);
  }
}

/** The files of a folder cannot be used as they are. */
export class FilesRefused extends Error {
  override readonly name = 'FilesRefused';
  readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly Mistake[]) {
    super(
      mistakes.slice(0, MOST_TOLD).map(placed).join('; ') + (mistakes.length > MOST_TOLD ? '; and more' : ''),
    );
    this.mistakes = mistakes;
  }
}

/** A file, or a folder, is not there, or cannot be read now: another time it may. */
export class FilesUnreadable extends Error {
  override readonly name = 'FilesUnreadable';
  /** What to do about it; null where time alone may heal it. */
  readonly remedy: string | null;

  constructor(message: string, remedy: string | null = null) {
    super(message);
    this.remedy = remedy;
  }
}

/** A mistake of a file as a whole. */
export function unusableFile(file: string, message: string): FilesRefused {
  return new FilesRefused([{ file, line: null, column: null, message }]);
}

function placed({ file, line, column, message }: Mistake): string {
  return line === null ? `${file} ${message}` : `${file}:${line}:${column ?? 1} ${message}`;
}
