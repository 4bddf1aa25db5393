// A finished game with a scrubber: every position, the moves, and what an analysis says of them.
'use strict';

Arena.resultText = function (game) {
  if (!game.reason) return 'No result';
  if (!game.winner || game.winner === 'draw') return game.winner === 'none' ? 'aborted: ' + game.reason : 'drawn: ' + game.reason;
  if (game.winner === 'none') return 'aborted: ' + game.reason;
  return (game.winner === 'first' ? game.first : game.second) + ' wins: ' + game.reason;
};

Arena.Replay = class {
  // game: as ReplayedGame; analyse asks for the analysis of a ply, where the server has one.
  constructor(game, {analyse = null, side = []} = {}) {
    this.game = game;
    this.analyse = analyse;
    this.ply = game.moves.length;
    this.known = (game.analysis || []).slice();
    this.board = new Arena.Board({shape: game.shape, game: game.game, label: 'Board of the game'});
    this.slider = Arena.h('input', {
      type: 'range', min: 0, max: game.moves.length, step: 1, 'aria-label': 'Move',
      oninput: () => this.go(Number(this.slider.value)),
    });
    this.where = Arena.h('span', {class: 'small soft number'});
    const button = (label, text, act) => Arena.h('button', {'aria-label': label, title: label, onclick: act}, text);
    this.play = button('Play on', '▶', () => this.toggle());
    this.controls = Arena.h('div', {class: 'row'},
      button('To the start', '«', () => this.go(0)), button('Back', '‹', () => this.go(this.ply - 1)), this.play,
      button('Forward', '›', () => this.go(this.ply + 1)), button('To the end', '»', () => this.go(game.moves.length)), this.where);
    this.moves = Arena.h('ol', {class: 'moves', 'aria-label': 'Moves'}, game.moves.map((move, index) =>
      Arena.h('li', {}, Arena.h('button', {onclick: () => this.go(index + 1)},
        Arena.h('span', {class: 'index'}, String(index + 1) + ' '), move))));
    this.note = Arena.h('div', {'aria-live': 'polite'});
    this.chart = Arena.h('div');
    const seats = ['first', 'second'].map((seat) => Arena.h('div', {class: 'player'},
      Arena.swatch(game.game, seat), Arena.h('span', {class: 'who'}, game[seat])));
    for (const element of [this.slider, this.controls]) element.style.maxWidth = this.board.drawing.style.maxWidth || '';
    this.element = Arena.h('div', {class: 'table-page'},
      Arena.h('div', {}, this.board.element, this.slider, this.controls),
      Arena.h('div', {}, Arena.h('div', {class: 'players'}, seats), Arena.h('p', {class: 'verdict'}, Arena.resultText(game)),
        this.note, this.chart, this.moves, side));
    this.element.addEventListener('keydown', (event) => {
      if (event.target === this.slider || event.target.closest('.moves')) return;
      if (event.key === 'ArrowLeft') this.go(this.ply - 1);
      if (event.key === 'ArrowRight') this.go(this.ply + 1);
    });
    this.go(this.ply);
    if (this.known.length) this.drawChart();
    this.markMoves();
  }

  toggle() {
    if (this.timer) return this.stop();
    if (this.ply === this.game.moves.length) this.go(0);
    this.play.textContent = '❚❚';
    this.play.setAttribute('aria-label', 'Pause');
    this.timer = setInterval(() => this.ply < this.game.moves.length ? this.go(this.ply + 1, true) : this.stop(), 700);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.play.textContent = '▶';
    this.play.setAttribute('aria-label', 'Play on');
  }

  go(ply, isPlaying = false) {
    if (!isPlaying && this.timer) this.stop();
    this.ply = Math.min(this.game.moves.length, Math.max(0, ply));
    const isLast = this.ply === this.game.moves.length;
    this.slider.value = this.ply;
    this.slider.setAttribute('aria-valuetext', this.ply === 0 ? 'start' : 'move ' + this.ply + ', ' + this.game.moves[this.ply - 1]);
    this.where.textContent = this.ply + ' / ' + this.game.moves.length;
    this.board.show({
      cells: this.game.cells[this.ply], last: this.ply ? this.game.moves[this.ply - 1] : null,
      analysis: this.known[this.ply] || null, reason: isLast ? this.game.reason : null,
    });
    [...this.moves.querySelectorAll('button')].forEach((button, index) => {
      if (index === this.ply - 1) {
        button.setAttribute('aria-current', 'true');
        this.moves.scrollTop = button.offsetTop - this.moves.offsetTop - 60;
      } else button.removeAttribute('aria-current');
    });
    this.tell();
    if (this.marker) this.marker(this.ply);
  }

  tell() {
    const analysis = this.known[this.ply];
    const parts = [];
    if (this.ply && this.ply <= this.game.opening) parts.push(Arena.h('p', {class: 'small soft'}, 'A move of the opening, set before the players began.'));
    const cost = this.ply ? this.cost(this.ply) : null;
    if (cost && cost.isNotable) {
      parts.push(Arena.h('p', {class: 'bad-text'}, cost.isProven
        ? 'A mistake: ' + this.game.moves[this.ply - 1] + ' changes the result of perfect play.'
        : this.game.moves[this.ply - 1] + ' costs ' + Math.round(50 * cost.loss) + ' % of the chances.',
      cost.better ? ' Better: ' + cost.better + '.' : ''));
    }
    if (analysis) parts.push(Arena.analysisView(analysis, this.game));
    else if (this.analyse && this.ply < this.game.moves.length) {
      parts.push(Arena.h('p', {}, Arena.h('button', {onclick: () => this.ask()}, 'Analyse this position')));
    }
    this.note.replaceChildren(...parts);
  }

  async ask() {
    const ply = this.ply;
    const analysis = await Arena.attempt(() => this.analyse(ply));
    if (!analysis) return;
    this.known[ply] = analysis;
    if (this.ply === ply) this.go(ply);
    this.drawChart();
    this.markMoves();
  }

  // What the move that led to a ply lost, on the scale of values from -1 to 1; null where a value is missing.
  cost(ply) {
    const [before, after] = [this.known[ply - 1], this.known[ply]];
    if (!before || !after || typeof before.value !== 'number' || typeof after.value !== 'number') return null;
    const sign = this.game.seats[ply - 1] === 'second' ? -1 : 1, best = before.moves.length ? before.moves[0].move : null;
    const isProven = before.isProven && after.isProven, isBest = best === this.game.moves[ply - 1];
    // The next search sees further: the best move cost nothing, whatever that finds.
    const loss = isBest && !isProven ? 0 : Math.max(0, sign * (before.value - after.value));
    return {loss, isProven, isNotable: loss >= 0.25 || isProven && loss > 0, better: isBest ? null : best};
  }

  // Marks the moves that cost something.
  markMoves() {
    [...this.moves.querySelectorAll('button')].forEach((button, index) => {
      const cost = this.cost(index + 1);
      button.classList.toggle('costly', Boolean(cost && cost.isNotable));
      if (cost && cost.isNotable) button.title = cost.isProven ? 'a mistake' : 'costs ' + Math.round(50 * cost.loss) + ' % of the chances';
    });
  }

  // The first seat's chances over the game.
  drawChart() {
    const points = this.known.map((analysis, ply) => analysis && analysis.value !== undefined && analysis.value !== null ? [ply, (analysis.value + 1) / 2] : null).filter(Boolean);
    if (points.length < 3) return;
    const chart = Arena.lineChart({
      label: 'Chances of ' + this.game.first + ' after each move', height: 130, minimum: 0, maximum: 1, format: Arena.percent,
      series: [{name: 'chances of ' + this.game.first, points}], xName: 'move', markers: true, legend: false,
      onPick: (ply) => this.go(Math.round(ply)),
    });
    this.marker = chart.mark;
    this.chart.replaceChildren(chart.element);
    chart.mark(this.ply);
  }
};

