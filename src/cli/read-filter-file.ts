import { z } from 'zod';
import { ConfigurationError } from '../config/configuration-error.js';
import { expectation, findingsOf, type Finding } from '../config/issues.js';
import { knownKeys } from '../config/known-keys.js';
import { readTextFile } from '../config/read-text-file.js';
import { parseYaml, type YamlDocument } from '../config/yaml-document.js';
import { closestName } from '../expressions/closest-name.js';
import { filterDocument, inlineFilter, toFilter, type Filter } from '../scoping/index.js';
import { UserError } from './user-error.js';

const LARGEST_MIB = 1;
const NO_FILTER: Filter = { groups: [], inputFilterGroups: [], categoryFilterGroups: [] };

const nullable = filterDocument.nullable().transform((filter) => filter ?? NO_FILTER);
const objectMapping = z.object({ scope: nullable }).transform(({ scope }) => scope);
const inlineFilters = z.array(inlineFilter);

/**
 * Reads a scoping filter, JSON or YAML, in one of three forms: Entra's (`{"groups": […], …}`), an object mapping with such
 * a `scope`, or a list as under `scopingFilters` in a configuration file.
 * @throws {UserError} with file, line and what was expected there. Operators and attributes are not looked at yet.
 */
export function readFilterFile(path: string): Filter {
  const text = readTextFile(path, LARGEST_MIB, (problem) => unusable(path, problem));
  if (text.trim() === '') throw unusable(path, 'is empty');
  const document = parsed(path, text);
  const result = formOf(document.data).safeParse(document.data, { error: expectation });
  if (result.success) return result.data;
  const mistakes = mistakesIn(path, document, result.error.issues);
  throw new UserError(`The filter file ${path} has mistakes:\n${mistakes}`, { exitCode: 2 });
}

function formOf(data: unknown): z.ZodType<Filter> {
  if (Array.isArray(data)) return inlineFilters.transform(toFilter);
  const isObjectMapping = typeof data === 'object' && data !== null && 'scope' in data;
  return isObjectMapping ? objectMapping : nullable;
}

function parsed(path: string, text: string): YamlDocument {
  try {
    return parseYaml(path, text);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const [problem] = error.problems;
    if (problem === undefined || problem.line === null)
      throw unusable(path, problem?.message ?? 'cannot be read');
    throw unusable(`${path}:${problem.line}:${problem.column ?? 1}`, problem.message);
  }
}

function mistakesIn(file: string, document: YamlDocument, issues: readonly z.core.$ZodIssue[]): string {
  return issues
    .flatMap(findingsOf)
    .map((finding) => {
      const { path, message, unknownKey } = finding;
      const { line, column } = document.position(path, unknownKey === undefined ? 'value' : 'key');
      const place = path.length === 0 ? 'the file' : z.core.toDotPath(path);
      return `  ${file}:${line}:${column}  ${place} ${message}${suggestionFor(finding)}`;
    })
    .join('\n');
}

/** Only the inline form knows all its keys. */
function suggestionFor({ path, unknownKey }: Finding): string {
  if (unknownKey === undefined) return '';
  const known = knownKeys(inlineFilters, path.slice(0, -1));
  const meant = closestName(unknownKey, known);
  return meant === null ? `; known here: ${known.join(', ')}` : `; did you mean ${meant}?`;
}

function unusable(place: string, problem: string): UserError {
  return new UserError(`The filter file ${place} ${problem}.`, {
    remedy:
      'It holds a filter as Entra exports it, {"groups": [{"name": "Sales", "clauses": [{"sourceOperandName": "department", "operatorName": "EQUALS", "targetOperand": {"values": ["Sales"]}}]}]}, or a list such as [{"name": "Sales", "clauses": [{"attribute": "department", "operator": "EQUALS", "value": "Sales"}]}].',
    exitCode: 2,
  });
}
