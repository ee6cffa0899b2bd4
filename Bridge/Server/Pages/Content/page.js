// The page of a FijiBridge server. It asks for an overview once a second and changes only what differs, so that focus and
// selection stay where they are. Whatever comes from the server is put in as text, never as markup.

import { askTrainings, makeTraining, updateTraining } from '/trainings.js';

const $ = id => document.getElementById(id);
const own = { 'X-FijiBridge': 'page' };
let token = sessionStorage.getItem('token') ?? '';
let known = null;
const uploads = new Map();

const headers = () => token ? { ...own, Authorization: `Bearer ${token}` } : own;

async function ask(path, options = {}) {
  const response = await fetch(path, { ...options, headers: { ...headers(), ...options.headers } });
  // Not modified: only who said what is known already hears that.
  if (response.ok || response.status === 304) return response;
  const told = await response.text();
  let sentence = told.trim() || response.statusText;
  try { sentence = JSON.parse(told).error ?? sentence; } catch { /* plain text */ }
  throw Object.assign(new Error(sentence), { status: response.status });
}

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

const setText = (where, text) => { if (where.textContent !== text) where.textContent = text; };

function size(bytes) {
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}

function time(seconds) {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

function trouble(sentence) {
  $('trouble').hidden = !sentence;
  setText($('trouble'), sentence ?? '');
}

// ---------------------------------------------------------------- what the server says

async function refresh() {
  try {
    known = await (await ask('/api/overview')).json();
    const trainings = await askTrainings(ask);
    $('login').hidden = true;
    $('main').hidden = false;
    if ($('trouble').dataset.lost) { delete $('trouble').dataset.lost; trouble(null); }
    show(known);
    if (trainings) showTrainings(trainings);
  } catch (failure) {
    if (failure.status === 401) {
      $('main').hidden = true;
      if (token && $('login').hidden) trouble(failure.message);
      $('login').hidden = false;
      setText($('server'), 'a token is needed');
    } else {
      $('trouble').dataset.lost = 'yes';
      trouble(`The server does not answer: ${failure.message}`);
    }
  }
}

function show(state) {
  setText($('server'), `version ${state.version}, as ${state.user}${state.isAdmin ? ' (admin)' : ''}`);
  const { running, waiting, limit } = state.queue;
  setText($('queue'), `On this server: ${running} running, ${waiting} waiting, room for ${limit}; ${size(state.spool.free)} free.`);
  showDevices(state);
  showModels(state.models);
  showList($('jobs'), [...uploads.values(), ...state.jobs], makeJob, updateJob);
  $('no-jobs').hidden = state.jobs.length + uploads.size > 0;
}

function showTrainings(trainings) {
  showList($('trainings'), trainings, training => makeTraining(training, button => discard(training, button)), updateTraining);
  $('trainings-section').hidden = trainings.length === 0;
}

function showDevices(state) {
  const lines = state.devices.map(device =>
    `${device.kind}: ${device.name || 'not found'}${device.inUse ? ', in use' : ''}${device.reason ? ` - ${device.reason}` : ''}`);
  showList($('devices'), [...lines, ...state.notices].map(text => ({ id: text, text })), entry => element('li', { textContent: entry.text }), () => {});
}

// One node for each entry, found by its id, in the order of the entries.
function showList(list, entries, make, update) {
  const nodes = new Map([...list.children].map(node => [node.dataset.id, node]));
  let place = list.firstElementChild;
  for (const entry of entries) {
    let node = nodes.get(entry.id);
    nodes.delete(entry.id);
    if (!node) {
      node = make(entry);
      node.dataset.id = entry.id;
    }
    if (node === place) place = place.nextElementSibling;
    else list.insertBefore(node, place);
    update(node, entry);
  }
  for (const gone of nodes.values()) gone.remove();
}

// ---------------------------------------------------------------- jobs

function makeJob(job) {
  const node = element('li', { className: 'job' });
  node.append(
    element('div', {}, element('h3', { textContent: job.fileName || 'stack' }), element('p', { className: 'state' })),
    element('div', { className: 'pictures' }),
    element('div', {}, element('progress', { max: 1, ariaLabel: `progress of ${job.fileName}` }), element('div', { className: 'actions' })));
  return node;
}

function updateJob(node, job) {
  const state = node.querySelector('.state');
  setText(state, describe(job));
  state.className = `state ${job.status}`;
  const bar = node.querySelector('progress');
  bar.hidden = !['receiving', 'queued', 'running'].includes(job.status);
  const share = shareOf(job);
  if (share === null) bar.removeAttribute('value'); else bar.value = share;
  showPictures(node.querySelector('.pictures'), job);
  showActions(node.querySelector('.actions'), job);
}

function describe(job) {
  const model = job.model ? `${job.model}: ` : '';
  switch (job.status) {
    case 'receiving': return `${model}sending ${size(job.bytesReceived)} of ${size(job.fileBytes)}`;
    case 'queued': return `${model}waiting, ${job.ahead} ahead${job.startsIn >= 0.5 ? `, about ${time(job.startsIn)}` : ''}`;
    case 'running':
      if (job.stage === 'measuring') return `${model}measuring intensities`;
      return `${model}restoring, tile ${job.tilesDone} of ${job.tilesTotal}${job.secondsLeft > 0 ? `, ${time(job.secondsLeft)} left` : ''}`;
    case 'done': return `${model}done in ${time(job.seconds)}, ${size(job.resultBytes)}${job.here ? '' : ', fetched'}${job.warnings.map(text => `; ${text}`).join('')}`;
    case 'failed': return `${model}failed: ${job.failure}`;
    default: return `${model}${job.status}`;
  }
}

function shareOf(job) {
  if (job.status === 'receiving') return job.fileBytes > 0 ? job.bytesReceived / job.fileBytes : null;
  if (job.status === 'running' && job.tilesTotal > 0) return job.tilesDone / job.tilesTotal;
  return job.status === 'queued' ? 0 : null;
}

function showPictures(place, job) {
  for (const [which, there, caption] of [['before', job.hasBefore, 'before'], ['after', job.hasAfter, 'after']]) {
    if (!there || place.querySelector(`.${which}`)) continue;
    const image = element('img', { className: which, alt: `${job.fileName}, ${caption}` });
    place.append(element('figure', {}, image, element('figcaption', { textContent: caption })));
    loadPicture(image, `/api/jobs/${job.id}/${which}.png`);
  }
}

// An image cannot carry a token, so it is fetched like everything else.
async function loadPicture(image, path) {
  try {
    image.src = URL.createObjectURL(await (await ask(path)).blob());
  } catch {
    image.closest('figure').remove();
  }
}

function showActions(place, job) {
  const wanted = job.local ? ['Cancel'] : !job.here ? [] : job.status === 'done' ? ['Download', 'Delete']
    : job.status === 'failed' ? ['Delete'] : ['Cancel'];
  if ([...place.children].map(button => button.textContent).join() === wanted.join()) return;
  place.replaceChildren(...wanted.map(name => {
    const button = element('button', { type: 'button', textContent: name, ariaLabel: `${name} ${job.fileName}` });
    button.onclick = () => act(name, job, button);
    return button;
  }));
}

const act = (name, job, button) => attempt(button, async () => {
  if (job.local) job.abort();
  else if (name === 'Download') await download(job);
  else await ask(`/api/jobs/${job.id}`, { method: 'DELETE' });
});

const discard = (training, button) => attempt(button, () => ask(`/api/trainings/${training.id}`, { method: 'DELETE' }));

async function attempt(button, action) {
  button.disabled = true;
  try {
    await action();
    trouble(null);
  } catch (failure) {
    trouble(failure.message);
  }
  button.disabled = false;
  await refresh();
}

async function download(job) {
  const path = `/api/jobs/${job.id}/result`;
  // Without a token the browser streams it to the disk itself.
  const href = token ? URL.createObjectURL(await (await ask(path)).blob()) : path;
  const link = element('a', { href, download: `${job.fileName.replace(/\.[^.]*$/, '') || 'stack'}-restored.tif` });
  document.body.append(link);
  link.click();
  link.remove();
}

// ---------------------------------------------------------------- models

function showModels(models) {
  const select = $('model');
  if ([...select.options].map(option => option.value).join() !== models.map(model => model.name).join()) {
    const chosen = select.value;
    select.replaceChildren(...models.map(model => element('option', { value: model.name, textContent: model.name, selected: model.isDefault })));
    if (models.some(model => model.name === chosen)) select.value = chosen;
    showParameters();
  }
  showList($('models'), models.map(model => ({ ...model, id: model.name })), makeModel, () => {});
}

function makeModel(model) {
  const facts = [`version ${model.version}`, model.license, model.owner ? `of ${model.owner}` : '', model.isDefault ? 'default' : '',
    model.scale > 1 ? `${model.scale} times larger` : '', model.frames > 1 ? `${model.frames} frames together` : ''].filter(Boolean);
  const card = element('div');
  const details = element('details', {}, element('summary', { textContent: 'Card and figures' }), card);
  details.addEventListener('toggle', () => { if (details.open && !card.hasChildNodes()) fillCard(card, model.name); });
  return element('li', {},
    element('strong', { textContent: model.name }), ` ${model.title === model.name ? '' : model.title} `,
    element('span', { className: 'quiet', textContent: `(${facts.join(', ')})` }),
    element('div', { textContent: model.description }), details);
}

async function fillCard(card, name) {
  try {
    const { readme, rdf } = await (await ask(`/api/models/${encodeURIComponent(name)}`)).json();
    card.replaceChildren(...[readme, rdf].filter(Boolean).map(text => element('pre', { textContent: text, tabIndex: 0 })));
  } catch (failure) {
    card.replaceChildren(failure.message);
  }
}

function showParameters() {
  const model = known?.models.find(candidate => candidate.name === $('model').value);
  $('parameters').replaceChildren(...(model?.parameters ?? []).map(parameter => element('label', { title: parameter.description }, `${parameter.name} `,
    element('input', { type: 'number', name: parameter.name, value: parameter.default, min: parameter.minimum, max: parameter.maximum, step: 'any' }))));
}

// ---------------------------------------------------------------- sending

function send(file) {
  const query = new URLSearchParams({
    name: file.name, model: $('model').value, type: $('type').value, format: $('format').value, preview: $('preview').checked,
  });
  for (const input of $('parameters').querySelectorAll('input')) if (input.value !== '') query.set(`p.${input.name}`, input.value);
  // fetch tells nothing of how much has been sent.
  const request = new XMLHttpRequest();
  const job = { id: `upload-${crypto.randomUUID?.() ?? Math.random()}`, local: true, status: 'receiving', fileName: file.name, model: '',
    bytesReceived: 0, fileBytes: file.size, abort: () => request.abort() };
  uploads.set(job.id, job);
  request.open('POST', `/api/jobs?${query}`);
  for (const [name, value] of Object.entries(headers())) request.setRequestHeader(name, value);
  request.upload.onprogress = event => { job.bytesReceived = event.loaded; };
  request.onload = () => { if (request.status !== 200) trouble(`${file.name}: ${sentenceOf(request)}`); };
  request.onerror = () => trouble(`${file.name}: the connection broke while it was sent`);
  request.onloadend = () => { uploads.delete(job.id); refresh(); };
  request.send(file);
}

function sentenceOf(request) {
  try { return JSON.parse(request.responseText).error; } catch { return request.responseText || `status ${request.status}`; }
}

function sendAll(files) {
  trouble(null);
  for (const file of files) send(file);
  refresh();
}

// ---------------------------------------------------------------- the person in front of it

$('login').addEventListener('submit', event => {
  event.preventDefault();
  token = $('token').value.trim();
  sessionStorage.setItem('token', token);
  $('token').value = '';
  $('login').hidden = true;
  trouble(null);
  refresh();
});
$('model').addEventListener('change', showParameters);
$('file').addEventListener('change', event => { sendAll(event.target.files); event.target.value = ''; });
const drop = $('drop');
for (const name of ['dragenter', 'dragover']) drop.addEventListener(name, event => { event.preventDefault(); drop.classList.add('over'); });
for (const name of ['dragleave', 'drop']) drop.addEventListener(name, () => drop.classList.remove('over'));
drop.addEventListener('drop', event => { event.preventDefault(); sendAll(event.dataTransfer.files); });
// A file that misses the field must not replace the page.
for (const name of ['dragover', 'drop']) window.addEventListener(name, event => event.preventDefault());

async function forever() {
  await refresh();
  setTimeout(forever, document.hidden ? 5000 : 1000);
}
forever();
