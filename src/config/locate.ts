import type { z } from 'zod';
import { pathText } from '../document-path.js';
import { closestName } from '../expressions/closest-name.js';
import type { ConfigurationProblem } from './configuration-error.js';
import type { Finding } from './issues.js';
import { knownKeys } from './known-keys.js';
import type { YamlDocument } from './yaml-document.js';

/** The finding with its place in the text, and for an unknown setting the one that was probably meant. */
export function locate(document: YamlDocument, finding: Finding, schema: z.ZodType): ConfigurationProblem {
  const isAboutKey = finding.unknownKey !== undefined || finding.isAboutKey === true;
  const place = document.position(finding.path, isAboutKey ? 'key' : 'value');
  return {
    ...place,
    path: pathText(finding.path),
    message: finding.message + suggestionFor(finding, schema, document.data),
  };
}

function suggestionFor({ path, unknownKey }: Finding, schema: z.ZodType, data: unknown): string {
  if (unknownKey === undefined) return '';
  const known = knownKeys(schema, path.slice(0, -1), data);
  const meant = closestName(unknownKey, known);
  return meant === null ? `; known here: ${known.join(', ')}` : `; did you mean ${meant}?`;
}
