import { functions } from './functions/index.js';
import { functionSection } from './reference-function.js';
import { languageSection } from './reference-language.js';
import { sampleAttributes } from './sample-attributes.js';

/** The mapping reference: one Markdown page of the whole language, from the table of its functions. */
export function mappingReference(): string {
  const all = [...functions.values()];
  return [
    '<!-- Written by `scimflow schema functions --output markdown`. -->',
    '',
    '# Mapping reference',
    '',
    'A mapping fills one attribute of the target: with an attribute of the source, a constant, or the result of an expression.',
    "Expressions are those of Microsoft Entra's attribute mappings. Try one with",
    '`scimflow expression \'Join(" ", [givenName], [surname])\' --object user.json`.',
    '',
    '## Language',
    '',
    languageSection(),
    '',
    '## Functions',
    '',
    all.map(({ name }) => `[${name}](#${name.toLowerCase()})`).join(' · '),
    '',
    'The examples are about this person:',
    '',
    ...Object.entries(sampleAttributes).map(
      ([name, values]) => `- \`${name}\`: ${values.map((value) => `\`${value}\``).join(', ')}`,
    ),
    '- `mail` has no value',
    '',
    all.map(functionSection).join('\n\n'),
    '',
  ].join('\n');
}
