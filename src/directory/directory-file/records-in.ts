import { FilesRefused, unusableFile, type Mistake } from './mistakes.js';
import type { Place, Position } from './record-file.js';

/**
 * The records of a document.
 * @throws {FilesRefused} when it is not one list of objects.
 */
export function recordsIn(
  file: string,
  data: unknown,
  position: (place: Place) => Position,
): readonly Readonly<Record<string, unknown>>[] {
  if (data === null || data === undefined) throw unusableFile(file, 'is empty');
  if (!Array.isArray(data))
    throw new FilesRefused([{ file, ...position([]), message: 'must be a list, one entry for each' }]);
  const mistakes: Mistake[] = [];
  const records = data.map((entry: unknown, index) => {
    if (isRecord(entry)) return entry;
    mistakes.push({ file, ...position([index]), message: 'must be a group of named values' });
    return {};
  });
  if (mistakes.length > 0) throw new FilesRefused(mistakes);
  return records;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
