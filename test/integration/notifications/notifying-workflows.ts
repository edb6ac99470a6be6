import { notify, type NotifyInput } from '../../../workflows/notify.js';

export { provisioningNotification } from '../../../workflows/index.js';

/** Hands a mail over as a job does, and ends. */
export async function notifier(input: NotifyInput): Promise<void> {
  await notify(input);
}
