import type { Route } from './route.js';
import { escrowsRoute } from './routes/escrows.js';
import { eventsRoute } from './routes/events.js';
import { healthRoute, readinessRoute } from './routes/health.js';
import { objectsRoute } from './routes/objects.js';
import { openApiRoute } from './routes/openapi.js';
import { provisioningLogRoute, provisioningLogsRoute } from './routes/provisioning-logs.js';
import { reportEntriesRoute, reportRoute } from './routes/reports.js';
import { schemaRoute } from './routes/schema.js';
import { whyRoute } from './routes/why.js';

/** Every question that the read API answers: a new one is a line here. */
export const routes: readonly Route[] = [
  healthRoute,
  readinessRoute,
  provisioningLogsRoute,
  provisioningLogRoute,
  eventsRoute,
  escrowsRoute,
  schemaRoute,
  reportRoute,
  reportEntriesRoute,
  objectsRoute,
  whyRoute,
  openApiRoute(() => routes),
];
