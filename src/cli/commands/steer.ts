import { Argument, Option, type Command } from 'commander';
import type { SignalDefinition } from '@temporalio/common';
import type { ResetScope } from '../../../activities/contract.js';
import {
  jobWorkflowId,
  pause,
  provisionNow,
  restart,
  start,
  type RestartInput,
} from '../../../workflows/contract.js';
import { parseResetScope } from '../../policy/reset-scope.js';
import { explain, explanationText } from '../explain-error.js';
import { table } from '../format.js';
import { selectedApps, selection } from '../jobs.js';
import { json, outputOption, type OutputChoice } from '../output-option.js';
import type { Registration } from '../registration.js';
import { temporalSettings } from '../settings.js';
import { promptly, withTemporal } from '../temporal.js';
import type { Terminal } from '../terminal.js';
import { UserError } from '../user-error.js';

/** What a restart can forget, and what that means. */
const RESET_SCOPES: Readonly<Record<ResetScope | 'Full', string>> = {
  QuarantineState: 'the quarantine is lifted, and what was rejected is asked about again',
  Watermark: 'everybody is looked at again: an initial cycle',
  Escrows: 'what failed is not tried again until its source changes',
  ConnectorDataStore: 'the links are forgotten, and everybody is matched anew',
  Full: 'all of the above',
  ForceDeletes: 'deletes and disables that wait are carried out; never part of Full',
};

const SCOPE_NAMES = Object.keys(RESET_SCOPES).join(', ');

interface SteeringOptions extends OutputChoice {
  readonly all?: true;
  readonly reset?: string;
}

interface Steering {
  readonly name: string;
  readonly description: string;
  readonly done: string;
  readonly signal: SignalDefinition<[RestartInput?]> | SignalDefinition;
}

const steerings: readonly Steering[] = [
  {
    name: 'pause',
    description: 'stop between objects; nothing is lost',
    done: 'told to pause',
    signal: pause,
  },
  { name: 'resume', description: 'go on where it stopped', done: 'told to go on', signal: start },
  {
    name: 'restart',
    description: 'begin a cycle now, in place of a running one, after forgetting what --reset names',
    done: 'told to restart',
    signal: restart,
  },
  {
    name: 'sync',
    description: 'run a cycle now instead of at its time',
    done: 'told to run a cycle now',
    signal: provisionNow,
  },
];

/** `pause`, `resume`, `restart` and `sync`: one signal to each job. */
export const registerSteering: Registration = (program, terminal) => {
  for (const steering of steerings) {
    const command = program
      .command(steering.name)
      .description(steering.description)
      .addArgument(new Argument('[app...]', 'the apps'))
      .option('--all', 'every job')
      .addOption(outputOption());
    if (steering.signal === restart) addResetOption(command);
    command.action((apps: string[], options: SteeringOptions) => steer(steering, apps, options, terminal));
  }
};

function addResetOption(command: Command): void {
  command.addOption(
    new Option(
      '--reset <scopes>',
      `comma list of ${SCOPE_NAMES} (default: QuarantineState, Watermark, Escrows)`,
    ),
  );
  const scopes = Object.entries(RESET_SCOPES).map(([name, effect]) => [`  ${name}`, effect]);
  command.addHelpText('after', `\nScopes:\n${table(scopes)}`);
}

async function steer(
  steering: Steering,
  named: readonly string[],
  options: SteeringOptions,
  terminal: Terminal,
): Promise<void> {
  const settings = temporalSettings(terminal.env);
  const args = options.reset === undefined ? [] : [{ resetScope: checkedScopes(options.reset) }];
  const selected = selection(named, options.all === true);
  const outcomes = await withTemporal(settings, async (client) => {
    const apps = await selectedApps(client, selected);
    return Promise.all(
      apps.map(async (app) => {
        const handle = client.workflow.getHandle(jobWorkflowId(app));
        try {
          await promptly(client, () =>
            handle.signal<[RestartInput?]>(steering.signal.name, ...(args as [RestartInput?])),
          );
          return { app, done: true, error: null };
        } catch (error) {
          return { app, done: false, error: explanationText(explain(error, settings)) };
        }
      }),
    );
  });
  if (options.output === 'json') terminal.print(json(outcomes));
  else for (const { app, done } of outcomes) if (done) terminal.print(`${app}: ${steering.done}`);
  const errors = outcomes.flatMap(({ error }) => error ?? []);
  if (errors.length > 0) throw new UserError(errors.join('\n'));
}

/** @throws {UserError} for a scope that is none: a signal cannot answer, so the job would only report it later. */
function checkedScopes(text: string): string {
  const { unknown } = parseResetScope(text);
  if (unknown.length === 0) return text;
  throw new UserError(`--reset: ${unknown.join(', ')} is no scope. Scopes: ${SCOPE_NAMES}.`, {
    exitCode: 2,
  });
}
