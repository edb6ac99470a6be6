import { Command } from 'commander';
import { registerApply } from './commands/apply.js';
import { registerDeletes } from './commands/deletes.js';
import { registerDemo } from './commands/demo.js';
import { registerExpression } from './commands/expression.js';
import { registerGallery } from './commands/gallery.js';
import { registerLogs } from './commands/logs.js';
import { registerPlan } from './commands/plan.js';
import { registerProvision } from './commands/provision.js';
import { registerSchema } from './commands/schema.js';
import { registerScoping } from './commands/scoping.js';
import { registerSteering } from './commands/steer.js';
import { registerStart } from './commands/start.js';
import { registerStatus } from './commands/status.js';
import { registerTestConnection } from './commands/test-connection.js';
import { registerWhy } from './commands/why.js';
import { registerWorker } from './commands/worker.js';
import type { Registration } from './registration.js';
import type { Terminal } from './terminal.js';

const registrations: readonly Registration[] = [
  registerDemo,
  registerStart,
  registerWorker,
  registerApply,
  registerStatus,
  registerSteering,
  registerDeletes,
  registerPlan,
  registerProvision,
  registerTestConnection,
  registerLogs,
  registerWhy,
  registerGallery,
  registerExpression,
  registerScoping,
  registerSchema,
];

/** The command line. It throws instead of ending the process. */
export function createProgram(terminal: Terminal): Command {
  const program = new Command('scimflow')
    .description(
      'Self-hosted user provisioning on Temporal: keeps the accounts of SCIM apps in step with a directory.',
    )
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        terminal.print(text.trimEnd());
      },
      writeErr: (text) => {
        terminal.note(text.trimEnd());
      },
    })
    .showHelpAfterError('Run it with --help to see how it is used.')
    .addHelpText('after', environmentHelp);
  for (const register of registrations) register(program, terminal);
  return program;
}

const environmentHelp = `
Environment:
  TEMPORAL_ADDRESS      Temporal server (127.0.0.1:7233); also TEMPORAL_NAMESPACE, TEMPORAL_API_KEY, TEMPORAL_TLS…
  SCIMFLOW_TASK_QUEUE   task queue of the workers (scimflow)
  SCIMFLOW_API_URL      read API of a worker (http://127.0.0.1:8080), with SCIMFLOW_API_TOKEN
  DATABASE_URL          PostgreSQL of the workers
  SCIMFLOW_DEBUG=1      show where an error comes from

Exit codes: 0 done, 1 the thing failed, 2 the command was wrong.`;
