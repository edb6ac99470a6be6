import { describe, expect, it } from '@jest/globals';
import { run } from '../../../src/cli/run.js';
import { recordingTerminal } from './recording-terminal.js';

describe('scimflow schema functions', () => {
  async function functionsAnswer(...args: readonly string[]) {
    const terminal = recordingTerminal();
    const exitCode = await run(['schema', 'functions', ...args], terminal);
    return { exitCode, output: terminal.output(), errors: terminal.errors() };
  }

  it('lists how each is called and what it yields', async () => {
    const { exitCode, output } = await functionsAnswer();

    expect(exitCode).toBe(0);
    expect(output).toMatch(
      /^Append\(source, suffix\)\n {2}The suffix is put after the source; after each value of a list\.$/m,
    );
    expect(output).toMatch(/^ToUpper\(source, culture\?\)\n {2}The source in upper case/m);
  });

  it('shows one in full', async () => {
    const { output } = await functionsAnswer('ToLower');

    expect(output).toContain(
      'ToLower(source, culture?)\n\n  source: text\n  culture: text, optional\n  yields: text\n',
    );
    expect(output).toContain('ToLower([department])\n  → field sales');
  });

  it('is plain data for programs', async () => {
    const { output } = await functionsAnswer('Append', '-o', 'json');

    expect(JSON.parse(output)).toMatchObject({
      name: 'Append',
      usage: 'Append(source, suffix)',
      parameters: [
        { name: 'source', type: 'text' },
        { name: 'suffix', type: 'text' },
      ],
    });
    expect(JSON.parse((await functionsAnswer('-o', 'json')).output)).toContainEqual(JSON.parse(output));
  });

  it('writes the mapping reference', async () => {
    expect((await functionsAnswer('-o', 'markdown')).output).toContain('# Mapping reference\n');
    expect((await functionsAnswer('Append', '-o', 'markdown')).output).toMatch(/^### Append\n/);
  });

  it('suggests the name that was meant', async () => {
    expect(await functionsAnswer('apend')).toEqual({
      exitCode: 2,
      output: '',
      errors:
        'error: There is no function "apend"; did you mean "Append"?\nRun `scimflow schema functions` to see them all.',
    });
  });
});
