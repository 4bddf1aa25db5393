// What all pages share: making elements, asking for data, figures for people.
'use strict';

const Arena = {};

// Makes an element. Text is always text: nothing a stranger wrote becomes markup.
Arena.h = function (tag, attributes, ...children) {
  return Arena.fill(document.createElement(tag), attributes, children);
};

Arena.s = function (tag, attributes, ...children) {
  return Arena.fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
};

Arena.fill = function (element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
};

Arena.Problem = class extends Error {
  constructor(status, code, text) {
    super(text);
    this.status = status;
    this.code = code;
  }
};

Arena.get = async function (path, query) {
  const url = new URL(path, location.href);
  url.pathname = url.pathname === '/' ? '/index.json' : url.pathname + '.json';
  for (const [name, value] of Object.entries(query || {})) {
    for (const one of [value].flat()) url.searchParams.append(name, one);
  }
  return Arena.read(await fetch(url, {headers: {Accept: 'application/json'}}));
};

Arena.post = async function (path, body) {
  return Arena.read(await fetch(path, {
    method: 'POST', headers: {'Content-Type': 'application/json', Accept: 'application/json'},
    body: JSON.stringify(body || {}),
  }));
};

Arena.read = async function (response) {
  let value = null;
  try { value = await response.json(); } catch { /* Not JSON: said below. */ }
  if (!response.ok) {
    const error = (value && value.error) || {};
    throw new Arena.Problem(response.status, error.code, error.text || 'the server answers with status ' + response.status);
  }
  return value;
};

// A line at the edge of the page, which screen readers say; it goes by itself.
Arena.notice = function (text, {bad = false, actions = [], stay = false} = {}) {
  const box = Arena.h('div', {class: bad ? 'notice bad' : 'notice'}, text);
  const close = () => box.remove();
  if (actions.length) {
    box.append(Arena.h('div', {class: 'row'}, actions.map(([label, act]) =>
      Arena.h('button', {onclick: () => { close(); act(); }}, label))));
  }
  document.getElementById('notices').append(box);
  if (!stay) setTimeout(close, actions.length ? 60000 : 6000);
  return close;
};

Arena.attempt = async function (body) {
  try { return await body(); } catch (problem) {
    Arena.notice(problem.message, {bad: true});
    return undefined;
  }
};

// MARK: Figures

Arena.count = (number) => Math.round(number).toLocaleString('en-US');

Arena.short = function (number) {
  const size = Math.abs(number);
  if (size >= 9.995e8) return (number / 1e9).toPrecision(3).replace(/\.0+$/, '') + 'G';
  if (size >= 999500) return (number / 1e6).toPrecision(3).replace(/\.0+$/, '') + 'M';
  if (size >= 9995) return (number / 1e3).toPrecision(3).replace(/\.0+$/, '') + 'k';
  return Arena.count(number);
};

Arena.figure = function (number) {
  if (number === null || number === undefined || !isFinite(number)) return '–';
  const size = Math.abs(number);
  if (size >= 10000) return Arena.short(number);
  if (size >= 100 || Number.isInteger(number)) return String(Math.round(number));
  return number.toFixed(size >= 10 ? 1 : size >= 0.0995 ? 2 : 3);
};

Arena.percent = (share) => share === null || share === undefined ? '–' : (100 * share).toFixed(1) + ' %';

Arena.duration = function (seconds) {
  if (seconds < 90) return Math.round(seconds) + ' s';
  if (seconds < 5400) return Math.round(seconds / 60) + ' min';
  if (seconds < 172800) return (seconds / 3600).toFixed(1) + ' h';
  return Math.round(seconds / 86400) + ' days';
};

Arena.clock = function (milliseconds) {
  if (milliseconds === null || milliseconds === undefined) return '∞';
  if (milliseconds < 10000) return (Math.floor(milliseconds / 100) / 10).toFixed(1);
  const seconds = Math.ceil(milliseconds / 1000);
  const two = (number) => String(number).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? hours + ':' + two(minutes) + ':' + two(seconds % 60) : minutes + ':' + two(seconds % 60);
};

Arena.gameName = function (game, options) {
  if (/[A-Z]/.test(game)) return [game, options].filter(Boolean).join(' ');
  const name = game === 'mnk' ? 'm,n,k-game' : game.split('-').map((word) => word[0].toUpperCase() + word.slice(1)).join(' ');
  const pairs = Object.fromEntries((options || '').split(',').filter(Boolean).map((pair) => pair.split('=')));
  const size = pairs.size || (pairs.columns && pairs.columns + '×' + (pairs.rows || pairs.columns));
  const rest = Object.entries(pairs).filter(([key]) => !['size', 'columns', 'rows'].includes(key));
  const square = pairs.size && !String(size).includes('×') ? size + '×' + size : size;
  return [name, square].filter(Boolean).join(' ') + (rest.length ? ' (' + rest.map((pair) => pair.join(' ')).join(', ') + ')' : '');
};

Arena.clockName = function (clock) {
  if (clock === 'none') return 'no clock';
  const [base, more] = clock.split('+');
  return more === undefined ? base + ' s a move' : Arena.duration(Number(base)) + ' + ' + more + ' s';
};

// What is agreed on for a game beside its own rules: the clock and the protocol's RULES.
Arena.termsName = function (clock, rules) {
  const names = {cap: (value) => 'a draw after move ' + value, illegal: (value) => value + ' illegal tries lose', proven: () => 'over when proven'};
  const parts = (rules || '').split(',').filter(Boolean).map((rule) => rule.split('='));
  return [Arena.clockName(clock), ...parts.map(([key, value]) => names[key] ? names[key](value) : key + ' ' + value)].join(', ');
};

// MARK: Parts of pages

Arena.table = function (caption, heads, rows, {numbers = []} = {}) {
  const kind = (index) => numbers.includes(index) ? 'number' : null;
  return Arena.h('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption},
    Arena.h('table', {},
      Arena.h('caption', {class: 'hidden'}, caption),
      Arena.h('thead', {}, Arena.h('tr', {}, heads.map((head, index) =>
        Arena.h('th', {scope: 'col', class: kind(index)}, head)))),
      Arena.h('tbody', {}, rows.map((row) => Arena.h('tr', {}, row.map((cell, index) =>
        Arena.h(index === 0 && !numbers.includes(0) ? 'th' : 'td',
          {scope: index === 0 && !numbers.includes(0) ? 'row' : null, class: kind(index)}, cell)))))));
};

Arena.facts = function (pairs) {
  return Arena.h('dl', {class: 'facts'}, pairs.filter(Boolean).map(([name, value, note]) =>
    Arena.h('div', {}, Arena.h('dt', {}, name), Arena.h('dd', {}, value, note ? [' ', Arena.h('small', {}, note)] : null))));
};

Arena.panel = function (title, ...children) {
  return Arena.h('section', {class: 'panel'}, title ? Arena.h('h2', {}, title) : null, children);
};

Arena.link = (path, text) => Arena.h('a', {href: path}, text);
Arena.playerLink = (name) => Arena.link('/players/' + encodeURIComponent(name), name);
Arena.part = encodeURIComponent;
