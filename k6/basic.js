// The smallest useful test: five visitors who read the list of items.
import { check, sleep } from 'k6';
import http from 'k6/http';

const API_BASE = __ENV.API_BASE || 'http://backend:8000';

export const options = {
  stages: [
    { duration: '10s', target: 5 },
    { duration: '30s', target: 5 },
    { duration: '10s', target: 0 },
  ],
  thresholds: {
    http_req_duration: ['p(95)<500'],
    http_req_failed: ['rate<0.01'],
  },
};

export default function () {
  const response = http.get(`${API_BASE}/items?limit=10`);
  check(response, { 'status is 200': (r) => r.status === 200 });
  sleep(1); // a visitor reads before asking again
}
