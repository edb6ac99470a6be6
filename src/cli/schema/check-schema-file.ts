import { ConfigurationError, type ConfigurationProblem } from '../../config/configuration-error.js';
import { readSchemaFile } from '../../config/schema-file.js';
import { parseSynchronizationSchema } from '../../schema/document/index.js';
import { objectMappingSummaries, type ObjectMappingSummary } from './object-mapping-summary.js';

/** One mistake; line and column are 1-based, null when it is the document as a whole. */
export interface SchemaProblem {
  readonly line: number | null;
  readonly column: number | null;
  readonly path: string;
  readonly problem: string;
}

export interface SchemaCheck {
  readonly valid: boolean;
  readonly problems: readonly SchemaProblem[];
  /** Empty when the document is refused. */
  readonly objectMappings: readonly ObjectMappingSummary[];
}

/**
 * Reads a schema file and says what is in it, or everything that is wrong with it.
 * @throws {ConfigurationError} when there is no such file, or none that can be read.
 */
export function checkSchemaFile(path: string): SchemaCheck {
  try {
    const { document, problems } = readSchemaFile(path);
    if (problems.length > 0) return refused(problems);
    const objectMappings = objectMappingSummaries(parseSynchronizationSchema(document));
    return { valid: true, problems: [], objectMappings };
  } catch (error) {
    if (error instanceof ConfigurationError && error.problems[0]?.line !== null)
      return refused(firstOfEachPlace(error.problems));
    throw error;
  }
}

function refused(problems: readonly ConfigurationProblem[]): SchemaCheck {
  return {
    valid: false,
    problems: problems.map(({ line, column, path, message }) => ({ line, column, path, problem: message })),
    objectMappings: [],
  };
}

/** One syntax error brings others along, where the reader still is. */
function firstOfEachPlace(problems: readonly ConfigurationProblem[]): readonly ConfigurationProblem[] {
  return problems.filter(
    ({ line, column }, index) =>
      problems.findIndex((other) => other.line === line && other.column === column) === index,
  );
}
