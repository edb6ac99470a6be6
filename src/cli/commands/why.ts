import { inJob } from '../../why/index.js';
import { json, outputOption, type OutputChoice } from '../output-option.js';
import type { Registration } from '../registration.js';
import { apiSettings, temporalSettings } from '../settings.js';
import { askJob, askWhy } from '../why/ask-why.js';
import { whyText } from '../why/why-text.js';

/** `why`: why somebody has no account, or has it in this state, and what happens next. Reads only. */
export const registerWhy: Registration = (program, terminal) => {
  program
    .command('why')
    .description('why somebody has no account, or has it in this state, and what happens next')
    .argument('<app>', 'the app')
    .argument(
      '<person>',
      'a user or a group: object id, id in the app, user principal name, mail address, display name or a part of it',
    )
    .addOption(outputOption())
    .action(async (app: string, person: string, { output }: OutputChoice) => {
      const { env, colors } = terminal;
      // The job is asked only about somebody who is there: who is not found is told so at once.
      const explanation = await askWhy(apiSettings(env), app, person);
      const told = inJob(explanation, await askJob(temporalSettings(env), app));
      terminal.print(output === 'json' ? json(told) : whyText(told, Date.now(), colors));
    });
};
