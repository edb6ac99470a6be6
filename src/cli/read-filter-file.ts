import { z } from 'zod';
import { ConfigurationError } from '../config/configuration-error.js';
import { expectation, findingsOf, type Finding } from '../config/issues.js';
import { knownKeys } from '../config/known-keys.js';
import { readTextFile } from '../config/read-text-file.js';
import { parseYaml, type YamlDocument } from '../config/yaml-document.js';
import { closestName } from '../expressions/closest-name.js';
import {
  filterDocument,
  inlineFilter,
  inlineFilterPath,
  toFilter,
  type Filter,
  type FilterProblem,
} from '../scoping/index.js';
import { UserError, type FailureCode } from './user-error.js';

const LARGEST_MIB = 1;
const NO_FILTER: Filter = { groups: [], inputFilterGroups: [], categoryFilterGroups: [] };

const nullable = filterDocument.nullable().transform((filter) => filter ?? NO_FILTER);
const objectMapping = z.object({ scope: nullable }).transform(({ scope }) => scope);
const inlineFilters = z.array(inlineFilter);

/** A filter as a file has it. */
export interface FilterFile {
  readonly filter: Filter;
  /** What is wrong with the filter, as an error that says where in the file. */
  readonly refusal: (problems: readonly FilterProblem[]) => UserError;
}

interface Form {
  readonly schema: z.ZodType<Filter>;
  /** From a place in the filter to one in the file. */
  readonly place: (path: FilterProblem['path']) => FilterProblem['path'];
}

/**
 * Reads a scoping filter, JSON or YAML, in one of three forms: Entra's (`{"groups": […], …}`), an object mapping with such
 * a `scope`, or a list as under `scopingFilters` in a configuration file.
 * @throws {UserError} with file, line and what was expected there. Operators and attributes are not looked at yet.
 */
export function readFilterFile(path: string): FilterFile {
  const text = readTextFile(path, LARGEST_MIB, (problem) => unusable(path, problem, 2));
  if (text.trim() === '') throw unusable(path, 'is empty');
  const document = parsed(path, text);
  if (typeof document.data !== 'object') throw unusable(path, 'holds no filter');
  const { schema, place } = formOf(document.data);
  const result = schema.safeParse(document.data, { error: expectation });
  if (!result.success) throw refusalOf(path, document, result.error.issues.flatMap(findingsOf));
  return {
    filter: result.data,
    refusal: (problems) =>
      refusalOf(
        path,
        document,
        problems.map((one) => ({ path: place(one.path), message: `cannot be used: ${one.problem}` })),
      ),
  };
}

function formOf(data: object | null): Form {
  if (Array.isArray(data)) return { schema: inlineFilters.transform(toFilter), place: inlineFilterPath };
  return data !== null && 'scope' in data
    ? { schema: objectMapping, place: (path) => ['scope', ...path] }
    : { schema: nullable, place: (path) => path };
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

function refusalOf(file: string, document: YamlDocument, findings: readonly Finding[]): UserError {
  const mistakes = findings.map((finding) => {
    const { path, message, unknownKey } = finding;
    const { line, column } = document.position(path, unknownKey === undefined ? 'value' : 'key');
    const place = path.length === 0 ? 'the file' : z.core.toDotPath([...path]);
    return `  ${file}:${line}:${column}  ${place} ${message}${suggestionFor(finding)}`;
  });
  return new UserError(`The filter file ${file} has mistakes:\n${mistakes.join('\n')}`);
}

/** Only the inline form knows all its keys. */
function suggestionFor({ path, unknownKey }: Finding): string {
  if (unknownKey === undefined) return '';
  const known = knownKeys(inlineFilters, path.slice(0, -1));
  const meant = closestName(unknownKey, known);
  return meant === null ? `; known here: ${known.join(', ')}` : `; did you mean ${meant}?`;
}

function unusable(place: string, problem: string, exitCode: FailureCode = 1): UserError {
  return new UserError(`The filter file ${place} ${problem}.`, {
    remedy:
      'It holds a filter as Entra exports it, {"groups": [{"name": "Sales", "clauses": [{"sourceOperandName": "department", "operatorName": "EQUALS", "targetOperand": {"values": ["Sales"]}}]}]}, or a list such as [{"name": "Sales", "clauses": [{"attribute": "department", "operator": "EQUALS", "value": "Sales"}]}].',
    exitCode,
  });
}
