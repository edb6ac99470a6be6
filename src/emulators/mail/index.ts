export {
  startMailCatcher,
  type CaughtMessage,
  type MailFault,
  type MailFaults,
  type RunningMailCatcher,
} from './start-mail-catcher.js';
