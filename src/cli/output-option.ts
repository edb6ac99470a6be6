import { Option } from 'commander';

export interface OutputChoice {
  readonly output: 'text' | 'json';
}

/** `--output text|json`, the same for every command that reads. */
export function outputOption(): Option {
  return new Option('-o, --output <format>', 'for people or for programs')
    .choices(['text', 'json'])
    .default('text');
}

export function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
