// Smoke, endurance and spike at once, each with thresholds of its own: does all of it work, does it go on working, and does it stand
// a rush. How long and how much is said by variables.
import { browse, chooseAPrefix, keepAnItem, look, removeLeftovers } from './lib/visits.js';

const number = (variable, usual) => Number(__ENV[variable] || usual);

const SMOKE_SECONDS = number('SMOKE_SECONDS', 60);
const ENDURANCE_SECONDS = number('ENDURANCE_SECONDS', 120);
const SPIKE_AFTER_SECONDS = number('SPIKE_AFTER_SECONDS', 45); // the endurance goes on before, meanwhile and after
const SPIKE_SECONDS = number('SPIKE_SECONDS', 30); // a third each for the rise, the top and the fall
const SPIKE_RATE = number('SPIKE_RATE', 50); // requests per second at the top

const third = `${Math.ceil((SPIKE_SECONDS * 1000) / 3)}ms`;

export const options = {
  scenarios: {
    smoke: {
      executor: 'constant-vus',
      exec: 'smoke',
      vus: 1,
      duration: `${SMOKE_SECONDS}s`,
    },
    endurance: {
      executor: 'constant-vus',
      exec: 'endurance',
      vus: 5,
      duration: `${ENDURANCE_SECONDS}s`,
    },
    spike: {
      executor: 'ramping-arrival-rate',
      exec: 'spike',
      startTime: `${SPIKE_AFTER_SECONDS}s`,
      startRate: 0,
      timeUnit: '1s',
      preAllocatedVUs: Math.max(SPIKE_RATE, 2), // enough while an answer takes less than a second
      stages: [
        { duration: third, target: SPIKE_RATE },
        { duration: third, target: SPIKE_RATE },
        { duration: third, target: 0 },
      ],
    },
  },
  thresholds: {
    'checks{scenario:smoke}': ['rate==1'],
    'http_req_duration{scenario:smoke}': ['p(95)<500'],
    'http_req_failed{scenario:smoke}': ['rate<0.01'],
    'http_req_duration{scenario:endurance}': ['p(95)<500', 'avg<300'],
    'http_req_failed{scenario:endurance}': ['rate<0.01'],
    // In a rush it may be slower, and must still answer.
    'http_req_duration{scenario:spike}': ['p(95)<1500'],
    'http_req_failed{scenario:spike}': ['rate<0.05'],
  },
};

export const setup = chooseAPrefix;

export const smoke = keepAnItem;

export const endurance = browse;

export const spike = look;

export const teardown = removeLeftovers;
