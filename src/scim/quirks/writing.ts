import type { Quirks } from './quirk.js';

/** How servers want changes to be written. */
export const writingQuirks = {
  capitalizedOperations: {
    description: 'Names of PATCH operations must begin with a capital letter.',
    dialect: { operationNames: 'capitalized' },
  },
  textBooleans: {
    description: 'Booleans such as active must be the texts "True" and "False".',
    dialect: { booleans: 'text' },
  },
  combinedReplace: {
    description:
      'Several changed attributes must come in one PATCH operation without path, with dotted names.',
    dialect: { patchShape: 'combined' },
  },
  valuePathsMakeElements: {
    description: 'A first e-mail address or phone number is expected at emails[type eq "work"].value.',
    dialect: { newElements: 'valuePath' },
  },
  referencesAsText: {
    description: "A reference such as manager must be the other account's bare id.",
    dialect: { references: 'text' },
  },
  referencesAsArray: {
    description: 'A reference such as manager must be a list of one when it is changed.',
    dialect: { references: 'array' },
  },
  customSchemasUnlisted: {
    description:
      'The URN of a custom extension must not stand in schemas, although its attributes are taken.',
    dialect: { listsCustomSchemas: false },
  },
  primaryEmailUnmarked: {
    description: 'The app decides by itself which e-mail address is the primary one.',
    dialect: { marksPrimaryEmail: false },
  },
  untypedAddresses: {
    description: 'Postal addresses must be sent without a type.',
    dialect: { untypedAttributes: ['addresses'] },
  },
  untypedRoles: {
    description: 'Roles must be sent without a type.',
    dialect: { untypedAttributes: ['roles'] },
  },
  singleElements: {
    description: 'An account has one e-mail address, one phone number and one postal address.',
    dialect: { singleElementAttributes: ['emails', 'phoneNumbers', 'addresses'] },
  },
  plainJson: {
    description: 'Bodies must be called application/json; application/scim+json is refused.',
    dialect: { contentType: 'application/json', accept: 'application/json' },
  },
  usersWithoutPatch: {
    description: 'PATCH of users is not supported: an account is replaced as a whole.',
    dialect: { updateUsers: 'put' },
  },
  usersPatchedForActiveOnly: {
    description: 'PATCH of users only enables and disables: for the rest an account is replaced as a whole.',
    dialect: { updateUsers: 'putExceptActive' },
  },
  groupsWithoutPatch: {
    description: 'PATCH of groups is not supported: a group is replaced with all its members, also by none.',
    dialect: { updateGroups: 'put' },
  },
  memberRemovalByValue: {
    description:
      'Members are removed by a list of ids beside the path members; elsewhere that removes all members.',
    dialect: { memberRemoval: 'value' },
  },
  additionsDoubled: {
    description: 'A member or list element that is added again stands there twice.',
    dialect: { repeatedAdditions: 'doubled' },
  },
} as const satisfies Quirks;
