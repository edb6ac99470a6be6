/** The part of a pino logger that is used here. No attribute value, token, query or body is ever given to it. */
export interface ScimLogger {
  debug(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}
