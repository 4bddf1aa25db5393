// Playing and watching: the lobby, a table, the boards of all games in progress.
'use strict';

Arena.act = (action, body) => Arena.post('/actions', {action, ...body});

// MARK: The lobby

Arena.pages.lobby = async function (main) {
  const games = await Arena.get('/games');
  const here = Arena.h('div', {class: 'columns'});
  main.append(Arena.h('h1', {}, 'Play'), Arena.h('p', {class: 'lead'}, 'Take a seat against a house bot or whoever comes along. The match server keeps the rules, the clocks and the ratings.'));
  main.append(Arena.seekForm(games), here);
  const refresh = async () => {
    const lobby = await Arena.get('/');
    here.replaceChildren(Arena.seekList(lobby.seeks), Arena.gameList(lobby.tables), Arena.peopleList(lobby.players));
  };
  await refresh();
  Arena.every(3000, refresh);
};

// Repeats something while the page is looked at.
Arena.every = function (milliseconds, body) {
  setInterval(() => { if (!document.hidden) body().catch(() => {}); }, milliseconds);
};

Arena.clocks = [['10', '10 seconds a move'], ['60', '60 seconds a move'], ['180+2', '3 minutes + 2 s a move'], ['600+5', '10 minutes + 5 s a move'], ['none', 'no clock']];

Arena.seekForm = function (games) {
  const select = (label, pairs, value) => {
    const element = Arena.h('select', {}, pairs.map(([key, text]) => Arena.h('option', {value: key, selected: key === value}, text)));
    return [element, Arena.h('label', {class: 'field'}, label, element)];
  };
  const wanted = new URL(location.href).searchParams;
  const first = games.find((game) => game.bots.length) || games[0];
  const [game, gameField] = select('Game', games.map((one) => [one.name, Arena.gameName(one.name)]), wanted.get('game') || first.name);
  const [opponent, opponentField] = select('Against', []);
  const [clock, clockField] = select('Clock', Arena.clocks, '60');
  const [seat, seatField] = select('Your seat', [['any', 'by lot'], ['first', 'first to move'], ['second', 'second to move']], 'any');
  const options = Arena.h('fieldset', {class: 'grid'});
  const about = Arena.h('p', {class: 'small soft'});
  let inputs = {};
  const current = () => games.find((one) => one.name === game.value);
  const show = () => {
    const entry = current();
    about.textContent = entry.summary ? Arena.gameName(entry.name) + ': ' + entry.summary + '.' : '';
    opponent.replaceChildren(
      ...entry.bots.map((bot) => Arena.h('option', {value: 'bot ' + bot.name}, bot.name + (Object.keys(bot.options).length ? ' (' + Object.entries(bot.options).map((pair) => pair.join(' ')).join(', ') + ')' : ''))),
      Arena.h('option', {value: 'people'}, 'the next person who comes'), Arena.h('option', {value: 'name'}, 'somebody by name …'));
    const named = wanted.get('against');
    if (named) opponent.value = entry.bots.some((bot) => bot.name === named) ? 'bot ' + named : 'name';
    inputs = Object.fromEntries(entry.options.map((option) => [option.name, Arena.optionInput(option)]));
    options.replaceChildren(Arena.h('form', {class: 'grid', onsubmit: (event) => event.preventDefault()},
      entry.options.map((option) => Arena.h('label', {class: 'field', title: option.summary + ': ' + option.allowed}, option.name, inputs[option.name]))));
    fill();
  };
  const name = Arena.h('input', {value: wanted.get('against') || '', maxlength: 32, autocomplete: 'off'});
  const nameField = Arena.h('label', {class: 'field'}, 'Their name', name);
  // A bot of one board fixes the options.
  const fill = () => {
    nameField.hidden = opponent.value !== 'name';
    const bot = current().bots.find((one) => 'bot ' + one.name === opponent.value);
    for (const option of current().options) {
      const fixed = bot && bot.options[option.name];
      inputs[option.name].value = fixed || option.value;
      inputs[option.name].disabled = Boolean(bot && Object.keys(bot.options).length);
    }
  };
  game.addEventListener('change', show);
  opponent.addEventListener('change', fill);
  const go = Arena.h('button', {class: 'primary', type: 'submit'}, 'Play');
  const waiting = Arena.h('div', {'aria-live': 'polite'});
  show();
  const form = Arena.h('form', {class: 'grid', onsubmit: (event) => {
    event.preventDefault();
    Arena.withName(() => Arena.attempt(async () => {
      const entry = current(), chosen = {};
      for (const option of entry.options) if (inputs[option.name].value !== option.value) chosen[option.name] = inputs[option.name].value;
      const terms = {game: entry.name, options: chosen, clock: clock.value, seat: seat.value};
      const against = opponent.value;
      const answer = against === 'people' ? await Arena.act('seek', {...terms, people: true})
        : await Arena.act('challenge', {...terms, player: against === 'name' ? name.value.trim() : against.slice(4)});
      const offer = Number(answer.ok[0]);
      waiting.replaceChildren(Arena.h('div', {class: 'row'}, Arena.h('span', {}, against === 'people' ? 'Your offer stands: the game begins when somebody takes it.' : 'Asked. The game begins when they accept.'),
        Arena.h('button', {onclick: () => Arena.attempt(async () => { await Arena.act('cancel', {offer}); waiting.replaceChildren(); })}, 'Take it back')));
    }));
  }}, gameField, opponentField, nameField, clockField, seatField, go);
  return Arena.panel('A new game', form, about, Arena.h('details', {}, Arena.h('summary', {}, 'Board and rules'), options), waiting);
};

