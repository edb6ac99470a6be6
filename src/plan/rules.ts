import type { EvaluationContext } from '../expressions/model.js';
import type { CompiledObjectMapping } from '../schema/compile.js';
import type { ValueRule } from './value-rules.js';

/** What the app can do with objects of one kind. */
export interface ObjectCapabilities {
  readonly create: boolean;
  readonly update: boolean;
  readonly disable: boolean;
  readonly delete: boolean;
  /** Whether the name of an existing object can be changed. */
  readonly rename: boolean;
}

/** What a plan follows: the app's configuration and what its connector can do. The same for every object of a kind in a cycle. */
export interface PlanRules {
  readonly mapping: CompiledObjectMapping;
  readonly scope: 'assigned' | 'all';
  /** Whether Default Access alone puts a user in scope. */
  readonly defaultAccessRole: 'skip' | 'include';
  /** Whether the app defines an enabled role that users can hold; without one, Default Access is all anybody can have. */
  readonly appHasUserRole: boolean;
  readonly capabilities: ObjectCapabilities;
  /** Whether what the app cannot disable is deleted when it loses its scope, or left as it is. */
  readonly withoutDisabling: 'delete' | 'leave';
  /** Whether what is no longer assigned, or filtered out, is left as it is. */
  readonly skipsOutOfScopeDeletions: boolean;
  readonly valueRules: readonly ValueRule[];
  /** Clock and randomness of expressions; the machine's own where not given. */
  readonly world?: Partial<Pick<EvaluationContext, 'now' | 'randomBytes'>>;
}
