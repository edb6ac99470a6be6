import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  exportSynchronizationSchema,
  normalizeSynchronizationSchema,
  parseSynchronizationSchema,
  toSynchronizationSchema,
} from '../../../../src/schema/document/index.js';
import { documentWith, fixture, fixtureText } from './fixture.js';
import { disturbed, objectSchemas } from './generated-documents.js';

const normalized = (data: unknown) =>
  exportSynchronizationSchema(normalizeSynchronizationSchema(parseSynchronizationSchema(data)));

describe('the normal form of a schema document', () => {
  it('is exported byte for byte as it was imported', () => {
    const text = fixtureText('entra-export.normalized.txt');

    expect(exportSynchronizationSchema(parseSynchronizationSchema(JSON.parse(text)))).toBe(text);
    expect(normalized(JSON.parse(text))).toBe(text);
  });

  it('of an export holds all of it, in the documented order', () => {
    expect(normalized(fixture('entra-export.json'))).toBe(fixtureText('entra-export.normalized.txt'));
    expect(JSON.parse(fixtureText('entra-export.normalized.txt'))).toEqual(fixture('entra-export.json'));
  });

  it.each(['minimal.json', 'odd-order.yaml'])('of %s adds nothing but the forms of its sources', (name) => {
    const document = JSON.parse(normalized(fixture(name))) as unknown;

    expect(document).toMatchObject(fixture(name) as Record<string, unknown>);
    expect(withoutSources(document)).toEqual(withoutSources(fixture(name)));
  });

  it('puts what is documented first and the rest after it, in its own order', () => {
    const document = {
      zebra: 1,
      ...documentWith(null),
      apple: 2,
      id: 'x',
      '@odata.context': 'https://example.com',
    };

    expect(Object.keys(JSON.parse(normalized(document)) as object)).toEqual([
      '@odata.context',
      'id',
      'directories',
      'synchronizationRules',
      'zebra',
      'apple',
    ]);
  });

  it('does not change when it is normalized again, whatever the document, and keeps all that is unknown', () => {
    fc.assert(
      fc.property(objectSchemas, fc.nat(), (user, seed) => {
        const document = toSynchronizationSchema({ user }, { appId: 'app', appName: 'App' });
        const given = disturbed(document, seed);

        const once = normalized(given);

        expect(normalized(JSON.parse(once))).toBe(once);
        expect(JSON.parse(once)).toEqual(given);
      }),
    );
  });
});

function withoutSources(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data), (key, value: unknown) => (key === 'source' ? null : value));
}
