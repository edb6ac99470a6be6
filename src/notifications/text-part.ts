import type { Letter, Paragraph, Section, Surroundings } from './letter.js';
import { timeText } from './time-text.js';

/** The plain text of a letter. */
export function textPart({ sections }: Letter, { jobPage, at }: Surroundings): string {
  return [
    ...sections.map(sectionText),
    ...(jobPage === null ? [] : [`The job in Temporal's Web UI:\n${jobPage}`]),
    `--\nSent by scimflow. As of ${timeText(at)}.\n`,
  ].join('\n\n');
}

function sectionText({ heading, content }: Section): string {
  return [heading.toUpperCase(), ...content.map(paragraphText)].join('\n\n');
}

function paragraphText(paragraph: Paragraph): string {
  return typeof paragraph === 'string' ? paragraph : `${paragraph.purpose}\n  ${paragraph.command}`;
}
