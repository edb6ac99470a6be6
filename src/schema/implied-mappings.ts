import { functionsOf } from '../expressions/expression-parts.js';
import { ROLE_TYPE, singleAppRoleAssignment } from '../expressions/functions/app-role-assignments.js';
import { compileMapping, type CompiledMapping } from './compile-mapping.js';
import type { MappingSurroundings } from './mapping-surroundings.js';
import { formatScimPath } from './scim-path.js';

const SINGLE_ROLE = singleAppRoleAssignment.name;

/**
 * What mappings bring along unasked: the element that `SingleAppRoleAssignment` fills says of itself which kind of role it
 * holds, once, when it is made.
 * @see Microsoft Entra, "Provisioning a role to a SCIM app".
 */
export function impliedMappings(
  mappings: readonly CompiledMapping[],
  surroundings: MappingSurroundings,
): readonly CompiledMapping[] {
  const mapped = new Set(mappings.map(({ path }) => path.toLowerCase()));
  return mappings.flatMap(({ expression, attribute: { target } }): readonly CompiledMapping[] => {
    if (expression === null || !functionsOf(expression).includes(SINGLE_ROLE)) return [];
    const path = formatScimPath({ ...target, subAttribute: 'type' });
    if (target.filter === null || mapped.has(path.toLowerCase())) return [];
    mapped.add(path.toLowerCase());
    const implied = compileMapping(
      {
        targetAttributeName: path,
        source: {
          type: 'Function',
          expression: `Switch(${SINGLE_ROLE}([appRoleAssignments]), "${ROLE_TYPE}", "", NULL)`,
        },
        matchingPriority: 0,
        flowType: 'ObjectAddOnly',
        flowBehavior: 'FlowWhenChanged',
        flowNullValues: false,
      },
      surroundings,
      (_, problem) => {
        throw new Error(`The type of a role cannot be mapped: ${problem}`);
      },
    );
    return implied === null ? [] : [implied];
  });
}
