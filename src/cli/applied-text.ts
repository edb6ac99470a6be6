import type { Applied } from './apply-configuration.js';
import { counted } from './format.js';
import type { Colors } from './terminal.js';
import { UserError } from './user-error.js';

/** What `apply` prints of one app. */
export function appliedText(applied: Applied, colors: Colors): string {
  if (applied.result === 'failed') return `${applied.app}: ${colors.red('failed')}`;
  const headline = `${applied.app}: ${colors.green(applied.result)}, version ${applied.version}`;
  if (applied.result !== 'updated') return headline;
  const consequence = applied.restartsCycle
    ? 'a new initial cycle begins'
    : 'the next cycle uses it; nothing restarts';
  return [
    `${headline}, ${counted(applied.changes.length, 'change')}: ${consequence}`,
    ...applied.changes.map((path) => `  ${path}`),
  ].join('\n');
}

/** @throws {UserError} when an app's configuration could not be applied. */
export function requireSuccess(applied: readonly Applied[]): void {
  const errors = applied.flatMap((one) => (one.result === 'failed' ? `${one.app}: ${one.error}` : []));
  if (errors.length > 0) throw new UserError(errors.join('\n'));
}
