import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { functions } from '../../../src/expressions/functions/index.js';
import { mappingReference } from '../../../src/expressions/reference.js';

const REWRITE = 'npm run -s scimflow -- schema functions --output markdown > docs/mapping-reference.md';

describe('the mapping reference', () => {
  it(`is what the functions say of themselves; \`${REWRITE}\` writes it anew`, () => {
    const file = readFileSync(new URL('../../../docs/mapping-reference.md', import.meta.url), 'utf8');

    expect(file === mappingReference() ? 'up to date' : `outdated: run ${REWRITE}`).toBe('up to date');
  });

  it.each([...functions.keys()])('has a section on %s and a link to it', (name) => {
    const page = mappingReference();

    expect(page).toContain(`\n### ${name}\n`);
    expect(page).toContain(`[${name}](#${name.toLowerCase()})`);
  });
});
