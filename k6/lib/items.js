// The demo's items over HTTP. Every script asks for them in this way, so their numbers can be compared.
import http from 'k6/http';

const ITEMS = `${__ENV.API_BASE || 'http://backend:8000'}/items`;

// One name for all items' addresses: without it every id would be a series of its own in Prometheus.
const ALL = { tags: { name: '/items' } };
const ONE = { tags: { name: '/items/{id}' } };
const JSON_BODY = { headers: { 'Content-Type': 'application/json' } };

const place = (id) => `${ITEMS}/${id}`;

export const list = (limit) => http.get(`${ITEMS}?limit=${limit}`, ALL);

export const listNamed = (prefix) => http.get(`${ITEMS}?limit=100&prefix=${encodeURIComponent(prefix)}`, ALL);

export const make = (item) => http.post(ITEMS, JSON.stringify(item), { ...ALL, ...JSON_BODY });

export const read = (id) => http.get(place(id), ONE);

export const change = (id, item) => http.put(place(id), JSON.stringify(item), { ...ONE, ...JSON_BODY });

export const remove = (id) => http.del(place(id), null, ONE);

// That the item is gone is what is hoped for, so it does not count as a failed request.
export const readGone = (id) => http.get(place(id), { ...ONE, responseCallback: http.expectedStatuses(404) });

export const removeIfThere = (id) => http.del(place(id), null, { ...ONE, responseCallback: http.expectedStatuses(204, 404) });
