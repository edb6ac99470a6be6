import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { configurationJsonSchema, parseConfiguration } from '../../../src/config/load-configuration.js';

describe('docs/configuration.schema.json', () => {
  it('is what the code accepts; docs/configuration.md tells how to write it anew', () => {
    const committed: unknown = JSON.parse(readFileSync('docs/configuration.schema.json', 'utf8'));

    expect(committed).toEqual(JSON.parse(JSON.stringify(configurationJsonSchema())));
  });
});

describe("the README's apps.yaml", () => {
  it('is a correct configuration', () => {
    const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8')) ?? [];

    expect(parseConfiguration('README.md', yaml).apps).toHaveLength(1);
  });
});
