import { DefaultLogger, type LogLevel } from '@temporalio/worker';
import type { Logger } from 'pino';

const LEVELS = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
} as const satisfies Record<LogLevel, string>;

/** Temporal's own log lines through ours, with what identifies a workflow or activity and nothing else. */
export function temporalLogger(logger: Logger): DefaultLogger {
  return new DefaultLogger('INFO', ({ level, message, meta }) => {
    const { workflowId, activityType, attempt, taskQueue, error } = (meta ?? {}) as Record<string, unknown>;
    const failure = error instanceof Error ? { name: error.name, message: error.message } : undefined;
    logger[LEVELS[level]]({ workflowId, activityType, attempt, taskQueue, failure }, message);
  });
}
