import type { MappingPlace } from './mapping-error.js';
import type { AttributeDefinition, ObjectName } from './model.js';
import type { TargetAttributeLookup } from './target-attributes.js';

/** What one attribute mapping is judged by. */
export interface MappingSurroundings {
  readonly objectName: ObjectName;
  readonly targetAttribute: TargetAttributeLookup;
  /** Whether somebody has said that the app has an attribute, by its canonical path. */
  readonly isDeclaredTarget: (path: string) => boolean;
  readonly sourceAttribute: (name: string) => AttributeDefinition | null;
  /** Source attributes that may be meant, for suggestions. */
  readonly sourceNames: readonly string[];
  readonly scope: 'assigned' | 'all';
}

/** Is told of each mistake, and of which part of the attribute mapping it is. */
export type Report = (part: MappingPart, problem: string) => void;
export type MappingPart = Extract<MappingPlace, { type: 'attributeMapping' }>['part'];
