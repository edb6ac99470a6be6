import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import type { Logger } from 'pino';
import { ProvisioningFailure } from '../failures.js';
import { translateFailure } from '../../activities/index.js';

/**
 * Every activity's errors pass here on their way into history and the SDK's log. What nobody foresaw is logged by its place
 * in the code alone: its message may name a person.
 */
export function failureInterceptor(logger: Logger): ActivityInterceptorsFactory {
  return (context) => ({
    inbound: {
      async execute(input, next) {
        try {
          return await next(input);
        } catch (error) {
          const translated = translateFailure(error);
          if (
            (translated as { type?: unknown }).type === 'InternalError' &&
            !(error instanceof ProvisioningFailure)
          )
            logger.error(
              { activity: context.info.activityType, frames: framesOf(error) },
              'Unexpected error',
            );
          throw translated;
        }
      },
    },
  });
}

function framesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  return (error.stack ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '));
}
