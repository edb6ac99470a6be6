/**
 * The mapping model, in the words of Microsoft Graph's synchronizationSchema.
 * @see Microsoft Graph, synchronizationSchema, objectMapping, attributeMapping, attributeMappingSource, attributeDefinition.
 */
import type { Filter } from '../scoping/model.js';

export type AttributeMappingSource =
  | { readonly type: 'Attribute'; readonly name: string }
  | { readonly type: 'Constant'; readonly value: string }
  | { readonly type: 'Function'; readonly expression: string };

/**
 * When a value flows. `Always`; `ObjectAddOnly`: only when the account is created; `AttributeAddOnly`: only while the target
 * has no value; `ValueAddOnly`: values are added and none removed; `MultiValueAddOnly`: the same, of multi-valued
 * attributes only.
 */
export const attributeFlowTypes = [
  'Always',
  'ObjectAddOnly',
  'MultiValueAddOnly',
  'ValueAddOnly',
  'AttributeAddOnly',
] as const;
export type AttributeFlowType = (typeof attributeFlowTypes)[number];

/** `FlowAlways` writes even what the target has already. */
export const attributeFlowBehaviors = ['FlowWhenChanged', 'FlowAlways'] as const;
export type AttributeFlowBehavior = (typeof attributeFlowBehaviors)[number];

export interface AttributeMapping {
  /** A SCIM path: `userName`, `name.givenName`, `emails[type eq "work"].value`, `urn:…:User:department`. */
  readonly targetAttributeName: string;
  /** Null: nothing flows, but an empty target gets the default value. */
  readonly source: AttributeMappingSource | null;
  /** Used on creation only, when the source has no value. */
  readonly defaultValue?: string | undefined;
  /** 0: not a matching attribute. 1 and up: the order in which the target is asked. */
  readonly matchingPriority: number;
  readonly flowType: AttributeFlowType;
  readonly flowBehavior: AttributeFlowBehavior;
  /** Whether a source without value clears the target; the source attribute's definition must allow it as well. */
  readonly flowNullValues: boolean;
}

/** The kinds of objects that are provisioned. */
export type ObjectName = 'User' | 'Group';

export const objectFlowTypes = ['Add', 'Update', 'Delete'] as const;
export type ObjectFlowType = (typeof objectFlowTypes)[number];

export interface ObjectMapping {
  /** `User`, `Group`. */
  readonly sourceObjectName: string;
  /** `User`, `Group`, or the URN of the SCIM resource's schema. */
  readonly targetObjectName: string;
  readonly enabled: boolean;
  readonly flowTypes: readonly ObjectFlowType[];
  /** Null: whoever passes assignment is in scope. */
  readonly scope: Filter | null;
  readonly attributeMappings: readonly AttributeMapping[];
}

export const attributeTypes = ['String', 'Integer', 'Boolean', 'DateTime', 'Binary', 'Reference'] as const;
/** `Reference`: the id of another object; in SCIM a complex attribute whose `value` it is. */
export type AttributeType = (typeof attributeTypes)[number];

export const mutabilities = ['ReadWrite', 'ReadOnly', 'WriteOnly', 'Immutable'] as const;
export type Mutability = (typeof mutabilities)[number];

/** What is known of an attribute of the source or of the target. */
export interface AttributeDefinition {
  readonly name: string;
  readonly type: AttributeType;
  readonly required: boolean;
  readonly multivalued: boolean;
  readonly caseExact: boolean;
  readonly mutability: Mutability;
  /** Of a source attribute: whether having no value may clear a target attribute. */
  readonly flowNullValues: boolean;
}

/** How the objects of one kind are provisioned: what an app's schema comes down to. */
export interface ObjectSchema {
  readonly mapping: ObjectMapping;
  /** What is declared beyond what every source and the SCIM core schemas have; a declaration of the same name wins. */
  readonly sourceAttributes: readonly AttributeDefinition[];
  readonly targetAttributes: readonly AttributeDefinition[];
}

/** An element of a complex multi-valued attribute, such as a role. */
export type ComplexValue = Readonly<Record<string, string | boolean>>;

/** A target attribute's value. Multi-valued attributes without a filter in their path carry a list. */
export type TargetValue = string | number | boolean | readonly string[] | readonly ComplexValue[];

/** Target values by canonical SCIM path: the flat form in which objects are compared, stored and logged. */
export type TargetValues = Readonly<Record<string, TargetValue>>;

/** One attribute's difference. `null`: no value on that side. */
export interface AttributeChange {
  readonly path: string;
  readonly oldValue: TargetValue | null;
  readonly newValue: TargetValue | null;
  /** The new values are added to a list that may hold more than we know of; by default the value is replaced. */
  readonly adds?: true;
  /** The mapping's default value, which new accounts get and existing ones keep theirs. */
  readonly isDefault?: true;
  /** Logs, mails and messages show a mask in place of the values. */
  readonly isRedacted?: true;
}
