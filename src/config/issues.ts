import type { core } from 'zod';

/** A validation issue in our words, at one place of the document. */
export interface Finding {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** Set when the finding is about a key that should not be there. */
  readonly unknownKey?: string;
  /** Set when a key is wrong, and not what stands behind it. */
  readonly isAboutKey?: true;
}

/** Wording for issues whose schema has none of its own. Never repeats the value that was given. */
export const expectation: core.$ZodErrorMap = (issue) => {
  if (issue.input === undefined && issue.code === 'invalid_type')
    return `is missing: it must be ${kind(issue.expected)}`;
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kind(issue.expected)}`;
    case 'invalid_value':
      return `must be ${alternatives(issue.values.map((value) => JSON.stringify(value)))}`;
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? 'must not be empty'
        : `must be ${issue.inclusive === false ? 'greater than' : 'at least'} ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'string'
        ? `must have at most ${issue.maximum} characters`
        : `must be at most ${issue.maximum}`;
    case 'invalid_format':
      return `must be a valid ${issue.format}`;
    case 'not_multiple_of':
    case 'unrecognized_keys':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return 'is not valid';
  }
};

/**
 * Every single thing an issue says: unknown keys one by one, and for a union everything that the only branch of the kind that
 * was written expected, or else what the closest one did.
 */
export function findingsOf(issue: core.$ZodIssue): readonly Finding[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      message: 'is not a setting',
      unknownKey: key,
    }));
  if (issue.code === 'invalid_union') {
    const ofTheKind = issue.errors.filter((branch) => !isOfAnotherKind(branch));
    const [only] = ofTheKind;
    const closest =
      only !== undefined && ofTheKind.length === 1
        ? flattened(only)
        : issue.errors.map(flattened).find((branch) => isAboutContent(branch));
    if (closest !== undefined)
      return closest.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
  }
  if (issue.code === 'invalid_key')
    return issue.issues.map(({ message }) => ({ path: issue.path, message, isAboutKey: true }));
  return [{ path: issue.path, message: issue.message }];
}

function flattened(branch: readonly core.$ZodIssue[]): readonly Finding[] {
  return branch.flatMap((issue) => findingsOf(issue));
}

/** Text where settings were expected, or settings where it was text. */
function isOfAnotherKind(branch: readonly core.$ZodIssue[]): boolean {
  return branch.some(
    (issue) =>
      issue.path.length === 0 &&
      (issue.code === 'invalid_type' ||
        (issue.code === 'invalid_union' && issue.errors.every((inner) => isOfAnotherKind(inner)))),
  );
}

/** A branch that fits but for one wrong value inside says more than the whole union can. */
function isAboutContent(branch: readonly Finding[]): boolean {
  return (
    branch.length === 1 &&
    branch.every(
      ({ path, unknownKey, message }) =>
        path.length > 0 && unknownKey === undefined && !message.startsWith('is missing'),
    )
  );
}

function kind(expected: string): string {
  switch (expected) {
    case 'string':
      return 'text';
    case 'object':
    case 'record':
      return 'a group of settings';
    case 'array':
      return 'a list';
    case 'int':
      return 'a whole number';
    case 'boolean':
      return 'true or false';
    default:
      return `a ${expected}`;
  }
}

function alternatives(values: readonly string[]): string {
  return values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')} or ${values.at(-1) ?? ''}`;
}
