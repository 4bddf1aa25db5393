// The frame of all pages: which page an address is, who looks at it, what the server says meanwhile.
'use strict';

Arena.session = null;
Arena.handlers = {};
Arena.on = (name, body) => { (Arena.handlers[name] = Arena.handlers[name] || []).push(body); };
Arena.hear = (name, value) => { for (const body of Arena.handlers[name] || []) body(value); };

// Opens the stream of events: the session's own and those of some tables.
Arena.listen = function (tables) {
  if (Arena.source) Arena.source.close();
  const source = new EventSource('/events' + (tables && tables.length ? '?' + tables.map((table) => 'table=' + table).join('&') : ''));
  Arena.source = source;
  Arena.listening = tables || [];
  for (const name of ['session', 'start', 'over', 'challenge', 'declined', 'cancelled', 'rating', 'bye', 'note', 'left', 'resume', 'table', 'moved', 'clock', 'draw', 'takeback', 'said', 'result', 'gone']) {
    source.addEventListener(name, (event) => Arena.hear(name, JSON.parse(event.data)));
  }
};

// MARK: Who looks

Arena.showAccount = function () {
  const place = document.getElementById('account');
  const theme = Arena.h('button', {class: 'plain', 'aria-label': 'Light or dark', title: 'Light or dark', onclick: Arena.switchTheme}, '◐');
  if (Arena.session && Arena.session.name) {
    const mine = (Arena.session.tables || []).filter((table) => location.pathname !== '/tables/' + table);
    place.replaceChildren(...mine.slice(0, 3).map((table) => Arena.h('a', {href: '/tables/' + table, class: 'tag live'}, 'your game ' + table)),
      Arena.h('span', {}, 'you are ', Arena.h('strong', {}, Arena.session.name)),
      Arena.h('button', {class: 'plain', onclick: () => Arena.attempt(async () => { await Arena.post('/session/leave'); location.reload(); })}, 'Leave'), theme);
  } else {
    place.replaceChildren(Arena.h('button', {class: 'plain', onclick: () => Arena.withName(() => {})}, 'Choose a name'), theme);
  }
};

// Does something as somebody: asks for a name first where there is none.
Arena.withName = function (body) {
  if (Arena.session && Arena.session.name) return body();
  const name = Arena.h('input', {required: true, maxlength: 32, pattern: '[A-Za-z0-9][A-Za-z0-9_.\\-]*', autocomplete: 'username', title: 'letters, digits, _ . and -'});
  const password = Arena.h('input', {type: 'password', maxlength: 64, autocomplete: 'current-password'});
  const problem = Arena.h('p', {class: 'bad-text small', 'aria-live': 'polite'});
  const dialog = Arena.h('dialog', {'aria-labelledby': 'who'}, Arena.h('form', {onsubmit: async (event) => {
    event.preventDefault();
    try {
      Arena.session = await Arena.post('/session', {name: name.value.trim(), password: password.value || null});
      dialog.close();
      dialog.remove();
      Arena.showAccount();
      Arena.listen(Arena.listening);
      Arena.hear('session', Arena.session);
      body();
    } catch (error) { problem.textContent = error.message; }
  }}, Arena.h('h2', {id: 'who'}, 'Who are you?'),
  Arena.h('label', {class: 'field'}, 'Name', name), Arena.h('br'),
  Arena.h('details', {}, Arena.h('summary', {}, 'Keep the name'), Arena.h('label', {class: 'field'}, 'Password', password),
    Arena.h('p', {class: 'small soft'}, 'With a password the name and its ratings stay yours. It travels unencrypted unless a proxy adds TLS: use one of no value.')),
  problem, Arena.h('div', {class: 'row'}, Arena.h('button', {class: 'primary'}, 'Go on'), Arena.h('button', {type: 'button', onclick: () => { dialog.close(); dialog.remove(); }}, 'Not now'))));
  document.body.append(dialog);
  dialog.showModal();
  name.focus();
};

Arena.switchTheme = function () {
  const isDark = Arena.theme() === 'dark';
  document.documentElement.dataset.theme = isDark ? 'light' : 'dark';
  try { localStorage.setItem('theme', document.documentElement.dataset.theme); } catch { /* Forgotten at the next page. */ }
};

Arena.theme = () => document.documentElement.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');

