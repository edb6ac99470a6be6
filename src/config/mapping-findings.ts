import { z } from 'zod';
import { compileObjectMapping, MappingError, type MappingProblem } from '../schema/compile.js';
import { toObjectMapping, type InlineMapping } from '../schema/inline-mappings.js';
import { attributeMapping } from './configuration.js';
import type { Finding } from './issues.js';

const file = z.object({ apps: z.array(z.unknown()) });
const appWithMappings = z.object({ mappings: z.array(attributeMapping).min(1) });

/** What is wrong with mappings that are well written as such: their paths, expressions, defaults, and how they match. */
export function mappingFindings(data: unknown): readonly Finding[] {
  return (file.safeParse(data).data?.apps ?? []).flatMap((entry, index) => {
    const mappings = appWithMappings.safeParse(entry).data?.mappings ?? [];
    return problemsOf(mappings).map(({ target, problem }): Finding => {
      const at = mappings.findIndex((mapping) => mapping.target === target);
      const place = ['apps', index, 'mappings', ...(at === -1 ? [] : [at])];
      const what = at === -1 && target !== null ? `${target}: ${problem}` : problem;
      return { path: place, message: `cannot be used: ${what}` };
    });
  });
}

function problemsOf(mappings: readonly InlineMapping[]): readonly MappingProblem[] {
  if (mappings.length === 0) return [];
  try {
    compileObjectMapping(toObjectMapping(mappings));
    return [];
  } catch (error) {
    if (error instanceof MappingError) return error.problems;
    throw error;
  }
}
