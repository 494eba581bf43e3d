// Each visitor makes an item, reads it, changes it and removes it again. The table is the same before and after.
import { check, fail, sleep } from 'k6';
import http from 'k6/http';

const ITEMS = `${__ENV.API_BASE || 'http://backend:8000'}/items`;

// One name for all items' addresses: without it every id would be a series of its own in Prometheus.
const ONE_ITEM = '/items/{id}';

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

function json(name) {
  return { headers: { 'Content-Type': 'application/json' }, tags: { name } };
}

// All items of this run begin alike, so that teardown finds them and touches nobody else's.
export function setup() {
  return { prefix: `k6-crud-${Date.now()}-${Math.floor(Math.random() * 1e9)}-` };
}

export default function (run) {
  const name = `${run.prefix}${__VU}-${__ITER}`;

  const made = http.post(ITEMS, JSON.stringify({ name, price: 1.5 }), json('/items'));
  if (!check(made, { 'POST answers 201': (r) => r.status === 201 })) {
    sleep(1); // a broken backend is not asked faster than a sound one
    fail(`POST ${ITEMS} answered ${made.status}`);
  }
  const item = `${ITEMS}/${made.json('id')}`;

  const read = http.get(item, { tags: { name: ONE_ITEM } });
  check(read, {
    'GET answers 200': (r) => r.status === 200,
    'GET answers what POST made': (r) => r.status === 200 && r.json('name') === name && r.json('price') === 1.5,
  });

  const changed = http.put(item, JSON.stringify({ name, price: 2.25 }), json(ONE_ITEM));
  check(changed, {
    'PUT answers 200': (r) => r.status === 200,
    'PUT answers the new price': (r) => r.status === 200 && r.json('price') === 2.25,
  });

  const removed = http.del(item, null, { tags: { name: ONE_ITEM } });
  check(removed, { 'DELETE answers 204': (r) => r.status === 204 });

  const gone = http.get(item, { tags: { name: ONE_ITEM }, responseCallback: http.expectedStatuses(404) });
  check(gone, { 'GET answers 404 afterwards': (r) => r.status === 404 });

  sleep(1);
}

// An iteration that was cut short leaves its item behind.
export function teardown(run) {
  const leftovers = `${ITEMS}?limit=100&prefix=${run.prefix}`;
  for (let page = 0; page < 100; page++) {
    const found = http.get(leftovers, { tags: { name: '/items' } });
    if (found.status === 0) {
      // The thresholds have told of it already; an exception here would turn a failed test into a broken script.
      console.error(`leftovers may remain: GET ${leftovers} got no answer: ${found.error}`);
      return;
    }
    if (found.status !== 200) {
      fail(`cannot look for leftovers: GET ${leftovers} answered ${found.status}`);
    }
    const items = found.json();
    if (items.length === 0) {
      return;
    }
    items.forEach(({ id }) => {
      const removed = http.del(`${ITEMS}/${id}`, null, {
        tags: { name: ONE_ITEM },
        responseCallback: http.expectedStatuses(204, 404), // 404: somebody was quicker, and it is gone all the same
      });
      if (removed.status !== 204 && removed.status !== 404) {
        fail(`cannot remove item ${id}: DELETE answered ${removed.status}`);
      }
    });
  }
  fail(`items named ${run.prefix}* are still there`);
}
