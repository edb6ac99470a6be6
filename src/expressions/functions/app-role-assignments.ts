import { z } from 'zod';
import { ordinal } from '../compare.js';
import { ExpressionEvaluationError } from '../expression-error.js';
import type { Value } from '../model.js';
import type { Arguments } from './arguments.js';
import type { ExpressionFunction } from './expression-function.js';

const ATTRIBUTE = 'appRoleAssignments';
/** What Entra's roles are in a SCIM resource. */
export const ROLE_TYPE = 'WindowsAzureActiveDirectoryRole';
/** Assigned to the app without a role. */
const DEFAULT_ACCESS = '00000000-0000-0000-0000-000000000000';

const assignedRole = z
  .object({ id: z.string(), value: z.string().nullish(), displayName: z.string().nullish() })
  .transform(({ id, value, displayName }) => ({
    id: id.toLowerCase(),
    value: firstOf(value, displayName),
    display: firstOf(displayName, value),
  }));
type AssignedRole = z.output<typeof assignedRole>;

/** What the three functions share: their one argument is the attribute itself. */
const ofRoles = {
  parameters: [{ name: ATTRIBUTE, key: 'source', type: 'list' }],
  check: ([argument]) =>
    argument?.type === 'attribute' && argument.name.toLowerCase() === ATTRIBUTE.toLowerCase()
      ? null
      : { argument: 0, expectation: `the attribute [${ATTRIBUTE}] itself` },
} as const satisfies Partial<ExpressionFunction>;

export const singleAppRoleAssignment: ExpressionFunction = {
  ...ofRoles,
  name: 'SingleAppRoleAssignment',
  returns: 'text',
  description:
    'The value of the app role that the user holds, or its display name when the value is empty. Assign one role to each user: of several, the first in the order of their values is taken, with a warning. Null without a role; Default Access is none.',
  examples: [{ expression: 'SingleAppRoleAssignment([appRoleAssignments])', result: ['Editor'] }],
  evaluate: (args, { warn }) => {
    const [first, ...others] = rolesOf('SingleAppRoleAssignment', args);
    if (others.length > 0)
      warn(
        'SingleAppRoleAssignment found several app roles and took the first by value: assign one role to each user.',
      );
    return first === undefined ? null : [first.value];
  },
};

export const appRoleAssignmentsComplex: ExpressionFunction = {
  ...ofRoles,
  name: 'AppRoleAssignmentsComplex',
  returns: 'complex',
  description:
    'All app roles that the user holds, each as an element for `roles`, in the order of their values. An update adds roles and leaves the old ones in the target. Null without a role; Default Access is none.',
  examples: examplesOf('AppRoleAssignmentsComplex'),
  evaluate: (args) => elementsOf(rolesOf('AppRoleAssignmentsComplex', args)),
};

export const assertiveAppRoleAssignmentsComplex: ExpressionFunction = {
  ...ofRoles,
  name: 'AssertiveAppRoleAssignmentsComplex',
  returns: 'complex',
  description:
    'All app roles that the user holds, each as an element for `roles`, in the order of their values. An update replaces `roles`: whatever else is in it, assigned by others too, is removed. Null without a role; Default Access is none.',
  examples: examplesOf('AssertiveAppRoleAssignmentsComplex'),
  evaluate: (args) => elementsOf(rolesOf('AssertiveAppRoleAssignmentsComplex', args)),
};

/** The names of the functions that read assignments. */
export const roleFunctions: readonly string[] = [
  singleAppRoleAssignment,
  appRoleAssignmentsComplex,
  assertiveAppRoleAssignmentsComplex,
].map(({ name }) => name);

/** Each role once, in the order of their values. */
function rolesOf(functionName: string, args: Arguments): readonly AssignedRole[] {
  const byId = new Map<string, AssignedRole>();
  for (const text of args.value(0) ?? []) {
    const role = assignedRole.safeParse(jsonOf(text)).data;
    if (role === undefined || (role.value === '' && role.id !== DEFAULT_ACCESS))
      throw new ExpressionEvaluationError(
        `${functionName} takes app roles as JSON texts with id, value and displayName as argument 1`,
      );
    if (role.id !== DEFAULT_ACCESS) byId.set(role.id, role);
  }
  return [...byId.values()].toSorted((one, other) => ordinal(one.value, other.value));
}

function elementsOf(roles: readonly AssignedRole[]): Value {
  if (roles.length === 0) return null;
  return roles.map(({ display, value }) =>
    JSON.stringify({ primary: false, type: ROLE_TYPE, display, value }),
  );
}

function examplesOf(functionName: string): ExpressionFunction['examples'] {
  return [
    {
      expression: `${functionName}([appRoleAssignments])`,
      result: ['Editor', 'Viewer'].map((name) =>
        JSON.stringify({ primary: false, type: ROLE_TYPE, display: name, value: name }),
      ),
    },
  ];
}

function firstOf(preferred: string | null | undefined, other: string | null | undefined): string {
  return preferred === null || preferred === undefined || preferred === '' ? (other ?? '') : preferred;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