Arena.optionInput = function (option) {
  const choices = option.allowed.match(/^one of (.*)$/);
  if (option.allowed === 'true or false' || choices) {
    const values = choices ? choices[1].split(', ') : ['false', 'true'];
    return Arena.h('select', {}, values.map((value) => Arena.h('option', {value, selected: value === option.value}, value)));
  }
  return Arena.h('input', {value: option.value, inputmode: 'decimal', size: 6});
};

Arena.seekList = function (seeks) {
  return Arena.panel('Open offers', seeks.length ? Arena.h('ul', {class: 'list'}, seeks.map((seek) => Arena.h('li', {},
    Arena.h('strong', {}, Arena.playerLink(seek.name)), Arena.gameName(seek.game, seek.options), Arena.h('span', {class: 'soft small'}, Arena.termsName(seek.clock, seek.rules)),
    seek.name === (Arena.session && Arena.session.name)
      ? Arena.h('button', {class: 'push', onclick: () => Arena.attempt(() => Arena.act('cancel', {offer: seek.offer}))}, 'Take back')
      : Arena.h('button', {class: 'push', onclick: () => Arena.withName(() => Arena.attempt(() => Arena.act('accept', {offer: seek.offer})))}, 'Play'))))
    : Arena.h('p', {class: 'empty'}, 'Nobody waits for an opponent.'));
};

Arena.gameList = function (tables) {
  return Arena.panel('Games in progress', tables.length ? Arena.h('ul', {class: 'list'}, tables.slice(0, 12).map((table) => Arena.h('li', {},
    Arena.link('/tables/' + table.table, table.first + ' – ' + table.second), Arena.h('span', {class: 'soft small push'}, Arena.gameName(table.game, table.options) + ', move ' + table.ply))))
    : Arena.h('p', {class: 'empty'}, 'No game is being played.'));
};

Arena.peopleList = function (players) {
  const kinds = {bot: 'house bot', guest: 'guest', member: 'member'};
  return Arena.panel('Here now', players.length ? Arena.h('ul', {class: 'list'}, players.slice(0, 30).map((player) => Arena.h('li', {},
    Arena.playerLink(player.name), Arena.h('span', {class: 'tag'}, kinds[player.kind] || player.kind), Arena.h('span', {class: 'soft small push'}, player.status))))
    : Arena.h('p', {class: 'empty'}, 'Nobody is here.'));
};

// MARK: Games in progress

Arena.pages.tables = async function (main) {
  const grid = Arena.h('div', {class: 'mini-grid'});
  const none = Arena.h('p', {class: 'empty'}, 'No game is being played now. ', Arena.link('/', 'Begin one.'));
  main.append(Arena.h('h1', {}, 'Watch'), Arena.h('p', {class: 'lead'}, 'The boards of the games in progress, as they are played.'), none, grid);
  const boards = new Map();
  const show = async () => {
    const {tables} = await Arena.get('/tables');
    const fresh = tables.slice(-24).reverse();
    none.hidden = boards.size + fresh.length > 0;
    const unknown = fresh.filter((table) => !boards.has(table.table));
    for (const table of unknown) {
      const place = Arena.h('div', {}), caption = Arena.h('span', {class: 'soft'}, 'move ' + table.ply);
      const card = Arena.h('a', {class: 'mini', href: '/tables/' + table.table, 'aria-label': Arena.gameName(table.game, table.options) + ': ' + table.first + ' against ' + table.second},
        place, Arena.h('div', {class: 'caption'}, Arena.h('strong', {}, table.first + ' – ' + table.second), caption), Arena.h('div', {class: 'small soft'}, Arena.gameName(table.game, table.options)));
      boards.set(table.table, {place, caption, board: null});
      grid.prepend(card);
    }
    while (grid.children.length > 24) grid.lastChild.remove();
    if (unknown.length) Arena.listen([...boards.keys()].slice(-24));
  };
  Arena.on('table', (table) => {
    const entry = boards.get(table.table);
    if (!entry) return;
    if (!entry.board) {
      entry.board = new Arena.Board({shape: table.shape, game: table.game, label: 'Board of table ' + table.table});
      entry.place.replaceChildren(entry.board.element);
    }
    entry.board.show(table.board);
    entry.caption.textContent = table.result ? 'over' : 'move ' + table.ply;
  });
  Arena.on('moved', (move) => {
    const entry = boards.get(move.table);
    if (!entry || !entry.board) return;
    entry.board.show(move.board);
    entry.caption.textContent = 'move ' + move.ply;
  });
  Arena.on('result', ({table}) => { const entry = boards.get(table); if (entry) entry.caption.textContent = 'over'; });
  await show();
  Arena.every(2500, show);
};

