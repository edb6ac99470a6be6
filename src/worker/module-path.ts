import { fileURLToPath } from 'node:url';

/** Path of a sibling module, under tsx (`.ts`) and in compiled output (`.js`) alike. */
export function modulePath(specifier: string, from: string): string {
  return fileURLToPath(new URL(`${specifier}${from.endsWith('.ts') ? '.ts' : '.js'}`, from));
}
