// Runs teardown() of the user's script once, after the load has ended on all runners, with what setup() had returned.
import * as user from '@SCRIPT@';

// As in harness.js, VUs get none of this: the one VU there is has nothing to do.
const run = __VU === 0 ? JSON.parse(open('./run.json')) : undefined;
const stored = __VU === 0 ? storedData() : undefined;

export const options = __VU === 0 ? optionsForK6() : undefined;

export function setup() {
  return stored;
}

export default function () {}

export function teardown(data) {
  return typeof user.teardown === 'function' ? user.teardown(data) : undefined;
}

export function handleSummary() {
  return {}; // the numbers of a test without load would only be taken for the run's
}

// k6 makes the options of the teardown run out of these; what would make load, wait or judge has no place in it.
function optionsForK6() {
  const theirs = typeof user.options === 'object' && user.options !== null ? user.options : {};
  const {
    scenarios, stages, duration, iterations, vus, rps, minIterationDuration, executionSegment, executionSegmentSequence,
    thresholds, summaryTrendStats, setupTimeout, noSetup, paused, ...kept
  } = theirs;
  return Object.assign({}, kept, { vus: 1, iterations: 1, tags: Object.assign({}, theirs.tags, run.tags, { runner: 'teardown' }) });
}

// No file: setup() returned nothing, or there is none.
function storedData() {
  let text;
  try {
    text = open('/loadtest-setup/data.json');
  } catch (_) {
    return undefined;
  }
  try {
    return text.trim() === '' ? undefined : JSON.parse(text);
  } catch (error) {
    console.error(`LoadTest: teardown() gets no data, for what setup() returned cannot be read: ${error}`);
    return undefined;
  }
}
