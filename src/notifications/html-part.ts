import { escapeHtml } from './escape-html.js';
import type { Letter, Paragraph, Section, Surroundings } from './letter.js';
import { timeText } from './time-text.js';

/** Mail programs drop style sheets, so every element carries its own. Fonts are those of the device. */
const FONT = 'font-family:system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif';
/** No colour of text or page is set, and what is shaded is half transparent: a program in dark mode chooses both. */
const BODY = `margin:0;padding:16px;${FONT};font-size:16px;line-height:1.5;overflow-wrap:anywhere`;
const COLUMN = 'max-width:600px;margin:0 auto;border-top:4px solid #d97706;padding-top:8px';
const TITLE = 'margin:8px 0 0;font-size:20px;line-height:1.3';
const HEADING = 'margin:24px 0 0;font-size:16px';
const PARAGRAPH = 'margin:8px 0 0';
const COMMAND =
  'margin:4px 0 0;padding:10px 12px;border-radius:6px;background-color:rgba(127,127,127,0.18);white-space:pre-wrap;' +
  'overflow-wrap:anywhere;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:14px';
const BUTTON =
  'display:inline-block;padding:12px 18px;border-radius:6px;background-color:#1d4ed8;color:#ffffff;text-decoration:none';
const FOOTER = 'margin:24px 0 0;font-size:14px';

/** The HTML of a letter: one column, readable on a phone, in light and in dark; nothing is loaded from anywhere. */
export function htmlPart({ subject, sections }: Letter, { jobPage, at }: Surroundings): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="supported-color-schemes" content="light dark">',
    `<title>${escapeHtml(subject)}</title>`,
    '</head>',
    `<body style="${BODY}">`,
    `<div style="${COLUMN}">`,
    `<h1 style="${TITLE}">${escapeHtml(subject)}</h1>`,
    ...sections.flatMap(sectionHtml),
    ...(jobPage === null ? [] : [linkHtml(jobPage)]),
    `<p style="${FOOTER}">Sent by scimflow. As of ${escapeHtml(timeText(at))}.</p>`,
    '</div>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function sectionHtml({ heading, content }: Section): readonly string[] {
  return [`<h2 style="${HEADING}">${escapeHtml(heading)}</h2>`, ...content.flatMap(paragraphHtml)];
}

function paragraphHtml(paragraph: Paragraph): readonly string[] {
  if (typeof paragraph === 'string') return [`<p style="${PARAGRAPH}">${escapeHtml(paragraph)}</p>`];
  return [
    `<p style="${PARAGRAPH}">${escapeHtml(paragraph.purpose)}</p>`,
    `<pre style="${COMMAND}">${escapeHtml(paragraph.command)}</pre>`,
  ];
}

function linkHtml(jobPage: string): string {
  const label = 'The job in Temporal&#39;s Web UI';
  return `<p style="${FOOTER}"><a href="${escapeHtml(jobPage)}" style="${BUTTON}">${label}</a></p>`;
}
