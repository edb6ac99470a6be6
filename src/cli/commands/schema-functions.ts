import { Option, type Command } from 'commander';
import { usageOf } from '../../expressions/call-forms.js';
import { closestName } from '../../expressions/closest-name.js';
import type { ExpressionFunction } from '../../expressions/functions/expression-function.js';
import { functions } from '../../expressions/functions/index.js';
import { mappingReference } from '../../expressions/reference.js';
import { exampleText, functionSection, parameterText } from '../../expressions/reference-function.js';
import { json } from '../output-option.js';
import type { Colors, Terminal } from '../terminal.js';
import { UserError } from '../user-error.js';

interface FunctionsOptions {
  readonly output: 'text' | 'json' | 'markdown';
}

/** Adds `functions`: the functions of the mapping language, or one in full. */
export function addFunctionsCommand(schema: Command, terminal: Terminal): void {
  schema
    .command('functions')
    .description('the functions of mapping expressions: how they are called and what they yield')
    .argument('[name]', 'one of them, in full')
    .addOption(
      new Option('-o, --output <format>', 'for people, for programs, or the mapping reference')
        .choices(['text', 'json', 'markdown'])
        .default('text'),
    )
    .action((name: string | undefined, { output }: FunctionsOptions) => {
      terminal.print(
        name === undefined ? listed(output, terminal.colors) : shown(found(name), output, terminal.colors),
      );
    });
}

function listed(output: FunctionsOptions['output'], colors: Colors): string {
  const all = [...functions.values()];
  switch (output) {
    case 'text':
      return all.map((one) => `${colors.bold(usageOf(one))}\n  ${firstSentence(one.description)}`).join('\n');
    case 'json':
      return json(all.map(plainData));
    case 'markdown':
      return mappingReference().trimEnd();
  }
}

function shown(one: ExpressionFunction, output: FunctionsOptions['output'], colors: Colors): string {
  switch (output) {
    case 'text':
      return functionText(one, colors);
    case 'json':
      return json(plainData(one));
    case 'markdown':
      return functionSection(one);
  }
}

function functionText(one: ExpressionFunction, colors: Colors): string {
  return [
    colors.bold(usageOf(one)),
    '',
    ...[...one.parameters, ...(one.alternative ?? [])]
      .filter(({ name }, index, all) => all.findIndex((other) => other.name === name) === index)
      .map((parameter) => `  ${parameterText(parameter)}`),
    `  yields: ${one.returns}`,
    '',
    one.description,
    '',
    ...one.examples.map(exampleText),
  ].join('\n');
}

/** What can be written down of a function: all but its code. */
function plainData(one: ExpressionFunction): Record<string, unknown> {
  const { name, parameters, returns, description, examples } = one;
  return { name, usage: usageOf(one), parameters, returns, description, examples };
}

function firstSentence(description: string): string {
  return /^.*?\.(?=\s|$)/s.exec(description)?.[0] ?? description;
}

function found(name: string): ExpressionFunction {
  const one = functions.get(name);
  if (one !== undefined) return one;
  const meant = closestName(name, functions.keys());
  throw new UserError(
    `There is no function "${name}"${meant === null ? '.' : `; did you mean "${meant}"?`}`,
    { remedy: 'Run `scimflow schema functions` to see them all.', exitCode: 2 },
  );
}
