import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { cacheDirectory } from '../../../src/embedded/index.js';
import { runBounded } from '../../../src/embedded/run-bounded.js';
import {
  startStrictScimTarget,
  type StrictScimTargetOptions,
} from '../../../src/emulators/strict-scim/index.js';
import { findOrInstallPythonTools } from '../../support/python-tools.js';

const log = (line: string): void => {
  process.stderr.write(`[conformance test] ${line}\n`);
};

// Awaited here and not in a hook: a first installation takes longer than a hook may.
const tools = await findOrInstallPythonTools({ cacheDir: cacheDirectory(), log });

const script = fileURLToPath(new URL('./check_server.py', import.meta.url));
const token = 'conformance-token';
const enterpriseUrn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const resultsSchema = z.array(
  z.object({
    status: z.string(),
    title: z.string().nullable(),
    reason: z.string().nullable(),
    resourceType: z.string().nullable(),
  }),
);

/** What scim2-tester finds no fault with. The RFCs leave the rest open. */
const passed = ['SUCCESS', 'COMPLIANT', 'ACCEPTABLE'];

/** All checks of this version: should one not run, because something it builds on failed, that is a failure. */
const everyCheck = [
  'access_invalid_resource_type',
  'access_invalid_schema',
  'access_schema_by_id',
  'check_add_attribute',
  'check_remove_attribute',
  'check_replace_attribute',
  'object_creation',
  'object_deletion',
  'object_list_with_attributes',
  'object_query',
  'object_query_with_attributes',
  'object_query_without_id',
  'object_replacement',
  'query_all_resource_types',
  'query_all_schemas',
  'query_resource_type_by_id',
  'random_url',
  'resource_types_endpoint_methods',
  'resource_types_schema_validation',
  'schemas_endpoint_methods',
  'search_with_attributes',
  'service_provider_config_endpoint',
  'service_provider_config_endpoint_methods',
];

if (tools.status === 'missing') {
  log(`CONFORMANCE TESTS OF THE STRICT SCIM TARGET ARE SKIPPED: ${tools.reason}`);
  describe.skip(`the strict SCIM target, checked by scim2-tester (${tools.reason})`, () => {
    it('passes every check', () => undefined);
  });
} else {
  const { python } = tools;

  describe('the strict SCIM target, checked by scim2-tester', () => {
    it.each<[name: string, options: Partial<StrictScimTargetOptions>]>([
      ['with a body after PATCH', {}],
      ['with 204 after PATCH', { switches: { patchAnswer: 'empty' } }],
      ['with small pages', { pageSize: 5 }],
      [
        'with custom attributes',
        { switches: { additionalAttributes: [`${enterpriseUrn}:officeName`, 'urn:example:2.0:User:badge'] } },
      ],
    ])('passes every check %s', async (_name, options) => {
      const target = await startStrictScimTarget({ token, ...options });
      try {
        const results = await check(python, target.url);

        expect(results.filter(({ status }) => !passed.includes(status))).toEqual([]);
        expect([...new Set(results.map(({ title }) => title))].sort()).toEqual(everyCheck);
        expect(target.violations()).toEqual([]);
      } finally {
        await target.stop();
      }
    });

    it('is found out when it deviates', async () => {
      const target = await startStrictScimTarget({
        token,
        switches: { listsMembers: false, selection: false },
      });
      try {
        const failed = (await check(python, target.url)).filter(({ status }) => !passed.includes(status));

        expect(failed.map(({ title }) => title)).toContain('object_query_with_attributes');
      } finally {
        await target.stop();
      }
    });
  });
}

async function check(python: string, url: string): Promise<z.infer<typeof resultsSchema>> {
  const printed = await runBounded({
    command: python,
    args: [script, url],
    env: { ...process.env, SCIM_TOKEN: token },
    timeoutMs: 50_000,
  });
  return resultsSchema.parse(JSON.parse(printed));
}