try {
  const theme = localStorage.getItem('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch { /* The system's. */ }

// MARK: What the server says

Arena.on('session', (session) => {
  const before = Arena.session;
  Arena.session = session;
  Arena.showAccount();
  // A game may have begun while the stream of events was being opened.
  if (!before || before.name !== session.name) return;
  for (const table of session.tables || []) if (!(before.tables || []).includes(table)) Arena.hear('start', {table});
});
Arena.on('start', ({table}) => {
  if (Arena.session && !Arena.session.tables.includes(table)) Arena.session.tables.push(table);
  if (location.pathname === '/tables/' + table) return;
  if (location.pathname === '/' || Arena.awaitsGame) { location.href = '/tables/' + table; return; }
  Arena.notice('Your game has begun.', {actions: [['Go there', () => { location.href = '/tables/' + table; }]]});
  Arena.showAccount();
});
Arena.on('resume', ({table}) => {
  if (Arena.session && !Arena.session.tables.includes(table)) Arena.session.tables.push(table);
  Arena.showAccount();
});
Arena.on('over', ({table}) => {
  if (Arena.session) Arena.session.tables = (Arena.session.tables || []).filter((one) => one !== table);
  Arena.showAccount();
});
Arena.challenges = {};
Arena.on('challenge', (challenge) => {
  Arena.challenges[challenge.offer] = Arena.notice(challenge.from + ' asks for a game of ' + Arena.gameName(challenge.game, challenge.options) + ', ' + Arena.termsName(challenge.clock, challenge.rules) + '.', {stay: true, actions: [
    ['Accept', () => { Arena.awaitsGame = true; Arena.attempt(() => Arena.act('accept', {offer: challenge.offer})); }],
    ['Decline', () => Arena.attempt(() => Arena.act('decline', {offer: challenge.offer}))],
  ]});
});
Arena.on('session', (session) => { for (const challenge of session.challenges || []) if (!Arena.challenges[challenge.offer]) Arena.hear('challenge', challenge); });
Arena.on('cancelled', ({offer}) => { if (Arena.challenges[offer]) { Arena.challenges[offer](); Arena.notice('The challenge was taken back.'); } });
Arena.on('declined', () => Arena.notice('Your challenge was declined.'));
Arena.on('rating', (rating) => Arena.notice(rating.name + ' now stands at ' + rating.rating + ' ± ' + rating.margin + '.'));
Arena.on('left', () => { Arena.session = null; Arena.showAccount(); });
Arena.on('note', ({text}) => Arena.notice('The operator says: ' + text, {stay: true, actions: [['Close', () => {}]]}));
Arena.on('bye', ({text}) => Arena.notice('The match server says goodbye: ' + text, {bad: true}));

// MARK: Pages by address

Arena.routes = [
  [/^\/$/, () => Arena.pages.lobby, '/'],
  [/^\/tables$/, () => Arena.pages.tables, '/tables'],
  [/^\/tables\/([^/]+)$/, () => Arena.pages.table, '/tables'],
  [/^\/ladder(?:\/([^/]+))?$/, () => Arena.pages.ladder, '/ladder'],
  [/^\/players\/([^/]+)$/, () => Arena.pages.player, '/ladder'],
  [/^\/runs$/, () => Arena.pages.runs, '/runs'],
  [/^\/runs\/([^/]+)$/, () => Arena.pages.run, '/runs'],
  [/^\/compare$/, () => Arena.pages.compare, '/runs'],
  [/^\/tournaments$/, () => Arena.pages.tournaments, '/tournaments'],
  [/^\/tournaments\/([^/]+)$/, () => Arena.pages.tournament, '/tournaments'],
];

Arena.start = async function () {
  const main = document.getElementById('main');
  let route = null, words = [];
  for (const [pattern, page, tab] of Arena.routes) {
    const match = location.pathname.match(pattern);
    if (!match) continue;
    route = page();
    words = match.slice(1).map((word) => word === undefined ? undefined : decodeURIComponent(word));
    const link = document.querySelector('nav a[href="' + tab + '"]');
    if (link) link.setAttribute('aria-current', 'page');
  }
  Arena.showAccount();
  try {
    const [session, games] = await Promise.all([Arena.get('/session'), Arena.get('/games')]);
    Arena.session = session.name ? session : null;
    Arena.bots = games.flatMap((game) => game.bots.map((bot) => bot.name.toLowerCase()));
    Arena.hasAnalysis = games.some((game) => game.isAnalysed);
    Arena.showAccount();
    if (session.name) Arena.hear('session', session);
    if (!route) throw new Arena.Problem(404, null, 'There is no page at this address.');
    await route(main, ...words);
    if (session.name && !Arena.source) Arena.listen([]);
  } catch (problem) {
    main.append(Arena.h('h1', {}, problem.status === 404 ? 'Not here' : 'That did not work'), Arena.h('p', {class: 'lead'}, problem.message), Arena.h('p', {}, Arena.link('/', 'To the first page')));
  }
  main.setAttribute('data-ready', 'true');
};

document.addEventListener('DOMContentLoaded', Arena.start);
