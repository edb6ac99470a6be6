import { Argument } from 'commander';
import type { SignalDefinition } from '@temporalio/common';
import {
  allowDeletes,
  jobWorkflowId,
  rejectDeletes,
  type StagedDeletionsStatus,
} from '../../../workflows/contract.js';
import { table } from '../format.js';
import { jobStatus } from '../jobs.js';
import { json, outputOption, type OutputChoice } from '../output-option.js';
import type { Registration } from '../registration.js';
import { temporalSettings } from '../settings.js';
import { answers } from '../status/trouble.js';
import { stagedText } from '../status/wording.js';
import { promptly, withTemporal } from '../temporal.js';
import type { Terminal } from '../terminal.js';
import { AnsweredFailure } from '../user-error.js';

const signals: Readonly<Record<Answer, { readonly signal: SignalDefinition; readonly done: string }>> = {
  allow: { signal: allowDeletes, done: 'allowed; a cycle carries out what is still due' },
  reject: { signal: rejectDeletes, done: 'rejected; the accounts stay until the source changes about them' },
};

type Answer = 'allow' | 'reject';

/** `deletes`: what the deletion guard holds back, and the answer to it. */
export const registerDeletes: Registration = (program, terminal) => {
  program
    .command('deletes')
    .description('what the deletion guard holds back, and the answer to it')
    .argument('<app>', 'the app')
    .addArgument(
      new Argument(
        '[answer]',
        'allow: carry out those that wait and are still due; reject: keep the accounts until the source changes',
      ).choices(Object.keys(signals)),
    )
    .addOption(outputOption())
    .action((app: string, answer: Answer | undefined, { output }: OutputChoice) =>
      withTemporal(temporalSettings(terminal.env), async (client) => {
        const { stagedDeletions } = await jobStatus(client, app);
        const told = tell(terminal, app, output);
        if (answer === undefined) {
          told(stagedDeletions, null);
          return;
        }
        if (stagedDeletions === null) {
          told(null, null);
          throw new AnsweredFailure('nothing waits for the answer');
        }
        const handle = client.workflow.getHandle(jobWorkflowId(app));
        await promptly(client, () => handle.signal(signals[answer].signal));
        told(stagedDeletions, answer);
      }),
    );
};

function tell(terminal: Terminal, app: string, output: OutputChoice['output']) {
  return (staged: StagedDeletionsStatus | null, answer: Answer | null): void => {
    terminal.print(
      output === 'json'
        ? json({ app, stagedDeletions: staged, answer })
        : `${app}: ${answerText(app, staged, answer)}`,
    );
  };
}

function answerText(app: string, staged: StagedDeletionsStatus | null, answer: Answer | null): string {
  if (staged === null) return 'nothing waits for an answer.';
  const waiting = `${stagedText(staged)} held back since cycle ${staged.sinceCycle}`;
  if (answer !== null) return `${waiting}: ${signals[answer].done}.`;
  const commands = answers(app).map(({ command, effect }) => [`  ${command}`, effect]);
  return [`${waiting}.`, '', table(commands)].join('\n');
}
