export { MailFailure } from './mail-failure.js';
export { Mailer, type Occasion } from './mailer.js';
