import { findNodeAtLocation, parseTree, type Node, type ParseError } from 'jsonc-parser';
import { FilesRefused, unusableFile } from './mistakes.js';
import { positionAt, type Place, type Position, type RecordFile } from './record-file.js';
import { recordsIn } from './records-in.js';

/**
 * Reads JSON: one list of objects. Places are looked for only when there is something to say about them.
 * @throws {FilesRefused}
 */
export function parseJson(path: string, text: string): RecordFile {
  let root: Node | undefined;
  const position = (place: Place, part: 'value' | 'key' = 'value') =>
    placeIn(text, (root ??= tree(text)), place, part);
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    const offset = firstError(text);
    if (offset === null) throw unusableFile(path, 'is not valid JSON');
    const isEnd = text.slice(offset).trim() === '';
    const message = isEnd
      ? 'is the end of the file in the middle of it: it was cut off'
      : 'is not valid JSON';
    throw new FilesRefused([{ file: path, ...positionAt(text, offset), message }]);
  }
  return { path, isFlat: false, records: recordsIn(path, data, position), position };
}

function firstError(text: string): number | null {
  const errors: ParseError[] = [];
  tree(text, errors);
  return errors[0]?.offset ?? null;
}

function placeIn(text: string, root: Node | undefined, place: Place, part: 'value' | 'key'): Position {
  for (let length = place.length; root !== undefined && length > 0; length -= 1) {
    const node = findNodeAtLocation(root, place.slice(0, length));
    if (node === undefined) continue;
    const isAsked = length === place.length && part === 'key';
    return positionAt(text, (isAsked ? (node.parent?.children?.[0] ?? node) : node).offset);
  }
  return positionAt(text, root?.offset ?? 0);
}

/** Nested more deeply than the stack allows, it has no places. */
function tree(text: string, errors: ParseError[] = []): Node | undefined {
  try {
    return parseTree(text, errors);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
