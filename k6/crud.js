// Each visitor makes an item, reads it, changes it and removes it again. The table is the same before and after.
import { chooseAPrefix, keepAnItem, removeLeftovers } from './lib/visits.js';

export const options = {
  stages: [
    { duration: '10s', target: 5 },
    { duration: '30s', target: 5 },
    { duration: '10s', target: 0 },
  ],
  thresholds: {
    http_req_duration: ['p(95)<500'],
    http_req_failed: ['rate<0.01'],
    checks: ['rate>0.99'],
  },
};

export const setup = chooseAPrefix;

export default keepAnItem;

export const teardown = removeLeftovers;
