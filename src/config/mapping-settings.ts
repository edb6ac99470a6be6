import { z } from 'zod';
import { MAX_EXPRESSION_LENGTH } from '../expressions/parser.js';
import { applications } from '../schema/inline-mappings.js';
import { attributeFlowBehaviors, attributeTypes, mutabilities } from '../schema/model.js';
import { foldedPath } from '../schema/target-attributes.js';
import { parseScimPath, ScimPathError } from '../schema/scim-path.js';

/** One attribute mapping as people write it. */
export const attributeMapping = z
  .strictObject({
    target: z.string().min(1),
    source: z.string().min(1).optional().describe('Name of a source attribute'),
    constant: z.string().optional(),
    expression: z.string().min(1).max(MAX_EXPRESSION_LENGTH).optional(),
    default: z
      .string()
      .optional()
      .describe(
        'Used on creation, when there is no value; without a source, for accounts whose attribute is empty',
      ),
    matching: z.int().min(1).optional().describe('Matching priority, 1 first'),
    apply: z.enum(Object.keys(applications) as [keyof typeof applications]).default('always'),
    flowBehavior: z.enum(attributeFlowBehaviors).optional(),
    flowNullValues: z
      .boolean()
      .optional()
      .describe(
        'Whether a source without value clears the target; the source attribute must allow it as well',
      ),
  })
  .refine(
    (mapping) =>
      [mapping.source, mapping.constant, mapping.expression].filter((given) => given !== undefined).length <=
      1,
    { error: 'needs exactly one of source, constant, expression', path: ['source'] },
  )
  .refine(
    ({ source, constant, expression, default: usual }) =>
      [source, constant, expression, usual].some((given) => given !== undefined),
    { error: 'needs a source, a constant, an expression, or at least a default', path: ['source'] },
  );

/** What is to be known of an attribute of the source or of the app. @see Microsoft Graph, attributeDefinition. */
const attributeDefinition = z.strictObject({
  name: z.string().min(1),
  type: z.enum(attributeTypes).default('String'),
  required: z.boolean().default(false),
  multivalued: z.boolean().default(false),
  caseExact: z.boolean().default(false),
  mutability: z.enum(mutabilities).default('ReadWrite'),
  flowNullValues: z
    .boolean()
    .default(false)
    .describe('Of a source attribute: whether having no value may clear a target attribute'),
});

/** The path of a target attribute. */
export const scimPathText = z.string().min(1).superRefine(refuseNoPath);

/** Names of directory extensions are case-sensitive, others are not. */
export const sourceAttributes = z
  .array(attributeDefinition)
  .superRefine(eachOnce((name) => (name.startsWith('extension_') ? name : name.toLowerCase())));

export const targetAttributes = z
  .array(attributeDefinition.extend({ name: scimPathText }))
  .superRefine(eachOnce(foldedPath));

function eachOnce(identityOf: (name: string) => string) {
  return (definitions: readonly { readonly name: string }[], context: z.RefinementCtx): void => {
    const seen = new Set<string>();
    for (const [index, { name }] of definitions.entries()) {
      const identity = identityOf(name);
      if (seen.has(identity))
        context.addIssue({
          code: 'custom',
          path: [index, 'name'],
          message: 'is declared already: keep one of the two',
        });
      seen.add(identity);
    }
  };
}

function refuseNoPath(name: string, context: z.RefinementCtx): void {
  try {
    parseScimPath(name);
  } catch (error) {
    if (!(error instanceof ScimPathError)) throw error;
    const { expectation, position } = error;
    context.addIssue({
      code: 'custom',
      message: `is not a SCIM path: expected ${expectation} at position ${position + 1}`,
    });
  }
}
