import { MAX_DEPTH, MAX_EXPRESSION_LENGTH } from './parser.js';
import { MAX_RESULT_LENGTH } from './result-length.js';

/** The rules that hold for every function: the mapping reference's chapter on the language, without its heading. */
export function languageSection(): string {
  return `### Writing

- An expression is a call such as \`Join(" ", [givenName], [surname])\`, an attribute such as \`[mail]\`, or a constant.
  Calls may be nested. White space and line breaks outside of texts do not matter.
- Function names are case-sensitive. A wrong name, a wrong number of arguments and every other mistake that shows in the
  text are refused with their position when the configuration is applied.
- \`[attribute]\` is found by its exact name, else whatever the letter case if exactly one matches. Directory extensions,
  \`[extension_…]\`, are case-sensitive. Names may hold brackets in pairs.
- \`"text"\` stands in straight double quotes. Write \`\\"\` for a quote and \`\\\\\` for a backslash; a backslash before anything
  else stands for itself.
- Numbers are written bare or as text: \`1\` and \`"1"\` are the same. \`&HF\` is 15.
- \`True\`, \`False\` and \`NULL\` are constants; so are \`vbTextCompare\` and \`vbBinaryCompare\`, for \`InStr\`.
- An argument may be left empty between commas: \`Switch([department], , "Legal", "x")\` has no default. An empty argument
  at the end counts.

### Values

- A value is null or a list of texts; a single value is a list of one. Booleans are \`True\` and \`False\`, numbers decimal
  text, dates \`M/d/yyyy h:mm:ss tt\` in UTC.
- A function of one text is applied to each value of a list; functions of a \`list\` or of \`any\` value say what they do with
  several. An argument that is neither takes one value; several are an error.

### Null and empty

- Null means that the attribute has no value. It is not written; when the account is created, the mapping's default value
  takes its place. \`""\` is a value and is written.
- A null main argument gives null, and null in any other argument acts as \`""\`, unless the function says otherwise.
- To replace null and \`""\` by something else: \`Switch([x], [x], "", "fallback")\`. To replace null only:
  \`Coalesce([x], "fallback")\`.

### Conditions

- \`IIF\` and \`CBool\` take a comparison with \`=\`, \`<>\`, \`>\`, \`>=\`, \`<\` or \`<=\`, or an expression that yields \`True\` or
  \`False\`. There are no \`AND\`, \`OR\`, \`+\` and \`&\`.
- Two numbers are compared as numbers, everything else as text by character codes: letter case counts.
- A comparison with null does not hold, \`<>\` included. Ask \`IsNull\`, \`IsNullOrEmpty\` or \`IsPresent\`.

### When nothing flows

- \`IgnoreAttributeFlow\` as result leaves the attribute as it is in the target; the default value is not used either.
- \`IgnoreObjectFlow\`, as the result of a mapping to \`objectFilter\`, leaves the whole object alone.

### Limits

- An expression has at most ${thousands(MAX_EXPRESSION_LENGTH)} characters and ${MAX_DEPTH} calls in one another; a function yields at most
  ${thousands(MAX_RESULT_LENGTH)} characters.
- An expression that has no result for an object, such as \`Item\` beyond the end of a list, fails that object with
  \`ExpressionEvaluationError\`; it is tried again later, and the others go on.
- \`Guid\`, \`RandomString\` and \`Now\` yield something else at each evaluation: use them in mappings that apply only during
  creation.`;
}

function thousands(count: number): string {
  return count.toLocaleString('en-US');
}
