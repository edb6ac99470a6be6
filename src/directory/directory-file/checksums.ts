import { createHash } from 'node:crypto';
import type { FolderFile } from './folder.js';
import { FilesRefused, unusableFile, type Mistake } from './mistakes.js';

const LINE = /^\\?([0-9a-f]{64}) [ *](?:\.\/)?(.+)$/i;

/**
 * Compares files with the checksums that stand beside them: whatever was cut off, or is from another time, differs.
 * @param list a file as `sha256sum` writes it; of each file that is read it has one.
 * @see GNU Coreutils, "md5sum invocation", for its form.
 * @throws {FilesRefused}
 */
export function compareChecksums(
  list: { readonly path: string; readonly text: string },
  files: readonly { readonly file: FolderFile; readonly bytes: Buffer }[],
): void {
  const mistakes: Mistake[] = [];
  const sums = new Map<string, string>();
  for (const [index, line] of list.text.split(/\r?\n/).entries()) {
    if (line === '') continue;
    const [, sum, name] = LINE.exec(line) ?? [];
    if (sum === undefined || name === undefined)
      mistakes.push({ file: list.path, line: index + 1, column: 1, message: 'is no line of sha256sum' });
    else sums.set(name, sum.toLowerCase());
  }
  if (mistakes.length > 0) throw new FilesRefused(mistakes);
  for (const { file, bytes } of files) {
    const sum = sums.get(file.name);
    if (sum === undefined) throw unusableFile(list.path, `has no line for ${file.name}`);
    if (sum !== createHash('sha256').update(bytes).digest('hex'))
      throw unusableFile(file.path, `is not the file of which ${list.path} tells: its checksum differs`);
  }
}
