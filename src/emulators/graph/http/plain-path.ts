/**
 * Turns OData's spellings of a path into plain segments: `users('id')` and `users/id`, `users/delta()`,
 * `users/microsoft.graph.delta()` and `users/delta`, and an alternate key into a path of its own.
 */
export function plainPath(url: string): string {
  const at = url.indexOf('?');
  const path = at === -1 ? url : url.slice(0, at);
  if (!path.includes('(') && !path.includes('%28') && !path.includes('graph.delta')) return url;
  const plain = path
    .replaceAll('%27', "'")
    .replaceAll('%28', '(')
    .replaceAll('%29', ')')
    .replace(/\/(?:microsoft\.graph\.)?delta(?:\(\))?$/i, '/delta')
    .replace(/\(appId='([^'/]*)'\)/i, '/byAppId/$1')
    .replace(/\('([^'/]*)'\)/, '/$1');
  return at === -1 ? plain : plain + url.slice(at);
}