// What is known of a position, in words and as a bar.
Arena.analysisView = function (analysis, game) {
  const parts = [];
  if (analysis.value !== null && analysis.value !== undefined) {
    const share = (analysis.value + 1) / 2;
    const words = analysis.isProven
      ? 'Proven: ' + (analysis.value > 0 ? game.first + ' wins' : analysis.value < 0 ? game.second + ' wins' : 'a draw') + ' with best play'
      : game.first + ' ' + Math.round(100 * share) + ' % – ' + game.second + ' ' + Math.round(100 - 100 * share) + ' %';
    parts.push(Arena.h('p', {class: 'small'}, words),
      Arena.h('div', {class: 'value-bar', role: 'img', 'aria-label': words},
        Arena.s('svg', {viewBox: '0 0 100 10', preserveAspectRatio: 'none'}, Arena.s('rect', {x: 0, y: 0, width: (100 * share).toFixed(1), height: 10}))));
  }
  const best = analysis.moves.slice(0, 5);
  if (best.length) {
    parts.push(Arena.table('The best moves', ['move', 'share', 'chances of ' + game.first], best.map((entry) => [
      entry.move + (entry.isProven ? ' ✓' : ''), Arena.percent(entry.share),
      entry.value === null || entry.value === undefined ? '–' : Arena.percent((entry.value + 1) / 2),
    ]), {numbers: [1, 2]}));
    parts.push(Arena.h('p', {class: 'small soft'}, 'Share: how much of the search went into a move. ✓ marks what is proven.'));
  }
  if (analysis.line && analysis.line.length) parts.push(Arena.h('p', {class: 'small'}, 'Best line: ' + analysis.line.slice(0, 10).join(' ')));
  return Arena.h('div', {}, parts);
};
