import { describe, expect, it } from '@jest/globals';
import { run } from '../../../src/cli/run.js';
import { askWhy } from '../../../src/cli/why/ask-why.js';
import { ann } from '../why/an-explanation.js';
import { readApi, TOKEN } from './a-read-api.js';
import { recordingTerminal } from './recording-terminal.js';

/** Nothing listens there: the job cannot be asked. */
const NO_TEMPORAL = { TEMPORAL_ADDRESS: '127.0.0.1:1' };

async function why(answer: unknown) {
  const api = await readApi(() => answer);
  const terminal = recordingTerminal({ ...api.env, ...NO_TEMPORAL });
  const exitCode = await run(['why', 'dialpad', 'ann@contoso.example'], terminal);
  return { exitCode, terminal, asked: api.asked[0] };
}

describe('scimflow why', () => {
  it('answers first, then says what to do, and what it could not ask', async () => {
    const { exitCode, terminal, asked } = await why({ outcome: 'explained', explanation: ann });

    expect(exitCode).toBe(0);
    expect(asked).toEqual({
      path: '/v1/apps/dialpad/why',
      query: { who: 'ann@contoso.example' },
      authorization: `Bearer ${TOKEN}`,
    });
    const [answer, remedy, next] = terminal.output().split('\n');
    expect(answer).toBe(
      'Ann Lee (ann@contoso.example) has no account in dialpad: no cycle has got to it yet.',
    );
    expect(remedy).toMatch(/^What to do: /);
    expect(next).toMatch(/^Next: /);
    expect(terminal.output()).toMatch(/job +could not be asked: No Temporal server answers at 127.0.0.1:1/);
  });

  it('takes codes of a worker of a later version', async () => {
    const later = { ...ann, cause: 'SomethingNew', somethingNew: true };
    const api = await readApi(() => ({ outcome: 'explained', explanation: later }));
    const settings = { url: api.env.SCIMFLOW_API_URL, token: TOKEN };

    await expect(askWhy(settings, 'dialpad', 'ann')).resolves.toMatchObject({ cause: 'SomethingNew' });
  });

  it.each<[string, unknown, RegExp]>([
    [
      'several may be meant',
      {
        outcome: 'ambiguous',
        objects: [
          { ...ann.object, id: 'u1' },
          { ...ann.object, id: 'u2' },
        ],
        isComplete: false,
      },
      /More than one may be meant by "ann@contoso.example":\n.* u1\n.* u2\n +and others\n.*id of the one/,
    ],
    [
      'nobody is called so',
      { outcome: 'unknown', isComplete: true, sourceProblem: null, hasCycleEnded: true },
      /Nobody is called "ann@contoso.example".*\n.*spelling/,
    ],
    [
      'no cycle has ended and the directory cannot be asked',
      {
        outcome: 'unknown',
        isComplete: true,
        sourceProblem: 'SecretMissing: no secret.',
        hasCycleEnded: false,
      },
      /No cycle of dialpad has ended yet.*could not be asked. SecretMissing/,
    ],
    ['what answers is something else', { outcome: 'unheard' }, /not scimflow's read API/],
  ])('refuses where %s', async (_name, answer, message) => {
    const { exitCode, terminal } = await why(answer);

    expect(exitCode).toBe(1);
    expect(terminal.errors()).toMatch(message);
    expect(terminal.output()).toBe('');
  });
});
