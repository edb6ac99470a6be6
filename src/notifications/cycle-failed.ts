/** A failed cycle, as its mail tells it. */
export interface CycleFailure {
  readonly appId: string;
  readonly number: number;
  readonly kind: 'initial' | 'incremental';
  readonly error: { readonly code: string; readonly message: string };
}

export interface MailText {
  readonly subject: string;
  readonly text: string;
}

/** Subject and body of the mail about a failed cycle: what happened, what it means, what to do. */
export function cycleFailedMail({ appId, number, kind, error }: CycleFailure): MailText {
  return {
    subject: `Provisioning of ${appId}: cycle ${number} failed (${error.code})`,
    text: [
      `The ${kind} cycle ${number} of ${appId} could not be completed.`,
      '',
      `What happened: ${error.message}`,
      '',
      'No account was removed because of it. What was already written stays, and the next cycle goes on from there.',
      '',
      'To look closer:',
      `  scimflow status ${appId}`,
      `  scimflow logs ${appId} --status failure`,
      '',
      'Once the cause is mended, run the next cycle at once:',
      `  scimflow sync ${appId}`,
      '',
    ].join('\n'),
  };
}
