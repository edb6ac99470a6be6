import type { EvaluationContext } from '../expressions/model.js';
import type { CompiledObjectMapping } from '../schema/compile.js';

/** What a plan follows: the app's configuration and what its connector can do. The same for every user of a cycle. */
export interface PlanRules {
  readonly mapping: CompiledObjectMapping;
  readonly scope: 'assigned' | 'all';
  /** Whether Default Access alone puts a user in scope. */
  readonly defaultAccessRole: 'skip' | 'include';
  /** Whether the app defines an enabled role that users can hold; without one, Default Access is all anybody can have. */
  readonly appHasUserRole: boolean;
  readonly capabilities: {
    readonly users: { readonly create: boolean; readonly update: boolean; readonly disable: boolean };
  };
  /** Clock and randomness of expressions; the machine's own where not given. */
  readonly world?: Partial<Pick<EvaluationContext, 'now' | 'randomBytes'>>;
}
