/** `Tue, 03 Mar 2026 14:05 UTC`: the same for every reader, whatever the worker's time zone. */
export function timeText(time: Date): string {
  return time.toUTCString().replace(/:\d\d GMT$/, ' UTC');
}