// MARK: Whom one does not want to hear

Arena.ignores = (name) => Boolean(Arena.session && (Arena.session.ignored || []).includes(name));

// Ignores a player, or ends that; only those who have a name can.
Arena.ignoreButton = function (name) {
  const button = Arena.h('button', {type: 'button', class: 'plain', onclick: () => Arena.attempt(async () => {
    const isIgnored = Arena.ignores(name);
    await Arena.act(isIgnored ? 'unignore' : 'ignore', {player: name});
    const others = (Arena.session.ignored || []).filter((one) => one !== name);
    Arena.session.ignored = isIgnored ? others : [...others, name];
    show();
  })});
  const show = () => {
    const own = Arena.session && Arena.session.name;
    button.hidden = !own || own === name || (Arena.bots || []).includes(name.toLowerCase());
    button.textContent = Arena.ignores(name) ? 'Hear ' + name + ' again' : 'Ignore ' + name;
  };
  Arena.on('session', show);
  show();
  return button;
};

// MARK: A table

Arena.pages.table = async function (main, id) {
  const table = Number(id);
  let data;
  try { data = await Arena.get('/tables/' + table); } catch (problem) {
    if (problem.status !== 404) throw problem;
    main.append(Arena.h('h1', {}, 'Table ' + id), Arena.h('p', {class: 'empty'}, 'There is no game at this table, and no record of one.'));
    return;
  }
  if (data.replay) { Arena.showReplay(main, data.replay, table); return; }
  const view = new Arena.TableView(main, data);
  Arena.on('table', (value) => { if (value.table === table) view.take(value); });
  Arena.on('moved', (move) => { if (move.table === table) view.moved(move); });
  Arena.on('draw', (offer) => { if (offer.table === table) view.offered({drawOfferedBy: offer.seat}); });
  Arena.on('takeback', (offer) => { if (offer.table === table) view.offered({takebackOfferedBy: offer.seat}); });
  Arena.on('clock', (clock) => { if (clock.table === table) view.clockSet(clock); });
  Arena.on('said', (remark) => { if (remark.table === table) view.said(remark); });
  Arena.on('result', (end) => { if (end.table === table) view.ended(end.result); });
  Arena.on('session', () => view.seatChanged());
  Arena.on('gone', (gone) => {
    if (gone.table === table) Arena.notice('The match server no longer tells of this table.', {bad: true, actions: [['Look again', () => location.reload()]]});
  });
  Arena.listen([table]);
};

Arena.showReplay = function (main, replay, table) {
  main.append(Arena.h('h1', {}, replay.first + ' – ' + replay.second), Arena.h('p', {class: 'lead'}, Arena.gameName(replay.game, replay.options) + ', ' + replay.moves.length + ' moves'));
  main.append(new Arena.Replay(replay, {analyse: table && Arena.analysed(replay.game) ? (ply) => Arena.get('/tables/' + table + '/analysis', {ply}) : null}).element);
};

Arena.analysed = () => Arena.hasAnalysis;

