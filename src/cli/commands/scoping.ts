import { Option } from 'commander';
import { attributeLookup } from '../../expressions/attribute-lookup.js';
import { attributeDefinition } from '../../schema/attribute-definition.js';
import type { AttributeDefinition } from '../../schema/model.js';
import { sourceAttributeLookup, userAttributes } from '../../schema/source-attributes.js';
import { compileFilter, evaluateFilter, FilterError, type ScopeEvaluation } from '../../scoping/index.js';
import { printable } from '../format.js';
import { json, outputOption, type OutputChoice } from '../output-option.js';
import { readFilterFile } from '../read-filter-file.js';
import { readObjectFile } from '../read-object-file.js';
import type { Registration } from '../registration.js';
import type { Colors, Terminal } from '../terminal.js';
import { AnsweredFailure, UserError } from '../user-error.js';

interface ScopingOptions extends OutputChoice {
  readonly filter: string;
  readonly object: string;
  readonly regexMatch: 'whole' | 'search';
}

type DirectoryObject = ReturnType<typeof readObjectFile>;

/** `scoping`: whether a scoping filter lets an object in, and what each of its clauses says. */
export const registerScoping: Registration = (program, terminal) => {
  program
    .command('scoping')
    .description('whether a scoping filter lets an object in, and what each clause says')
    .requiredOption('--filter <path>', "filter, JSON or YAML: Entra's form or a list as under scopingFilters")
    .requiredOption('--object <path>', 'the object\'s attributes, JSON: {"department": "Sales", …}')
    .addOption(
      new Option(
        '--regex-match <mode>',
        'whether regular expressions must fit the whole value or a part of it',
      )
        .choices(['whole', 'search'])
        .default('whole'),
    )
    .addOption(outputOption())
    .action((options: ScopingOptions) => {
      if (options.output === 'json') printJson(options, terminal);
      else printText(options, terminal);
    });
};

function printText(options: ScopingOptions, terminal: Terminal): void {
  const evaluation = evaluate(options);
  for (const warning of evaluation.warnings)
    terminal.note(`${terminal.colors.yellow('warning:')} ${printable(warning)}`);
  terminal.print(evaluationText(evaluation, terminal.colors));
}

/** Whatever is wrong with the files is part of the answer, so that programs need to read nothing else. */
function printJson(options: ScopingOptions, terminal: Terminal): void {
  try {
    const evaluation = evaluate(options);
    terminal.print(json({ inScope: isIn(evaluation), trace: evaluation.trace, error: null }));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const remedy = error.remedy === undefined ? '' : `\n${error.remedy}`;
    terminal.print(json({ inScope: false, trace: {}, error: `${error.message}${remedy}` }));
    throw new AnsweredFailure(error.message);
  }
}

function evaluate({ filter, object, regexMatch }: ScopingOptions): ScopeEvaluation {
  const attributes = readObjectFile(object);
  const observed = observedAttributes(attributes);
  const file = readFilterFile(filter);
  try {
    const compiled = compileFilter(file.filter, {
      regexMatch,
      sourceAttribute: sourceAttributeLookup(observed),
      sourceNames: [...userAttributes, ...observed].map(({ name }) => name),
    });
    return evaluateFilter(compiled, attributeLookup(attributes));
  } catch (error) {
    if (error instanceof FilterError) throw file.refusal(error.problems);
    throw error;
  }
}

/** What an object shows of attributes that no source is known to have, and of directory extensions. */
function observedAttributes(object: DirectoryObject): readonly AttributeDefinition[] {
  const known = sourceAttributeLookup();
  return Object.entries(object)
    .filter(([name]) => name.startsWith('extension_') || known(name) === null)
    .map(([name, values]) => {
      const isBoolean = values.every((value) => /^(true|false)$/i.test(value));
      return attributeDefinition(name, { type: isBoolean ? 'Boolean' : 'String' });
    });
}

function isIn({ inScope, isRead, applies }: ScopeEvaluation): boolean {
  return inScope && isRead && applies;
}

function evaluationText(evaluation: ScopeEvaluation, colors: Colors): string {
  const answer = isIn(evaluation) ? colors.green('In scope') : colors.red('Not in scope');
  const clauses = Object.entries(evaluation.trace).map(
    ([title, isTrue]) => `  ${isTrue ? colors.green('true ') : colors.red('false')}  ${printable(title)}`,
  );
  return [answer + reason(evaluation, clauses.length), ...clauses].join('\n');
}

function reason({ isRead, applies }: ScopeEvaluation, clauseCount: number): string {
  if (clauseCount === 0) return ': there is no filter';
  if (!isRead) return ': inputFilterGroups keep it from being read, and its account stays as it is';
  return applies ? '' : ': categoryFilterGroups keep the object mapping from it';
}
