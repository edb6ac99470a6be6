export { cycleFailedMail, type CycleFailure, type MailText } from './cycle-failed.js';
export { Mailer } from './mailer.js';
