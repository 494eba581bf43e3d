// Runs the user's script as it is and prints what it measured in lines that survive a container's log.
// What it adds comes from run.json beside it. It does not throw: what is wrong with the script is for k6 to say.
import * as user from '@SCRIPT@';

export * from '@SCRIPT@';
export default user.default;

// VUs get none of this: 1,000 of them would each hold a copy. k6 loads the options, setup() and handleSummary() as VU 0, each anew.
const harness = __VU === 0 ? harnessOf(JSON.parse(open('./run.json'))) : undefined;

export const options = harness ? harness.options : user.options;
export const setup = harness && harness.setup;
export const handleSummary = harness && harness.handleSummary;

function harnessOf(run) {
  // Not by import, which would be made for each VU as well.
  const exec = require('k6/execution');
  const encoding = require('k6/encoding');
  const crypto = require('k6/crypto');
  const { sleep } = require('k6');

  const DEFAULT_STATS = ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)'];
  const EXACT_UP_TO = 150; // samples; 0.3 percent is less than half of 100 / 149, so each rank interval holds two knots
  const COARSE = [1, 5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 85, 90, 95, 97.5, 99, 99.5, 99.9, 99.99];
  const PART_LENGTH = 3800; // with its head a line stays below 4,000 bytes
  const DIGEST_LENGTH = 3000; // of the 4,096 bytes that Kubernetes keeps
  const PLAN_LENGTH = 11000; // as base64 and with what k6 puts around it below the 16 KiB at which containerd cuts a line

  const index = Number(__ENV.JOB_COMPLETION_INDEX || 0) || 0;
  const theirOptions = isObject(user.options) ? user.options : {};
  const askedStats = Array.isArray(theirOptions.summaryTrendStats) ? theirOptions.summaryTrendStats : DEFAULT_STATS;
  const scriptThresholds = isObject(theirOptions.thresholds) ? theirOptions.thresholds : {};
  const declared = declaredThresholds(); // normalised metric name -> [{expression, source, abortOnFail, given}]
  const grid = percentiles();

  for (const variable of ['K6_SUMMARY_TREND_STATS', 'K6_THRESHOLDS']) {
    // The one exception: k6 would take these instead of our percentiles and thresholds, and the whole test would be for nothing.
    if (__ENV[variable] !== undefined) throw new Error(`the variable ${variable} would lose the result; use the options of the script`);
  }
  // k6 itself minds noSetup and noTeardown only where it is k6 that calls these functions.
  const hasSetup = typeof user.setup === 'function' && theirOptions.noSetup !== true;
  const hasTeardown = typeof user.teardown === 'function' && theirOptions.noTeardown !== true;

  return { options: optionsForK6(), setup, handleSummary };

  // Exported even when the script has none: only from here on k6 tells the consolidated options.
  function setup(...args) {
    printPlan();
    return setupData(hasSetup ? user.setup(...args) : undefined);
  }

  function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  }

  // ---- thresholds

  // k6 reads m{a:b} and m{ a:"b" } as one sub-metric but keeps one name only: so there is one spelling, the same as MetricName's.
  function normalised(name) {
    const open = name.indexOf('{');
    if (open < 0 || !name.endsWith('}')) return name;
    const tags = name.slice(open + 1, -1).split(',').filter((tag) => tag.trim() !== '');
    if (tags.length === 0 || tags.some((tag) => tag.indexOf(':') < 0)) return name; // k6 will refuse it
    const values = new Map(); // of a tag given twice k6 takes the last
    for (const tag of tags) {
      const colon = tag.indexOf(':');
      values.set(unquoted(tag.slice(0, colon)), unquoted(tag.slice(colon + 1)));
    }
    return name.slice(0, open) + '{' + [...values].map(([tag, value]) => `${tag}:${value}`).sort().join(',') + '}';
  }

  function unquoted(text) {
    return text.trim().replace(/^["']+/, '').replace(/["']+$/, '');
  }

  function declaredThresholds() {
    const all = Object.create(null);
    const add = (name, given, source) => {
      const expression = isObject(given) ? given.threshold : given;
      const list = all[normalised(name)] || (all[normalised(name)] = []);
      if (list.some((known) => known.expression === expression && known.source !== source)) return; // the script has it already
      list.push({ expression, source, abortOnFail: isObject(given) && given.abortOnFail === true, given });
    };
    for (const name in scriptThresholds) {
      if (Array.isArray(scriptThresholds[name])) scriptThresholds[name].forEach((given) => add(name, given, 'script'));
    }
    for (const name in run.thresholds) run.thresholds[name].forEach((given) => add(name, given, 'resource'));
    return all;
  }

  // k6's own scan: the first operator of this list that has something on its right.
  function parsed(expression) {
    if (typeof expression !== 'string') return undefined;
    for (const operator of ['<=', '<', '>=', '>', '===', '==', '!=']) {
      const at = expression.indexOf(operator);
      if (at < 0 || at + operator.length === expression.length) continue;
      const method = expression.slice(0, at).trim();
      const limit = expression.slice(at + operator.length).trim();
      const percent = /^p\(([^)]*)\)$/.exec(method);
      const known = /^(value|count|rate|avg|min|med|max|p)$/.test(method)
        || (percent && isNumber(percent[1]) && number(percent[1]) >= 0 && number(percent[1]) <= 100);
      if (!known || !isNumber(limit)) return undefined;
      return { method, operator, limit: number(limit), percent: percent ? number(percent[1]) : method === 'p' ? 0 : undefined };
    }
    return undefined;
  }

  // Go's decimal numbers, with underscores between digits. It knows hexadecimal ones and infinity too; those are left to k6.
  function isNumber(text) {
    return /^[+-]?([0-9](_?[0-9])*\.?([0-9](_?[0-9])*)?|\.[0-9](_?[0-9])*)([eE][+-]?[0-9](_?[0-9])*)?$/.test(text)
      && Number.isFinite(number(text));
  }

  function number(text) {
    return Number(text.replace(/_/g, ''));
  }

  // One runner of many has no verdict to give, but the sub-metrics must exist: each threshold becomes one that always holds. Those that
  // may end the test stay as they are, but end nothing: k6's REST API then says that this runner broke one, and k6 ends with 99.
  function forOneOfMany({ expression, abortOnFail, given }) {
    if (abortOnFail && typeof expression === 'string') return expression;
    const understood = parsed(expression);
    return understood ? `${understood.method}>=-1.7e308` : given; // what we do not understand k6 shall refuse itself
  }

  function thresholdsForK6() {
    const all = {};
    for (const name in scriptThresholds) {
      if (!Array.isArray(scriptThresholds[name])) all[name] = scriptThresholds[name]; // k6 refuses it with its own words
      else if (scriptThresholds[name].length === 0) all[normalised(name)] = []; // declares a sub-metric
    }
    for (const name in declared) {
      const given = run.parallelism > 1 ? declared[name].map(forOneOfMany) : declared[name].map((threshold) => threshold.given);
      all[name] = given.filter((one, at) => typeof one !== 'string' || given.indexOf(one) === at);
    }
    return all;
  }

  // ---- options

  function percentiles() {
    const all = [...COARSE];
    const add = (from, to, step) => { // in ten-thousandths of a percent, which divide into what k6 reads from their decimals
      for (let at = from; at < to; at += step) all.push(at / 10000);
    };
    add(3000, 900000, 3000);
    add(900000, 990000, 500);
    add(990000, 999000, 100);
    add(999000, 1000000, 50);
    for (const name in declared) {
      for (const { expression } of declared[name]) {
        const understood = parsed(expression);
        if (understood && understood.percent > 0 && understood.percent < 100) all.push(understood.percent);
      }
    }
    // Sorted as numbers without a function that is called thousands of times: this is done for each VU 0.
    return Array.from(Float64Array.from(all).sort()).filter((percent, at, sorted) => percent !== sorted[at - 1]);
  }

  function stat(percent) {
    return `p(${percent})`;
  }

  function optionsForK6() {
    if (user.options !== undefined && !isObject(user.options)) return user.options; // k6 refuses it with its own words
    const ours = {
      thresholds: thresholdsForK6(),
      tags: Object.assign({}, theirOptions.tags, run.tags, { runner: String(index) }),
      summaryTrendStats: [...new Set([...askedStats, ...DEFAULT_STATS, 'count', ...grid.map(stat)])],
    };
    if (run.parallelism > 1) {
      const cut = (i) => (i === 0 ? '0' : i === run.parallelism ? '1' : `${i}/${run.parallelism}`);
      ours.executionSegment = `${cut(index)}:${cut(index + 1)}`;
      ours.executionSegmentSequence = Array.from({ length: run.parallelism + 1 }, (_, i) => cut(i)).join(',');
      if (Number.isInteger(theirOptions.rps) && theirOptions.rps > 0) {
        // k6 limits each process by itself. At least 1, for 0 would mean no limit.
        const upTo = (i) => Math.floor((theirOptions.rps * i) / run.parallelism);
        ours.rps = Math.max(1, upTo(index + 1) - upTo(index));
      }
    }
    return Object.assign({}, theirOptions, ours);
  }

  // ---- the plan

  function printPlan() {
    try {
      const { scenarios, setupTimeout, teardownTimeout } = exec.test.options; // of the whole test: k6 does not cut these to a segment
      const plan = {
        planned: 0,
        longest: 0,
        setupTimeout: Math.round(millis(setupTimeout, 60000)),
        teardownTimeout: Math.round(millis(teardownTimeout, 60000)),
        arrivalMaxVUs: arrivalMaxVUs(Object.values(scenarios)),
        aborts: [],
        setup: hasSetup,
      };
      for (const name in scenarios) {
        const end = millis(scenarios[name].startTime, 0) + lengthOf(scenarios[name]);
        plan.planned = Math.max(plan.planned, Math.round(end));
        plan.longest = Math.max(plan.longest, Math.round(end + millis(scenarios[name].gracefulStop, 30000)));
      }
      const left = abortsByMetric();
      let length = ascii(plan).length;
      while (left.length > 0 && (length += ascii(left[0]).length) <= PLAN_LENGTH) plan.aborts.push(...left.shift());
      console.log(`LOADTEST-PLAN ${run.nonce} ${encoding.b64encode(ascii(plan))}`);
      if (left.length > 0 && run.parallelism > 1) {
        console.warn(`LoadTest: too many thresholds with abortOnFail; those of ${left.length} metrics will not end the test early`);
      }
    } catch (_) {
      // Without a plan the operator looks when the run ends; that is no reason to fail it.
    }
  }

  function arrivalMaxVUs(scenarios) {
    if (!scenarios.every(({ executor }) => /^(constant|ramping)-arrival-rate$/.test(executor))) return 0;
    return scenarios.reduce((sum, { maxVUs, preAllocatedVUs }) => sum + (typeof maxVUs === 'number' ? maxVUs : preAllocatedVUs), 0);
  }

  // All of a metric or none: k6 tells of a metric only whether any of its thresholds is broken.
  function abortsByMetric() {
    const all = [];
    for (const name in declared) {
      const aborts = declared[name].filter(({ expression, abortOnFail }) => abortOnFail && typeof expression === 'string');
      const isAllTheyTell = declared[name].every((threshold) => aborts.includes(threshold) || parsed(threshold.expression));
      if (aborts.length > 0 && isAllTheyTell) {
        all.push(aborts.map(({ expression, given }) => [name, expression, Math.round(millis(given.delayAbortEval, 0))]));
      }
    }
    return all;
  }

  function ascii(value) {
    return JSON.stringify(value).replace(/[\u007f-\uffff]/g, (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
  }

  function lengthOf(scenario) {
    if (Array.isArray(scenario.stages)) return scenario.stages.reduce((sum, stage) => sum + millis(stage.duration, 0), 0);
    return 'maxDuration' in scenario ? millis(scenario.maxDuration, 600000) : millis(scenario.duration, 0);
  }

  function millis(duration, otherwise) {
    if (typeof duration === 'number') return duration;
    if (typeof duration !== 'string') return otherwise;
    if (isNumber(duration)) return number(duration);
    const unit = { d: 86400000, h: 3600000, m: 60000, s: 1000, ms: 1, us: 0.001, 'µs': 0.001, ns: 0.000001 };
    let sum = 0;
    for (const [, number, name] of duration.matchAll(/([0-9.]+)(ms|us|µs|ns|d|h|m|s)/g)) sum += Number(number) * unit[name];
    return sum;
  }

  // ---- setup() for all runners

  // Called through the REST API, for whoever hands the data on to every runner; without setupOnce the data is k6's own business.
  function setupData(returned) {
    if (!run.setupOnce) return returned;
    const answer = (data) => {
      if (hasSetup) refuseWhenCutOff();
      return Object.assign(
        { 'loadtest.dev/setup': run.nonce, ran: hasSetup, teardown: hasTeardown },
        data === undefined ? {} : { data }, // k6 would make null of a member that is undefined
      );
    };
    return returned && typeof returned.then === 'function' ? returned.then(answer) : answer(returned);
  }

  // When the caller is gone, k6 has whatever setup() waits for return at once and ends it a moment later. One that came to its end in
  // between has done half of what it wanted, and k6 would keep its data.
  function refuseWhenCutOff() {
    const begun = Date.now();
    sleep(0.02);
    if (Date.now() - begun < 10) throw new Error('setup() was cut off: its caller is gone');
  }

  // ---- the summary

  async function handleSummary(data) {
    let result;
    let printed = '\n'; // ends whatever line another writer may have begun
    const files = {};
    try {
      result = resultOf(data); // before their code can change the data
      if (run.terminationLog) files['/dev/termination-log'] = digest(result);
    } catch (error) {
      console.error(`LoadTest: the result cannot be printed: ${error}`);
    }
    const theirs = {};
    const problem = await callTheirs(data, theirs);
    try {
      if (result) {
        if (problem !== undefined) result.userSummaryError = problem.slice(0, 1000);
        printed += lines(JSON.stringify(result));
      }
    } catch (error) {
      console.error(`LoadTest: the result cannot be printed: ${error}`);
    }
    return Object.assign({}, theirs, { stdout: joined(theirs.stdout, printed) }, files);
  }

  // Fills files with what they want written. Answers what was wrong, if anything.
  async function callTheirs(data, files) {
    let problem;
    if (typeof user.handleSummary === 'function') {
      try {
        const returned = await inTime(user.handleSummary(copyFor(data)));
        if (isObject(returned) && !(returned instanceof ArrayBuffer)) {
          for (const path of Object.keys(returned)) {
            const content = returned[path];
            if (typeof content === 'string' || content instanceof ArrayBuffer || content instanceof Uint8Array) {
              files[path] = content;
            } else {
              problem = `handleSummary() must return strings or ArrayBuffers; ${path} is neither`; // k6 would print nothing at all
            }
          }
          return problem;
        }
        if (returned) problem = 'handleSummary() should return a map with string keys';
      } catch (error) {
        problem = String((error && error.message) || error);
      }
      if (problem !== undefined) console.error(`handleSummary(): ${problem}`);
    }
    try {
      files.stdout = '\n' + text(copyFor(data), data.metrics) + '\n';
    } catch (error) {
      problem = problem || `the text summary failed: ${error}`;
    }
    return problem;
  }

  // A promise that never settles would make k6 print nothing. k6's own limit is 120 s.
  function inTime(returned) {
    if (!returned || typeof returned.then !== 'function') return returned;
    const limit = 0.8 * millis(exec.test.options.handleSummaryTimeout, 120000);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`handleSummary() did not end within ${limit} ms`)), limit);
      returned.then((value) => { clearTimeout(timer); resolve(value); }, (error) => { clearTimeout(timer); reject(error); });
    });
  }

  function joined(theirs, printed) {
    if (theirs === undefined || typeof theirs === 'string') return (theirs || '') + printed;
    const bytes = new Uint8Array(theirs);
    const all = new Uint8Array(bytes.length + printed.length);
    all.set(bytes);
    for (let i = 0; i < printed.length; i++) all[bytes.length + i] = printed.charCodeAt(i);
    return all.buffer;
  }

  // What their handleSummary() would have been given without us: their statistics, their spelling, their thresholds.
  function copyFor(data) {
    const spelling = Object.create(null);
    for (const name in scriptThresholds) {
      const open = name.indexOf('{');
      const theirs = open < 0 || !name.endsWith('}') ? name : name.slice(0, open) + '{' + name.slice(open + 1, -1).trim() + '}';
      if (!spelling[normalised(name)]) spelling[normalised(name)] = theirs;
    }
    const metrics = {};
    for (const name of Object.keys(data.metrics).sort()) {
      const metric = Object.assign({}, data.metrics[name]);
      const values = {};
      const keys = metric.type === 'trend' ? askedStats : Object.keys(metric.values).sort();
      keys.forEach((key) => { values[key] = metric.values[key]; });
      if (run.parallelism > 1 && metric.thresholds) {
        metric.thresholds = {};
        (declared[name] || []).forEach(({ expression }) => {
          metric.thresholds[expression] = { ok: heldHere(expression, data.metrics[name]) };
        });
      }
      metric.values = values;
      metrics[spelling[name] || name] = metric;
    }
    return Object.assign({}, data, { options: Object.assign({}, data.options, { summaryTrendStats: askedStats }), metrics });
  }

  // On this runner's samples alone: for people who look at one runner, never for the verdict.
  function heldHere(expression, metric) {
    const { operator, limit } = parsed(expression) || {};
    const value = valueOf(expression, metric.values);
    if (value === undefined || (metric.type === 'rate' && metric.values.passes + metric.values.fails === 0)) return true;
    switch (operator) {
      case '<': return value < limit;
      case '<=': return value <= limit;
      case '>': return value > limit;
      case '>=': return value >= limit;
      case '!=': return value !== limit;
      default: return value === limit;
    }
  }

  function valueOf(expression, values) {
    const { method, percent } = parsed(expression) || {};
    if (percent === undefined) return values[method];
    return percent === 0 ? values.min : percent === 100 ? values.max : values[stat(percent)];
  }

  // ---- the result

  function resultOf(data) {
    const result = {
      version: 1,
      runner: index,
      durationMs: data.state.testRunDurationMs,
      setup: hasSetup,
      teardown: hasTeardown,
      declared: {},
      held: {},
      checks: [],
      grid,
      coarse: COARSE,
      metrics: {},
    };
    for (const name in declared) {
      result.declared[name] = declared[name]
        .map(({ expression, source, abortOnFail }) => [expression, source === 'script' ? 's' : 'r', abortOnFail ? 1 : 0]);
    }
    for (const name of Object.keys(data.metrics).sort()) {
      const metric = data.metrics[name];
      const normal = normalised(name); // k6 itself adds http_req_duration{expected_response:true}
      result.metrics[normal] = measured(normal, metric);
      if (run.parallelism === 1 && metric.thresholds) {
        const held = result.held[normal] = {};
        for (const expression in metric.thresholds) held[expression] = metric.thresholds[expression].ok;
      }
    }
    addChecks(data.root_group, result.checks);
    return result;
  }

  function addChecks(group, into) {
    if (!group) return;
    (group.checks || []).forEach((check) => into.push([check.path, check.passes, check.fails]));
    (group.groups || []).forEach((inner) => addChecks(inner, into));
  }

  function measured(name, metric) {
    const { type, contains, values } = metric;
    switch (type) {
      case 'counter': return { counter: [values.count, Number.isFinite(values.rate) ? values.rate : 0] };
      case 'gauge': return { gauge: [values.value, values.min, values.max] };
      case 'rate': return { rate: [values.passes, values.fails] };
      default: {
        const trend = { trend: [values.count, values.avg, values.min, values.max] };
        if (contains === 'time') trend.time = 1;
        const fine = name in declared || /^(http_req_duration|iteration_duration)$/.test(name) || !builtIn(name);
        const exact = values.count <= (fine ? EXACT_UP_TO : COARSE.length + 2) ? samples(values) : undefined;
        if (exact) trend.samples = runs(exact);
        else if (fine) trend.fine = runs(grid.map((percent) => rounded(values[stat(percent)])));
        else trend.coarse = runs(COARSE.map((percent) => rounded(values[stat(percent)])));
        return trend;
      }
    }
  }

  function builtIn(name) {
    return /^(http_req|iteration|group_duration|ws_|grpc_|browser_|webvital_|vus|data_)/.test(name);
  }

  function rounded(value) {
    return typeof value === 'number' ? Number(value.toPrecision(7)) : null;
  }

  // Every sample between the least and the greatest, from the straight line through two knots of its rank interval.
  function samples(values) {
    const last = values.count - 1;
    if (!(last >= 0)) return [];
    const knots = [{ rank: 0, value: values.min }];
    for (const percent of grid) knots.push({ rank: (percent / 100) * last, value: values[stat(percent)] });
    knots.push({ rank: last, value: values.max });
    const found = [];
    let before = values.min;
    for (let rank = 1, at = 0; rank < last; rank++) {
      while (knots[at].rank < rank - 1e-9) at++;
      let to = at;
      while (knots[to + 1] && knots[to + 1].rank <= rank + 1 + 1e-9) to++;
      const from = knots[at];
      const width = knots[to].rank - from.rank;
      if (typeof from.value !== 'number' || !(width > 0.2)) return undefined;
      before = Math.max(before, from.value + ((rank - from.rank) * (knots[to].value - from.value)) / width);
      found.push(rounded(before));
    }
    return found;
  }

  // Three and more equal values in a row become [value, how many].
  function runs(values) {
    const all = [];
    for (let i = 0; i < values.length;) {
      let end = i;
      while (end < values.length && values[end] === values[i]) end++;
      if (end - i >= 3) all.push([values[i], end - i]);
      else for (let j = i; j < end; j++) all.push(values[j]);
      i = end;
    }
    return all;
  }

  // ---- lines

  function lines(json) {
    const table = crcTable();
    const coded = encoding.b64encode(json);
    const whole = `${coded}.${crypto.sha256(coded, 'hex')}`; // parts of two results can never make a third
    const count = Math.ceil(whole.length / PART_LENGTH);
    let text = '';
    for (let i = 0; i < count; i++) {
      const part = whole.slice(i * PART_LENGTH, (i + 1) * PART_LENGTH);
      text += `LOADTEST-RESULT ${run.nonce} ${i + 1}/${count} ${crc(table, part)} ${part}\n`;
    }
    return text;
  }

  function crcTable() {
    return Array.from({ length: 256 }, (_, n) => {
      let c = n;
      for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
      return c;
    });
  }

  function crc(table, ascii) {
    let c = -1;
    for (let i = 0; i < ascii.length; i++) c = (c >>> 8) ^ table[(c ^ ascii.charCodeAt(i)) & 255];
    return ((c ^ -1) >>> 0).toString(16).padStart(8, '0');
  }

  // Broken thresholds first, so that the limit cuts none of them.
  function digest(result) {
    const all = [];
    for (const name in result.declared) {
      for (const [expression] of result.declared[name]) {
        const held = result.held[name];
        all.push([name, String(expression), held && expression in held ? held[expression] : null]);
      }
    }
    all.sort((a, b) => Number(a[2] !== false) - Number(b[2] !== false));
    const json = (shown) => ascii({ loadtest: 1, nonce: run.nonce, thresholds: all.slice(0, shown), more: all.length - shown });
    let shown = all.length;
    while (shown > 0 && json(shown).length > DIGEST_LENGTH) shown--;
    return json(shown);
  }

  // ---- the text that k6 prints itself only when nobody exports handleSummary()

  function text(data, measuredHere) {
    const out = [];
    const unit = data.options.summaryTimeUnit;
    const names = Object.keys(data.metrics);
    const constrained = names.filter((name) => data.metrics[name].thresholds && Object.keys(data.metrics[name].thresholds).length > 0);
    if (constrained.length > 0) {
      out.push('', '  █ THRESHOLDS ', '');
      if (run.parallelism > 1) out.push(`    on runner ${index} of ${run.parallelism} alone; the verdict is on all of them together`, '');
      for (const name of constrained) {
        const metric = data.metrics[name];
        out.push(`    ${name}`);
        for (const expression of Object.keys(metric.thresholds)) {
          const value = valueOf(expression, (measuredHere[normalised(name)] || metric).values);
          const shown = value === undefined ? '' : ` ${parsed(expression).method}=${human(value, metric, unit)}`;
          out.push(`    ${metric.thresholds[expression].ok ? '✓' : '✗'} '${expression}'${shown}`);
        }
        out.push('');
      }
    }
    out.push('', '  █ TOTAL RESULTS ', '');
    const checks = [];
    addChecks(data.root_group, checks);
    const rows = [];
    const wanted = names.filter((name) => constrained.includes(name)
      || !/^(checks|group_duration|http_req_(blocked|connecting|tls_handshaking|sending|waiting|receiving))$/.test(name));
    for (const name of wanted) if (name !== 'checks') rows.push(row(name, data.metrics[name], askedStats, unit));
    const width = Math.max(16, ...rows.map((one) => one.shown.length));
    const dotted = (shown) => `    ${shown}${'.'.repeat(width - shown.length + 3)}:`;
    if (checks.length > 0) {
      const passes = checks.reduce((sum, check) => sum + check[1], 0);
      const total = checks.reduce((sum, check) => sum + check[1] + check[2], 0);
      const share = (part) => `${(Math.trunc((part / total) * 10000) / 100).toFixed(2)}% ${part} out of ${total}`;
      out.push(`${dotted('checks_total')} ${total} ${short((total / data.state.testRunDurationMs) * 1000)}/s`);
      out.push(`${dotted('checks_succeeded')} ${share(passes)}`, `${dotted('checks_failed')} ${share(total - passes)}`, '');
      for (const [path, passed, failed] of checks) {
        out.push(`    ${failed === 0 ? '✓' : '✗'} ${path.slice(path.lastIndexOf('::') + 2)}`);
        if (failed > 0) out.push(`      ↳  ${Math.floor((100 * passed) / (passed + failed))}% — ✓ ${passed} / ✗ ${failed}`);
      }
      out.push('');
    }
    const columns = [];
    rows.forEach((one) => one.cells.forEach((cell, i) => {
      if (one.trend) columns[i] = Math.max(columns[i] || 0, cell.length);
    }));
    for (const [title, pattern] of [['CUSTOM', null], ['HTTP', /^http_req/], ['EXECUTION', /^(iteration|vus|dropped_)/],
      ['WEBSOCKET', /^ws_/], ['GRPC', /^grpc_/], ['BROWSER', /^(browser|webvital)_/], ['NETWORK', /^data_/]]) {
      const section = rows.filter((one) => (pattern ? pattern.test(one.name) : !/^(http_req|iteration|vus|dropped_|ws_|grpc_|browser_|webvital_|data_)/.test(one.name)));
      if (section.length === 0) continue;
      out.push(`    ${title}`);
      for (const one of section) {
        out.push(`${dotted(one.shown)} ${one.cells.map((cell, i) => (one.trend ? cell.padEnd(columns[i]) : cell)).join(' ')}`.trimEnd());
      }
      out.push('');
    }
    return out.join('\n') + '\n';
  }

  function row(name, metric, stats, unit) {
    const open = name.indexOf('{');
    const { type, values } = metric;
    const shown = open < 0 ? name : `  { ${name.slice(open + 1, -1)} }`;
    const say = (value) => human(value, metric, unit);
    const cells = type === 'trend' ? stats.map((key) => `${key}=${human(values[key], metric, unit, key)}`)
      : type === 'counter' ? [say(values.count), `${say(values.rate)}/s`]
      : type === 'gauge' ? [say(values.value), `min=${say(values.min)}`, `max=${say(values.max)}`]
      : [say(values.rate), `${values.passes} out of ${values.passes + values.fails}`];
    return { name, shown, cells, trend: type === 'trend' };
  }

  function short(value) {
    return parseFloat(Number(value).toFixed(6)).toString();
  }

  function human(value, metric, unit, method) {
    if (typeof value !== 'number') return '-';
    if (method === 'count' && metric.type === 'trend') return String(value);
    if (metric.type === 'rate') return `${(Math.trunc(value * 10000) / 100).toFixed(2)}%`;
    if (metric.contains === 'data') return humanBytes(value);
    return metric.contains === 'time' ? humanTime(value, unit) : short(value);
  }

  function humanBytes(value) {
    if (value < 10) return `${short(value)} B`;
    const power = Math.floor(Math.log(value) / Math.log(1000));
    const scaled = Math.floor((value / Math.pow(1000, power)) * 10 + 0.5) / 10;
    return `${scaled.toFixed(scaled < 10 ? 1 : 0)} ${['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'][power]}`;
  }

  function humanTime(value, unit) {
    const fixed = { s: [0.001, 's'], ms: [1, 'ms'], us: [1000, 'µs'] }[unit];
    if (fixed) return (value * fixed[0]).toFixed(2) + fixed[1];
    const cut = (number) => parseFloat((Math.trunc(number * 100) / 100).toFixed(2)).toString();
    if (value === 0) return '0s';
    if (value < 0.001) return `${Math.trunc(value * 1000000)}ns`;
    if (value < 1) return `${cut(value * 1000)}µs`;
    if (value < 1000) return `${cut(value)}ms`;
    if (value < 60000) return `${cut(value / 1000)}s`;
    const seconds = Math.round((value % 60000) / 1000);
    const minutes = Math.trunc(value / 60000);
    return (minutes >= 60 ? `${Math.trunc(minutes / 60)}h` : '') + `${minutes % 60}m${seconds}s`;
  }
}
