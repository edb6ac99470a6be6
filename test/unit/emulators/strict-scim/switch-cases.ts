import { describe, expect, it } from '@jest/globals';
import type { Switches } from '../../../../src/emulators/strict-scim/index.js';
import { withTarget, type Answer, type TargetUnderTest } from './target.js';

/** What is seen of one switch, in each of its positions. Every switch of a group must have one. */
export type SwitchCases<Group> = {
  readonly [Name in keyof Group]: {
    /** Other switches that make it visible. */
    readonly also?: Partial<Switches>;
    readonly positions: readonly (readonly [position: Group[Name], seen: unknown])[];
    readonly probe: (target: TargetUnderTest) => Promise<unknown>;
  };
};

export function describeSwitches<Group>(name: string, cases: SwitchCases<Group>): void {
  describe(name, () => {
    for (const key of Object.keys(cases) as (keyof Group & string)[]) {
      const { also = {}, positions, probe } = cases[key];
      it.each(positions.map(([position, seen]) => ({ position, seen })))(
        `${key}: $position shows`,
        async ({ position, seen }) => {
          await withTarget({ switches: { ...also, [key]: position } }, async (target) => {
            expect(await probe(target)).toEqual(seen);
          });
        },
      );
    }
  });
}

/** `400 invalidPath`, `204`. */
export function outcome({ status, body }: Answer): string {
  const { scimType } = body;
  return typeof scimType === 'string' ? `${status} ${scimType}` : String(status);
}
