import { htmlPart } from './html-part.js';
import type { Letter, Mail, Section, Surroundings } from './letter.js';
import { printable } from './printable.js';
import { textPart } from './text-part.js';

/** Text and HTML of a letter. Both say the same. */
export function layOut(letter: Letter, surroundings: Surroundings): Mail {
  const clean: Letter = { subject: printable(letter.subject), sections: letter.sections.map(cleaned) };
  return {
    subject: clean.subject,
    text: textPart(clean, surroundings),
    html: htmlPart(clean, surroundings),
  };
}

function cleaned({ heading, content }: Section): Section {
  return {
    heading,
    content: content.map((paragraph) =>
      typeof paragraph === 'string'
        ? printable(paragraph)
        : { purpose: printable(paragraph.purpose), command: printable(paragraph.command) },
    ),
  };
}
