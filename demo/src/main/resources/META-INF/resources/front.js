// The front page: lists, adds, changes and deletes items by the same API that the load tests use.
// Whatever comes from the server is put in as text, never as markup.

const MOST = 100; // as many as the API gives at once
const byId = (id) => document.getElementById(id);
const edit = byId('edit');
const find = byId('find');
const price = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

let changing; // the number of the item in the form, or undefined for a new one

// What the API answers; its own words when it refuses.
async function ask(path, method = 'GET', body = undefined) {
  const response = await fetch(path, {
    method,
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => Promise.reject(new Error('The backend does not answer. Try again.')));
  const answer = response.status === 204 ? undefined : await response.json().catch(() => undefined);
  if (!response.ok) {
    throw Object.assign(new Error(answer?.error ?? `The backend answered ${response.status}.`), { field: answer?.field });
  }
  return answer;
}

async function show() {
  const prefix = find.elements.prefix.value;
  const items = await ask(`items?limit=${MOST}&prefix=${encodeURIComponent(prefix)}`);
  byId('items').replaceChildren(...items.map(rowOf));
  const count = items.length === MOST ? `the first ${MOST}` : items.length;
  byId('caption').textContent = prefix ? `Items that begin with “${prefix}”: ${count}` : `Items: ${count}`;
}

function rowOf(item) {
  const row = byId('row').content.firstElementChild.cloneNode(true);
  row.querySelector('.id').textContent = item.id;
  row.querySelector('.name').textContent = item.name;
  row.querySelector('.price').textContent = price.format(item.price);
  const change = row.querySelector('.change');
  change.setAttribute('aria-label', `Change item ${item.id}`);
  change.addEventListener('click', () => take(item));
  const remove = row.querySelector('.delete');
  remove.setAttribute('aria-label', `Delete item ${item.id}`);
  remove.addEventListener('click', () => doIt(() => removeItem(item)));
  return row;
}

// Puts an item into the form; without one the form is for a new item.
function take(item) {
  changing = item?.id;
  edit.elements.name.value = item?.name ?? '';
  edit.elements.price.value = item?.price ?? '';
  byId('edit-title').textContent = item ? `Change item ${item.id}` : 'Add an item';
  byId('cancel').hidden = !item;
  complain();
  if (item) {
    edit.elements.name.focus();
  }
}

async function save() {
  const body = { name: edit.elements.name.value, price: Number(edit.elements.price.value) };
  const saved = changing ? await ask(`items/${changing}`, 'PUT', body) : await ask('items', 'POST', body);
  const news = `Item ${saved.id} was ${changing ? 'changed' : 'added'}.`;
  take();
  // Items come by their number, so a new one may be beyond those that are shown.
  find.elements.prefix.value = saved.name;
  await show();
  byId('news').textContent = news;
  edit.elements.name.focus();
}

async function removeItem(item) {
  if (!window.confirm(`Delete item ${item.id}, ${item.name}?`)) {
    return;
  }
  await ask(`items/${item.id}`, 'DELETE');
  if (changing === item.id) {
    take();
  }
  await show();
  byId('news').textContent = `Item ${item.id} was deleted.`;
  byId('prefix').focus(); // the button that was pressed has gone
}

// Says what is wrong, beside the field that it is about.
function complain(problem) {
  for (const field of [edit.elements.name, edit.elements.price]) {
    field.removeAttribute('aria-invalid');
    if (problem && problem.field === field.name) {
      field.setAttribute('aria-invalid', 'true');
      field.focus();
    }
  }
  byId('edit-problem').textContent = problem?.message ?? '';
}

async function doIt(what) {
  byId('news').textContent = '';
  try {
    await what();
    complain();
  } catch (problem) {
    complain(problem);
  }
}

edit.addEventListener('submit', (event) => {
  event.preventDefault();
  doIt(save);
});
byId('cancel').addEventListener('click', () => take());
find.addEventListener('submit', (event) => {
  event.preventDefault();
  doIt(show);
});
doIt(show);
