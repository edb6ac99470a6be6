import { counted, printable } from '../format.js';
import type { Colors } from '../terminal.js';
import type { SchemaCheck } from './check-schema-file.js';
import type { ObjectMappingSummary } from './object-mapping-summary.js';

/** What `schema check` prints: the object mappings rule by rule, or each mistake on a line of its own. */
export function schemaCheckText(file: string, check: SchemaCheck, colors: Colors): string {
  const { valid, problems, objectMappings } = check;
  if (valid)
    return [
      `${file}: ${colors.green('valid')}, ${counted(objectMappings.length, 'object mapping')}`,
      ...objectMappings.flatMap((mapping) => mappingLines(mapping, colors)),
    ].join('\n');
  return problems
    .map(({ line, column, path, problem }) => {
      const place = line === null ? file : `${file}:${line}:${column ?? 1}`;
      return `${place}  ${printable(path === '' ? 'the document' : path)} ${printable(problem)}`;
    })
    .join('\n');
}

function mappingLines(mapping: ObjectMappingSummary, colors: Colors): readonly string[] {
  const { rule, source, target, enabled, flowTypes, attributeMappings, matchingAttributes, filters } =
    mapping;
  const ends = [source, target].map(({ directory, object }) => `${object} (${directory})`).join(' -> ');
  return [
    `${colors.bold(printable(rule === '' ? 'rule without name' : rule))}: ${printable(ends)}${enabled ? '' : colors.yellow(', disabled')}`,
    `  ${counted(attributeMappings, 'attribute mapping')}; flows: ${printable(flowTypes)}`,
    `  matched by ${matchingAttributes.length === 0 ? 'nothing' : printable(matchingAttributes.join(', then '))}`,
    `  in scope: ${filters.length === 0 ? 'everyone' : `whoever passes ${printable(filters.map((name) => `"${name}"`).join(' or '))}`}`,
  ];
}
