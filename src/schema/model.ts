/**
 * The mapping model, in the words of Microsoft Graph's synchronizationSchema.
 * @see Microsoft Graph, synchronizationSchema, objectMapping, attributeMapping and attributeMappingSource.
 */

export type AttributeMappingSource =
  | { readonly type: 'Attribute'; readonly name: string }
  | { readonly type: 'Constant'; readonly value: string }
  | { readonly type: 'Function'; readonly expression: string };

/** `ObjectAddOnly` is "only during object creation". */
export type AttributeFlowType = 'Always' | 'ObjectAddOnly';

export interface AttributeMapping {
  /** A SCIM path: `userName`, `name.givenName`, `emails[type eq "work"].value`, `urn:…:User:department`. */
  readonly targetAttributeName: string;
  readonly source: AttributeMappingSource;
  /** Used on creation only, when the source has no value. */
  readonly defaultValue?: string | undefined;
  /** 0: not a matching attribute. 1 and up: the order in which the target is asked. */
  readonly matchingPriority: number;
  readonly flowType: AttributeFlowType;
}

export type ObjectFlowType = 'Add' | 'Update' | 'Delete';

export interface ObjectMapping {
  readonly sourceObjectName: 'User';
  readonly targetObjectName: 'User';
  readonly enabled: boolean;
  readonly flowTypes: readonly ObjectFlowType[];
  readonly attributeMappings: readonly AttributeMapping[];
}

/** A target attribute's value. Multi-valued attributes without a filter in their path carry a list. */
export type TargetValue = string | boolean | readonly string[];

/** Target values by canonical SCIM path: the flat form in which objects are compared, stored and logged. */
export type TargetValues = Readonly<Record<string, TargetValue>>;

/** One attribute's difference. `null`: no value on that side. */
export interface AttributeChange {
  readonly path: string;
  readonly oldValue: TargetValue | null;
  readonly newValue: TargetValue | null;
}
