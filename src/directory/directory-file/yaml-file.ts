import { ConfigurationError } from '../../config/configuration-error.js';
import { parseYaml, type YamlDocument } from '../../config/yaml-document.js';
import { FilesRefused } from './mistakes.js';
import type { RecordFile } from './record-file.js';
import { recordsIn } from './records-in.js';

/**
 * Reads YAML 1.2: one list of mappings. Numbers stay the text that they are written as, so that `00123` keeps its zeros.
 * @throws {FilesRefused}
 */
export function parseYamlFile(path: string, text: string): RecordFile {
  const document = documentOf(path, text);
  const position = document.position.bind(document);
  return { path, isFlat: false, records: recordsIn(path, document.data, position), position };
}

function documentOf(path: string, text: string): YamlDocument {
  try {
    return parseYaml(path, text, { numbers: 'text' });
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new FilesRefused(
      error.problems.map(({ line, column, message }) => ({ file: path, line, column, message })),
    );
  }
}
