export { startMailCatcher, type CaughtMessage, type RunningMailCatcher } from './start-mail-catcher.js';
