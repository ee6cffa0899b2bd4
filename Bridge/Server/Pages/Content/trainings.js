// Trainings with their curves: loss and PSNR of each validation, beside that of what one would have without the training. Whoever cannot see the curves has their points in a table.

const svgNames = 'http://www.w3.org/2000/svg';
const [width, height, left, right, top, bottom] = [280, 110, 52, 8, 8, 20];

// What is known: the tag of the list, and the validations of each training by its id.
let tag = '';
const histories = new Map();

// The trainings, each with its validations; null when nothing has changed. Validations are fetched only where there are new ones.
export async function askTrainings(ask) {
  const response = await ask('/api/trainings', { headers: tag ? { 'If-None-Match': tag } : {} });
  if (response.status === 304) return null;
  const { trainings } = await response.json();
  await Promise.all(trainings.filter(({ id, historyVersion }) => histories.get(id)?.version !== historyVersion).map(({ id }) => fetchHistory(id, ask)));
  for (const id of histories.keys()) if (!trainings.some(training => training.id === id)) histories.delete(id);
  tag = response.headers.get('ETag');
  return trainings.map(training => ({ ...training, history: histories.get(training.id)?.points ?? [] }));
}

async function fetchHistory(id, ask) {
  try {
    histories.set(id, await (await ask(`/api/trainings/${id}/history`)).json());
  } catch (failure) {
    // Forgotten since the list was made.
    if (failure.status !== 404) throw failure;
  }
}

export function makeTraining(training, discard) {
  const node = html('li', { className: 'training' });
  const points = html('div', { className: 'points', tabIndex: 0, role: 'region', ariaLabel: `validations of ${training.name}` });
  const details = html('details', { className: 'table' }, html('summary', { textContent: 'Validations as a table' }), points);
  const button = html('button', { type: 'button', textContent: 'Delete its images', ariaLabel: `Delete the images of ${training.name}`, title: 'Then it can no longer be resumed' });
  button.onclick = () => discard(button);
  node.append(html('h3', { textContent: training.name }), html('p', { className: 'state' }), html('div', { className: 'curves' }), details,
    html('div', { className: 'actions' }, button));
  return node;
}

export function updateTraining(node, training) {
  const state = node.querySelector('.state');
  const text = describe(training);
  if (state.textContent !== text) state.textContent = text;
  state.className = `state ${training.status}`;
  node.querySelector('.table').hidden = training.history.length === 0;
  node.querySelector('.actions').hidden = !training.resumable;
  // Nothing is drawn anew while nothing has changed: the table keeps its place and its focus.
  const seen = String(histories.get(training.id)?.version);
  if (node.dataset.seen === seen) return;
  node.dataset.seen = seen;
  node.querySelector('.curves').replaceChildren(...training.history.length === 0 ? [] : [
    curve(`${training.name}: loss`, 'loss', training.history.map(point => [point.step, point.loss]), number, []),
    curve(`${training.name}: validation PSNR`, 'psnr', training.history.map(point => [point.step, point.psnr]), decibels, levels(training))]);
  node.querySelector('.points').replaceChildren(table(training));
}

function describe(training) {
  const parts = [training.status === 'failed' ? `failed: ${training.failure}` : training.status];
  if (training.status === 'queued') parts[0] = `waiting, ${training.ahead} ahead`;
  if (training.step > 0) parts.push(training.steps > 0 ? `step ${training.step} of ${training.steps}` : `step ${training.step}`);
  if (training.loss !== null) parts.push(`loss ${number(training.loss)}`);
  if (training.psnr !== null) parts.push(`validation ${decibels(training.psnr)}`);
  if (training.best !== null) parts.push(`best so far ${decibels(training.best)}`);
  if (training.status === 'training' && training.secondsLeft !== null) parts.push(`${minutes(training.secondsLeft)} left`);
  if (training.resumable) parts.push('can be resumed');
  return parts.join(', ');
}

// What the validation images reach without the training: smoothed, and as the model leaves them that it began with.
function levels(training) {
  return [['best Gaussian', training.smoothed], ['began with', training.origin]].filter(([, value]) => value !== null);
}

function curve(name, kind, all, unit, references) {
  const points = all.filter(([, value]) => value !== null);
  const drawing = svg('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', class: kind });
  drawing.append(svg('path', { class: 'axis', d: `M${left} ${top}V${height - bottom}H${width - right}` }));
  if (points.length > 0) {
    const [steps, values] = [points.map(([step]) => step), points.map(([, value]) => value)];
    const x = scale(0, Math.max(...steps), left, width - right);
    const heights = [...values, ...references.map(([, value]) => value)];
    const [low, high] = [Math.min(...heights), Math.max(...heights)];
    const y = scale(low, high, height - bottom - 6, top + 6);
    const places = points.map(([step, value]) => [x(step).toFixed(1), y(value).toFixed(1)]);
    const said = references.map(([what, value]) => `; ${what} ${unit(value)}`).join('');
    drawing.setAttribute('aria-label', `${name}, ${points.length} points, from ${unit(values[0])} to ${unit(values.at(-1))}${said}`);
    for (const [what, value] of references) {
      const level = y(value).toFixed(1);
      drawing.append(svg('line', { class: 'level', x1: left, x2: width - right, y1: level, y2: level }));
      drawing.append(label(left + 4, y(value) + (y(value) < height / 2 ? 12 : -4), 'start', what));
    }
    drawing.append(svg('polyline', { class: 'line', points: places.map(place => place.join()).join(' ') }));
    drawing.append(svg('circle', { class: 'point', cx: places.at(-1)[0], cy: places.at(-1)[1], r: 3 }));
    drawing.append(label(left - 4, y(high) + 4, 'end', unit(high)));
    if (high > low) drawing.append(label(left - 4, y(low) + 4, 'end', unit(low)));
    drawing.append(label(width - right, height - 6, 'end', `step ${Math.max(...steps)}`));
  }
  return html('figure', {}, drawing, html('figcaption', { textContent: kind === 'loss' ? 'loss' : 'validation PSNR' }));
}

function table(training) {
  const row = (cell, ...texts) => html('tr', {}, ...texts.map(textContent => html(cell, { textContent })));
  return html('table', {},
    html('thead', {}, row('th', 'step', 'loss', 'PSNR')),
    html('tbody', {}, ...training.history.map(point => row('td', point.step, number(point.loss), decibels(point.psnr)))));
}

function scale(from, to, start, end) {
  return value => to === from ? (start + end) / 2 : start + (value - from) / (to - from) * (end - start);
}

const number = value => value === null ? 'none' : value.toPrecision(3);
const decibels = value => value === null ? 'none' : `${value.toFixed(2)} dB`;
const minutes = seconds => seconds < 120 ? `${Math.round(seconds)} s` : seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;

function label(x, y, anchor, text) {
  const made = svg('text', { x, y, 'text-anchor': anchor });
  made.textContent = text;
  return made;
}

function svg(name, attributes) {
  const made = document.createElementNS(svgNames, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function html(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}