Arena.TableView = class {
  constructor(main, data) {
    this.main = main;
    this.data = data;
    document.title = data.first + ' – ' + data.second + ' – Arena';
    this.board = new Arena.Board({shape: data.shape, game: data.game, label: 'Board', onMove: (move) => this.play(move)});
    this.clocks = {}, this.rows = {};
    const players = ['second', 'first'].map((seat) => {
      this.clocks[seat] = Arena.h('span', {class: 'clock', role: 'timer', 'aria-label': 'time left'});
      this.rows[seat] = Arena.h('div', {class: 'player'}, Arena.swatch(data.game, seat), Arena.h('span', {class: 'who'}, Arena.playerLink(data[seat]), Arena.h('div', {class: 'small soft'}, seat === 'first' ? 'moves first' : 'moves second')), this.clocks[seat]);
      return this.rows[seat];
    });
    this.status = Arena.h('p', {class: 'verdict', 'aria-live': 'polite'});
    this.buttons = Arena.h('div', {class: 'row'});
    this.hint = Arena.h('div', {'aria-live': 'polite'});
    this.moves = Arena.h('ol', {class: 'moves', 'aria-label': 'Moves so far'});
    this.entry = Arena.h('input', {size: 8, autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', 'aria-label': 'Move in notation'});
    this.form = Arena.h('form', {class: 'row', onsubmit: (event) => { event.preventDefault(); if (this.entry.value.trim()) this.play(this.entry.value.trim()); }},
      Arena.h('span', {class: 'small soft'}, 'or type a move'), this.entry, Arena.h('button', {}, 'Move'));
    main.append(Arena.h('h1', {class: 'hidden'}, data.first + ' against ' + data.second),
      Arena.h('p', {class: 'lead'}, Arena.gameName(data.game, data.options) + ' · ' + Arena.termsName(data.clock, data.rules) + ' · table ' + data.table),
      Arena.h('div', {class: 'table-page'}, this.board.element, Arena.h('div', {},
        Arena.h('div', {class: 'players'}, players), this.status, this.buttons, this.hint, this.form, Arena.h('h2', {class: 'hidden'}, 'Moves'), this.moves, this.chatBox())));
    this.take(data);
    setInterval(() => this.tick(), 100);
  }

  // What the players say; house bots say and hear nothing.
  chatBox() {
    this.remarks = Arena.h('ol', {class: 'chat', 'aria-live': 'polite', 'aria-label': 'What the players say', tabindex: '0'});
    this.words = Arena.h('input', {maxlength: 200, autocomplete: 'off', 'aria-label': 'Say something to the table'});
    this.talk = Arena.h('form', {class: 'row', onsubmit: (event) => {
      event.preventDefault();
      const text = this.words.value.trim();
      if (text) Arena.attempt(async () => { await Arena.act('say', {table: this.data.table, text}); this.words.value = ''; });
    }}, this.words, Arena.h('button', {}, 'Say'), ['first', 'second'].map((seat) => Arena.ignoreButton(this.data[seat])));
    return Arena.h('details', {open: true, hidden: this.isBot('first') || this.isBot('second')}, Arena.h('summary', {}, 'Chat'), this.remarks, this.talk);
  }

  said(remark) {
    if (Arena.ignores(remark.name)) return;
    this.remarks.append(Arena.h('li', {}, Arena.h('strong', {}, remark.name), ' ', remark.text));
    this.remarks.scrollTop = this.remarks.scrollHeight;
  }

  // The seat of whoever looks; nil for a spectator.
  get seat() {
    const name = Arena.session && Arena.session.name;
    return name === this.data.first ? 'first' : name === this.data.second ? 'second' : null;
  }

  take(data) {
    this.data = {...data};
    this.since = performance.now();
    this.moves.replaceChildren(...data.moves.map((move, index) => this.moveItem(move, index + 1)));
    this.remarks.replaceChildren();
    for (const remark of data.remarks) this.said(remark);
    this.hint.replaceChildren();
    this.analysis = null;
    this.draw();
  }

  moveItem(move, number) {
    return Arena.h('li', {}, Arena.h('span', {class: 'index'}, number + ' '), move);
  }

  moved(move) {
    Object.assign(this.data, {ply: move.ply, turn: move.turn, time: move.time, isRunning: this.data.clock !== 'none', board: move.board, drawOfferedBy: null, takebackOfferedBy: null});
    this.data.moves = [...this.data.moves, move.move];
    this.since = performance.now();
    this.moves.append(this.moveItem(move.move, move.ply));
    this.moves.scrollTop = this.moves.scrollHeight;
    this.hint.replaceChildren();
    this.analysis = null;
    this.entry.value = '';
    this.draw();
    performance.mark('arena-move-' + move.ply);
  }

  offered(offer) {
    Object.assign(this.data, offer);
    this.draw();
  }

  clockSet({time, isRunning}) {
    Object.assign(this.data, {time, isRunning});
    this.since = performance.now();
    this.tick();
  }

  ended(result) {
    this.data.time = ['first', 'second'].map((seat, index) => this.left(seat, index));
    this.data.result = result;
    this.data.turn = 'over';
    this.draw();
  }

  seatChanged() { this.draw(); }

  draw() {
    const {data, seat} = this;
    const isMine = !data.result && seat === data.turn;
    this.board.show({...data.board, analysis: this.analysis, reason: data.result && data.result.text}, isMine);
    for (const one of ['first', 'second']) this.rows[one].classList.toggle('turn', !data.result && data.turn === one);
    this.form.hidden = !seat || Boolean(data.result);
    this.talk.hidden = !seat;
    this.status.textContent = data.result
      ? Arena.resultText({...data, winner: data.result.winner, reason: data.result.text})
      : isMine ? 'Your move' : seat ? 'Waiting for ' + data[data.turn] : data[data.turn] + ' to move';
    this.drawButtons(isMine);
    this.tick();
  }

  drawButtons(isMine) {
    const {data, seat} = this;
    const button = (label, act, kind) => Arena.h('button', {class: kind, onclick: () => Arena.attempt(act)}, label);
    const table = data.table, list = [];
    if (data.result) {
      if (seat) list.push(button('Rematch', async () => {
        await Arena.act('rematch', {table});
        Arena.notice('Asked for another game.');
      }, 'primary'));
      list.push(button('Replay', () => this.replay()));
    } else if (seat) {
      if (data.drawOfferedBy && data.drawOfferedBy !== seat) {
        list.push(Arena.h('span', {}, data[data.drawOfferedBy] + ' offers a draw'), button('Accept the draw', () => Arena.act('draw', {table}), 'primary'));
      } else if (data.drawOfferedBy) list.push(Arena.h('span', {class: 'soft'}, 'You offered a draw'));
      else list.push(button('Offer a draw', () => Arena.act('draw', {table})));
      const hasMoved = data.ply > (seat === 'first' ? 0 : 1), isAgainstBot = this.isBot(seat === 'first' ? 'second' : 'first');
      if (data.takebackOfferedBy && data.takebackOfferedBy !== seat) {
        list.push(Arena.h('span', {}, data[data.takebackOfferedBy] + ' asks to take the last move back'), button('Let them', () => Arena.act('takeback', {table}), 'primary'));
      } else if (data.takebackOfferedBy) list.push(Arena.h('span', {class: 'soft'}, 'You asked to take your move back'));
      else if (hasMoved && !isAgainstBot) list.push(button('Take back', () => Arena.act('takeback', {table})));
      if (data.ply < 2) list.push(button('Abort', () => Arena.act('abort', {table})));
      if (!isMine && !isAgainstBot) list.push(button('Claim the win', () => Arena.act('claim', {table})));
      list.push(this.resigning
        ? button('Really resign', () => Arena.act('resign', {table}))
        : button('Resign', async () => { this.resigning = true; this.draw(); setTimeout(() => { this.resigning = false; this.draw(); }, 4000); }));
    }
    const isAllowed = Arena.hasAnalysis && !data.result && (isMine && this.isBot(seat === 'first' ? 'second' : 'first') || !seat && this.isBot('first') && this.isBot('second'));
    if (isAllowed) list.push(button(seat ? 'Hint' : 'Analyse', () => this.ask()));
    if (!data.result && !seat && data.ply) list.push(button('Look back', () => this.replay()));
    this.buttons.replaceChildren(...list);
  }

  isBot(seat) { return (Arena.bots || []).includes(this.data[seat].toLowerCase()); }

  async ask() {
    const ply = this.data.ply;
    const analysis = await Arena.get('/tables/' + this.data.table + '/analysis', {ply});
    if (ply !== this.data.ply) return;
    this.analysis = analysis;
    this.hint.replaceChildren(Arena.analysisView(analysis, this.data));
    this.draw();
  }

  async replay() {
    const replay = await Arena.get('/tables/' + this.data.table + '/replay');
    this.main.replaceChildren();
    Arena.showReplay(this.main, replay, this.data.table);
    if (!this.data.result) this.main.append(Arena.h('p', {}, Arena.link('/tables/' + this.data.table, 'Back to the game')));
  }

  async play(move) {
    await Arena.attempt(() => Arena.act('move', {table: this.data.table, move}));
  }

  left(seat, index) {
    const left = this.data.time[index];
    if (left === null || left === undefined) return null;
    return !this.data.result && this.data.isRunning && seat === this.data.turn ? Math.max(0, left - (performance.now() - this.since)) : left;
  }

  tick() {
    ['first', 'second'].forEach((seat, index) => {
      const left = this.left(seat, index);
      const text = left === null ? '' : Arena.clock(left);
      if (this.clocks[seat].textContent !== text) this.clocks[seat].textContent = text;
      this.clocks[seat].classList.toggle('low', left !== null && left < 10000);
    });
  }
};
