"""Runs every check that scim2-tester knows against a SCIM server, and prints the results as one line of JSON.

Usage: SCIM_TOKEN=... check_server.py <base URL>
"""

import json
import os
import sys

from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import check_server

http = Client(
    base_url=sys.argv[1],
    headers={"Authorization": f"Bearer {os.environ['SCIM_TOKEN']}"},
    timeout=30,
    trust_env=False,
)
results = check_server(SyncSCIMClient(http))
print(
    json.dumps(
        [
            {
                "status": result.status.name,
                "title": result.title,
                "reason": result.reason,
                "resourceType": result.resource_type,
            }
            for result in results
        ]
    )
)
