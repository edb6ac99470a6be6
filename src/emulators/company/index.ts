import { fileURLToPath } from 'node:url';

/** The folder of the demo company's seed files. */
export const companyFolder = fileURLToPath(new URL('.', import.meta.url));
