// What visitors of the demo do.
import { check, fail, sleep } from 'k6';
import * as items from './items.js';

// Reads the first items.
export function look() {
  const response = items.list(10);
  check(response, { 'status is 200': (r) => r.status === 200 });
}

// The same, and reads before asking again.
export function browse() {
  look();
  sleep(1);
}

// Makes an item, reads it, changes it and removes it again.
export function keepAnItem(run) {
  const name = `${run.prefix}${__VU}-${__ITER}`;

  const made = items.make({ name, price: 1.5 });
  if (!check(made, { 'POST answers 201': (r) => r.status === 201 })) {
    sleep(1); // a broken backend is not asked faster than a sound one
    fail(`POST ${made.url} answered ${made.status}`);
  }
  const id = made.json('id');

  const read = items.read(id);
  check(read, {
    'GET answers 200': (r) => r.status === 200,
    'GET answers what POST made': (r) => r.status === 200 && r.json('name') === name && r.json('price') === 1.5,
  });

  const changed = items.change(id, { name, price: 2.25 });
  check(changed, {
    'PUT answers 200': (r) => r.status === 200,
    'PUT answers the new price': (r) => r.status === 200 && r.json('price') === 2.25,
  });

  const removed = items.remove(id);
  check(removed, { 'DELETE answers 204': (r) => r.status === 204 });

  const gone = items.readGone(id);
  check(gone, { 'GET answers 404 afterwards': (r) => r.status === 404 });

  sleep(1);
}

// The setup() of a script whose visitors keep items: all items of a run begin alike, so that the function below finds them and touches
// nobody else's.
export function chooseAPrefix() {
  return { prefix: `k6-${Date.now()}-${Math.floor(Math.random() * 1e9)}-` };
}

// Its teardown(): an iteration that was cut short leaves its item behind.
export function removeLeftovers(run) {
  for (let page = 0; page < 100; page++) {
    const found = items.listNamed(run.prefix);
    if (found.status === 0) {
      // The thresholds have told of it already; an exception here would turn a failed test into a broken script.
      console.error(`leftovers may remain: GET ${found.url} got no answer: ${found.error}`);
      return;
    }
    if (found.status !== 200) {
      fail(`cannot look for leftovers: GET ${found.url} answered ${found.status}`);
    }
    const leftovers = found.json();
    if (leftovers.length === 0) {
      return;
    }
    leftovers.forEach(({ id }) => {
      const removed = items.removeIfThere(id); // 404: somebody was quicker, and it is gone all the same
      if (removed.status !== 204 && removed.status !== 404) {
        fail(`cannot remove item ${id}: DELETE answered ${removed.status}`);
      }
    });
  }
  fail(`items named ${run.prefix}* are still there`);
}
