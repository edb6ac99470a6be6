import type { core } from 'zod';
import { closestName } from '../../expressions/closest-name.js';

/** What a place of the document must be. Never repeats what was found there. */
export const wording: core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `is missing: it must be ${kind(issue.expected)}`
        : `must be ${kind(issue.expected)}`;
    case 'invalid_value': {
      const names = issue.values.map(String);
      const meant = typeof issue.input === 'string' ? closestName(issue.input, names) : null;
      const missing = issue.input === undefined ? 'is missing: it ' : '';
      return `${missing}must be one of ${names.join(', ')}${meant === null ? '' : ` (did you mean ${meant}?)`}`;
    }
    case 'too_small':
      return issue.origin === 'string' ? 'must not be empty' : `must be at least ${issue.minimum}`;
    case 'too_big':
      return `must be at most ${issue.maximum}`;
    case 'invalid_format':
    case 'not_multiple_of':
    case 'unrecognized_keys':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return 'is not valid';
  }
};

function kind(expected: string): string {
  switch (expected) {
    case 'string':
      return 'text';
    case 'object':
      return 'an object';
    case 'array':
      return 'a list';
    case 'int':
    case 'number':
      return 'a whole number';
    case 'boolean':
      return 'true or false';
    default:
      return `a ${expected}`;
  }
}
