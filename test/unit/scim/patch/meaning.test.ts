import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AttributeChange, TargetValue, TargetValues } from '../../../../src/schema/model.js';
import { readValues } from '../../../../src/schema/resource.js';
import { buildPatch } from '../../../../src/scim/index.js';
import { patchMessage } from '../../../../src/scim/patch/patch-message.js';
import { dialectOf, type Dialect } from '../../../../src/scim/quirks/index.js';
import { merged, writable } from '../../../../src/scim/resource/merge-resource.js';
import { writeResource } from '../../../../src/scim/resource/write-resource.js';
import { apply } from './reference-applier.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const CUSTOM = 'urn:ietf:params:scim:schemas:extension:contoso:2.0:User';

const text = fc.stringMatching(/^[a-z]{1,3}$/);
/** Every kind of path: plain, nested, of an extension, reference, element with value and without, list. */
const valueAt: Readonly<Record<string, fc.Arbitrary<TargetValue>>> = {
  title: text,
  displayName: text,
  active: fc.boolean(),
  'name.givenName': text,
  'name.familyName': text,
  [`${ENTERPRISE}:department`]: text,
  [`${ENTERPRISE}:manager`]: text,
  [`${CUSTOM}:desk`]: text,
  'emails[type eq "work"].value': text,
  'emails[type eq "home"].value': text,
  'phoneNumbers[type eq "work"].value': text,
  'phoneNumbers[type eq "work"].display': text,
  'addresses[type eq "work"].locality': text,
  'addresses[type eq "work"].country': text,
  'addresses[type eq "home"].locality': text,
  'roles[primary eq "True"].value': text,
  ims: fc.uniqueArray(text, { minLength: 1, maxLength: 3 }),
};
const paths = Object.keys(valueAt);

/** An account, and what is to become of it; null: nothing. */
const task = fc.record({
  before: fc.record(valueAt, { requiredKeys: [] }),
  wishes: fc.record(
    Object.fromEntries(paths.map((path) => [path, fc.option(valueAt[path] ?? fc.constant(''))])),
    { requiredKeys: [] },
  ),
  knowsAfter: fc.boolean(),
}) as fc.Arbitrary<{
  readonly before: TargetValues;
  readonly wishes: Readonly<Record<string, TargetValue | null>>;
  readonly knowsAfter: boolean;
}>; // keys are left out, never undefined

const dialect: fc.Arbitrary<Dialect> = fc
  .record({
    operationNames: fc.constantFrom('lowerCase', 'capitalized'),
    booleans: fc.constantFrom('json', 'text', 'textInPatch'),
    patchShape: fc.constantFrom('pathEach', 'combined'),
    newElements: fc.constantFrom('element', 'valuePath'),
    references: fc.constantFrom('object', 'text', 'array'),
    marksPrimaryEmail: fc.boolean(),
  })
  .map((fields) => dialectOf([], fields));

describe('what a PATCH means', () => {
  it('is what the changes say, in every dialect', () => {
    fc.assert(
      fc.property(task, dialect, ({ before, wishes, knowsAfter }, ways) => {
        const { changes, after } = outcomeOf(before, wishes);
        const operations = buildPatch(changes, knowsAfter ? after : before, ways);

        const patched = applied(before, operations, ways);

        expect(readValues(patched, paths)).toEqual(after);
      }),
    );
  });

  it('is the same with a path each and combined', () => {
    fc.assert(
      fc.property(task, dialect, ({ before, wishes }, ways) => {
        const { changes } = outcomeOf(before, wishes);
        const patchedBy = (patchShape: Dialect['patchShape']): unknown =>
          applied(before, buildPatch(changes, before, { ...ways, patchShape }), ways);

        expect(patchedBy('combined')).toEqual(patchedBy('pathEach'));
      }),
    );
  });

  it('is one plain value a path in at most one combined operation', () => {
    fc.assert(
      fc.property(task, ({ before, wishes }) => {
        const { changes } = outcomeOf(before, wishes);
        const operations = buildPatch(changes, before, dialectOf(['combinedReplace']));

        expect(operations.filter(({ path }) => path === undefined).length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is what a merged and replaced resource says', () => {
    fc.assert(
      fc.property(task, dialect, ({ before, wishes }, ways) => {
        const { changes, after } = outcomeOf(before, wishes);
        const resource = { ...writeResource(before, 'User', ways), id: 'a', shoeSize: 7 };

        const replaced = writable(merged(resource, changes, before, ways), 'User', ways);

        expect(readValues(replaced, paths)).toEqual(after);
        expect(replaced).toMatchObject({ shoeSize: 7 });
        expect(replaced).not.toHaveProperty('id');
      }),
    );
  });
});

/** The changes that make `wishes` of `before`, and what is there afterwards: an element without its value is nothing. */
function outcomeOf(
  before: TargetValues,
  wishes: Readonly<Record<string, TargetValue | null>>,
): { readonly changes: readonly AttributeChange[]; readonly after: TargetValues } {
  const changes = Object.entries(wishes).map(([path, newValue]) => ({
    path,
    oldValue: before[path] ?? null,
    newValue,
  }));
  const emptied = changes
    .filter(
      ({ path, oldValue, newValue }) => path.endsWith('].value') && oldValue !== null && newValue === null,
    )
    .map(({ path }) => path.slice(0, -'.value'.length));
  const after = Object.entries({ ...before, ...wishes }).filter(
    ([path, value]) => value !== null && !emptied.some((element) => path.startsWith(element)),
  );
  return { changes, after: Object.fromEntries(after) as TargetValues };
}

function applied(before: TargetValues, operations: ReturnType<typeof buildPatch>, ways: Dialect): object {
  const message = patchMessage(operations, ways);
  const resource = writeResource(before, 'User', { ...ways, references: 'object' });
  return apply(resource, message['Operations'] as typeof operations, ways.newElements === 'valuePath');
}
