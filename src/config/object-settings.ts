import { z } from 'zod';
import type { ObjectFlowType } from '../schema/model.js';
import { inlineFilter } from '../scoping/index.js';
import { attributeMapping } from './mapping-settings.js';

const objectActions = ['create', 'update', 'delete'] as const;
const actionList = z.array(z.enum(objectActions)).max(objectActions.length);

export type ObjectAction = (typeof objectActions)[number];

/** What Entra calls the actions. */
export const flowTypeOf: Readonly<Record<ObjectAction, ObjectFlowType>> = {
  create: 'Add',
  update: 'Update',
  delete: 'Delete',
};

/** How an app's groups are provisioned. */
export const groupSettings = z
  .strictObject({
    provision: z
      .boolean()
      .optional()
      .describe('Whether groups are provisioned; by default they are where the app has groups'),
    mappings: z.array(attributeMapping).min(1).optional(),
    scopingFilters: z
      .array(inlineFilter)
      .optional()
      .describe('Which groups are meant: all clauses of one of the filters; without any filter, all groups'),
  })
  .describe('How groups and their members are provisioned');

/** What may be done with each kind of object. */
export const targetObjectActions = z
  .strictObject({ users: actionList.optional(), groups: actionList.optional() })
  .describe('What may be done in the app; everything that the connector can do unless told');
