// Follows a run while it goes. Everything that comes is put in as text.
const live = document.getElementById('live');
const lines = { requestsPerSecond: [], p95Millis: [] };
let last = '';

function draw(name, value) {
  const picture = live.querySelector(`[data-line="${name}"]`);
  const values = lines[name];
  values.push(value ?? null);
  if (values.length > 240) values.shift();
  const known = values.filter((one) => one !== null);
  if (known.length === 0) return;
  const most = Math.max(...known, 1e-9);
  const x = (i) => 68 + (568 * i) / Math.max(values.length - 1, 1);
  picture.querySelector('polyline').setAttribute('points',
    values.map((one, i) => (one === null ? '' : `${x(i).toFixed(1)},${(142 - (134 * one) / most).toFixed(1)}`)).join(' ').trim());
  picture.querySelector('text').textContent = most < 10 ? most.toFixed(1) : most.toFixed(0);
}

function show(view) {
  if (view.over) {
    location.reload();
    return;
  }
  for (const [name, text] of Object.entries(view.texts)) {
    for (const place of document.querySelectorAll(`[data-live="${name}"]`)) place.textContent = text;
  }
  const progress = document.getElementById('progress');
  if (view.percent === null || view.percent === undefined) progress.removeAttribute('value');
  else progress.value = view.percent;
  if (view.point && view.point.at !== last) {
    last = view.point.at;
    for (const name of Object.keys(lines)) draw(name, view.point[name]);
    document.getElementById('moving').hidden = lines.p95Millis.length < 2;
  }
}

const source = new EventSource(live.dataset.from);
source.onopen = () => {
  document.getElementById('how').textContent = 'This page follows the run as it goes.';
};
source.onmessage = (event) => show(JSON.parse(event.data));
source.onerror = () => {
  document.getElementById('how').textContent = 'The connection was lost; it is tried again.';
  // Refused, and not only lost: then the page comes again as a whole.
  if (source.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 5000);
};
