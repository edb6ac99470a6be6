import { closestName } from '../closest-name.js';
import { UnusableDateFormat } from './unusable-date-format.js';

const STYLES = [
  'None',
  'AllowLeadingWhite',
  'AllowTrailingWhite',
  'AllowInnerWhite',
  'AllowWhiteSpaces',
  'NoCurrentDateDefault',
  'AdjustToUniversal',
  'AssumeLocal',
  'AssumeUniversal',
  'RoundtripKind',
] as const;
export type DateTimeStyle = (typeof STYLES)[number];

const ZONE_STYLES = ['AdjustToUniversal', 'AssumeLocal', 'AssumeUniversal'] as const;

/**
 * How a date is read. All dates being UTC here, and local time being UTC, the styles on zones (`AdjustToUniversal`,
 * `AssumeLocal`, `AssumeUniversal`, `RoundtripKind`) change nothing.
 * @see .NET, DateTimeStyles.
 */
export type DateTimeStyles = ReadonlySet<DateTimeStyle>;

export const DEFAULT_STYLES: DateTimeStyles = new Set([
  'RoundtripKind',
  'AllowLeadingWhite',
  'AllowTrailingWhite',
]);

/**
 * Reads names separated by commas; none are the default styles.
 * @throws {UnusableDateFormat} for unknown names, and for those that .NET refuses together.
 */
export function readDateTimeStyles(text: string): DateTimeStyles {
  if (text.trim() === '') return DEFAULT_STYLES;
  const styles = new Set(text.split(',').map((name) => styleNamed(name.trim())));
  if (styles.has('AllowWhiteSpaces'))
    for (const style of ['AllowLeadingWhite', 'AllowInnerWhite', 'AllowTrailingWhite'] as const)
      styles.add(style);
  if (styles.has('AssumeLocal') && styles.has('AssumeUniversal'))
    throw new UnusableDateFormat('AssumeLocal or AssumeUniversal, not both');
  if (styles.has('RoundtripKind') && ZONE_STYLES.some((style) => styles.has(style)))
    throw new UnusableDateFormat(`RoundtripKind without ${ZONE_STYLES.join(', ')}`);
  return styles;
}

function styleNamed(name: string): DateTimeStyle {
  const style = STYLES.find((known) => known === name);
  if (style === undefined)
    throw new UnusableDateFormat(
      `styles, separated by commas: ${STYLES.join(', ')}`,
      closestName(name, STYLES) ?? undefined,
    );
  return style;
}
