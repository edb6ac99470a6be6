/**
 * A job's page in Temporal's Web UI.
 * @param webUiUrl where the Web UI is, with or without a path.
 * @param workflowId of the job.
 */
export function jobPage(webUiUrl: string, namespace: string, workflowId: string): string {
  const base = webUiUrl.replace(/\/+$/, '');
  return `${base}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(workflowId)}`;
}
