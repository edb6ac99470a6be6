import type { Dialect } from './dialect.js';
import type { Quirks } from './quirk.js';

/**
 * How Entra's own provisioning service speaks, for apps that were built for it and understand nothing else. Both set the
 * same fields, so that one after the other in a list replaces it whole.
 * @see Microsoft Entra, "Known issues and resolutions with SCIM 2.0 protocol compliance".
 */
export const entraQuirks = {
  entraLegacyDialect: {
    description: "The app was built for Entra's older SCIM client and understands only its way.",
    dialect: {
      operationNames: 'capitalized',
      booleans: 'textInPatch',
      patchShape: 'pathEach',
      newElements: 'valuePath',
      memberRemoval: 'value',
      newGroups: 'empty',
      references: 'array',
      listsCustomSchemas: false,
    },
  },
  entraCompliantDialect: {
    description: "The app was built for Entra's SCIM client with the compliance flag aadOptscim062020.",
    dialect: {
      operationNames: 'lowerCase',
      booleans: 'json',
      patchShape: 'combined',
      newElements: 'element',
      memberRemoval: 'filter',
      newGroups: 'empty',
      references: 'object',
      listsCustomSchemas: false,
    },
  },
} as const satisfies Quirks;

/** Feature flags that administrators append to Entra's tenant URL, in lower case. */
export const entraFlags: ReadonlyMap<string, Partial<Dialect>> = new Map<string, Partial<Dialect>>([
  ['aadoptscim062020', entraQuirks.entraCompliantDialect.dialect],
  ['azureadscimpatch2017', entraQuirks.entraLegacyDialect.dialect],
]);
