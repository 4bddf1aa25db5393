// Draws any game's board from its shape, and turns clicks into moves of its notation.
'use strict';

Arena.Board = class {
  // shape: kind, columns, rows, columnNames, rowNames. onMove gets a move; without it nothing can be
  // clicked.
  constructor({shape, game, label, onMove = null}) {
    Object.assign(this, {shape, game, label, onMove});
    this.cellNames = [];
    for (const row of shape.rowNames) for (const column of shape.columnNames) this.cellNames.push(column + row);
    this.indexOf = new Map(this.cellNames.map((name, index) => [name, index]));
    this.chosen = null;
    this.before = null;
    this.focus = Math.floor(this.cellNames.length / 2);
    this.extra = Arena.h('div', {class: 'row'});
    if (shape.kind === 'text') {
      this.drawing = Arena.h('pre', {class: 'board', 'aria-label': label});
    } else {
      this.drawing = Arena.s('svg', {class: 'board', role: onMove ? 'group' : 'img', 'aria-label': label});
      this.layOut();
      if (onMove) this.drawing.addEventListener('keydown', (event) => this.key(event));
    }
    this.element = Arena.h('div', {class: 'board-box'}, this.drawing, this.extra);
  }

  // MARK: Places

  layOut() {
    const {kind, columns, rows} = this.shape;
    const size = 40, edge = this.shape.kind === 'hexagons' ? 30 : 26;
    this.size = size;
    if (kind === 'hexagons') {
      const width = size, tall = size * 2 / Math.sqrt(3);
      const step = tall * 0.75;
      this.place = (row, column) => [edge + 8 + width * (column + 0.5) + row * width / 2, edge + 8 + tall / 2 + row * step];
      this.width = edge * 2 + 16 + width * columns + (rows - 1) * width / 2;
      this.height = edge * 2 + 16 + tall + (rows - 1) * step;
    } else {
      const bottom = kind === 'columns' ? edge : 0;
      const left = kind === 'columns' ? 6 : edge, top = kind === 'columns' ? 6 : edge;
      this.place = (row, column) => [left + size * (column + 0.5), top + size * (row + 0.5)];
      this.width = left + size * columns + (kind === 'columns' ? 6 : 8);
      this.height = top + size * rows + bottom + (kind === 'columns' ? 6 : 8);
    }
    this.drawing.setAttribute('viewBox', '0 0 ' + this.width.toFixed(1) + ' ' + this.height.toFixed(1));
    // A board of few cells is not to fill the screen.
    this.drawing.style.maxWidth = Math.round(this.width * 2.1) + 'px';
    this.ground = Arena.s('g', {'aria-hidden': 'true', class: this.game === 'othello' ? 'felt' : null});
    this.pieces = Arena.s('g', {'aria-hidden': 'true', class: this.game === 'othello' ? 'felt' : null});
    this.targets = Arena.s('g', {});
    this.drawing.append(this.ground, this.pieces, this.targets);
    this.drawGround();
  }

  at(index) { return this.place(Math.floor(index / this.shape.columns), index % this.shape.columns); }

  drawGround() {
    const {kind, columns, rows, columnNames, rowNames} = this.shape;
    const add = (tag, attributes, ...children) => this.ground.append(Arena.s(tag, attributes, ...children));
    const size = this.size, half = size / 2;
    const [left, top] = this.place(0, 0), [right, bottom] = this.place(rows - 1, columns - 1);
    if (kind === 'points') {
      add('rect', {class: 'ground-points', x: left - half, y: top - half, width: size * columns, height: size * rows, rx: 4});
      for (let column = 0; column < columns; column++) add('line', {class: 'lines', x1: left + column * size, x2: left + column * size, y1: top, y2: bottom});
      for (let row = 0; row < rows; row++) add('line', {class: 'lines', y1: top + row * size, y2: top + row * size, x1: left, x2: right});
      for (const index of this.stars()) { const [x, y] = this.at(index); add('circle', {class: 'star', cx: x, cy: y, r: 3.5}); }
    } else if (kind === 'squares') {
      for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) {
        const [x, y] = this.place(row, column);
        add('rect', {class: (row + column) % 2 ? 'cell-b' : 'cell-a', x: x - half, y: y - half, width: size, height: size});
      }
    } else if (kind === 'columns') {
      add('rect', {class: 'frame', x: left - half - 4, y: top - half - 4, width: size * columns + 8, height: size * rows + 8, rx: 10});
      for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) {
        const [x, y] = this.place(row, column);
        add('circle', {class: 'hole', cx: x, cy: y, r: 15.5});
      }
    } else {
      for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) {
        add('polygon', {class: 'hexagon', points: this.hexagon(this.place(row, column))});
      }
      this.drawEdges(add);
    }
    if (kind === 'columns') {
      columnNames.forEach((name, column) => add('text', {x: this.place(0, column)[0], y: bottom + half + 18}, name));
    } else {
      columnNames.forEach((name, column) => add('text', {x: this.place(0, column)[0], y: 12}, name));
      rowNames.forEach((name, row) => add('text', {x: this.place(row, 0)[0] - (kind === 'hexagons' ? 38 : 33), y: this.place(row, 0)[1]}, name));
    }
  }

  hexagon([x, y], scale = 1) {
    const tall = this.size / Math.sqrt(3) * scale;
    return [0, 1, 2, 3, 4, 5].map((corner) => {
      const angle = Math.PI / 3 * corner + Math.PI / 6;
      return (x + tall * Math.cos(angle)).toFixed(1) + ',' + (y + tall * Math.sin(angle)).toFixed(1);
    }).join(' ');
  }

  // The sides that each seat connects: the first from top to bottom, the second from left to right.
  drawEdges(add) {
    const {columns, rows} = this.shape;
    const half = this.size / 2, tall = this.size / Math.sqrt(3);
    const top = [], bottom = [], left = [], right = [];
    for (let column = 0; column < columns; column++) {
      const [x, y] = this.place(0, column), [bx, by] = this.place(rows - 1, column);
      top.push([x - half, y - tall / 2 - 4], [x, y - tall - 4], [x + half, y - tall / 2 - 4]);
      bottom.push([bx - half, by + tall / 2 + 4], [bx, by + tall + 4], [bx + half, by + tall / 2 + 4]);
    }
    for (let row = 0; row < rows; row++) {
      const [x, y] = this.place(row, 0), [rx, ry] = this.place(row, columns - 1);
      left.push([x - half - 4, y - tall / 2], [x - half - 4, y + tall / 2]);
      right.push([rx + half + 4, ry - tall / 2], [rx + half + 4, ry + tall / 2]);
    }
    const path = (points) => points.map((point) => point.map((part) => part.toFixed(1)).join(',')).join(' ');
    for (const points of [top, bottom]) add('polyline', {class: 'edge-first', points: path(points)});
    for (const points of [left, right]) add('polyline', {class: 'edge-second', points: path(points)});
  }

  stars() {
    const {columns, rows} = this.shape;
    if (columns !== rows || columns < 7 || columns % 2 === 0) return [];
    const near = columns >= 13 ? 3 : 2, far = columns - 1 - near, middle = (columns - 1) / 2;
    const lines = columns >= 15 ? [near, middle, far] : [near, far];
    const stars = lines.flatMap((row) => lines.map((column) => row * columns + column));
    return columns >= 15 ? stars : [...stars, middle * columns + middle];
  }

  // MARK: Pieces

  // A piece: what the diagram calls x is the first seat's, o the second's.
  piece(symbol, index, isNew) {
    const [x, y] = this.at(index), {kind} = this.shape;
    const add = isNew ? ' new' : '';
    if (kind === 'hexagons') return Arena.s('polygon', {class: 'hex-' + symbol + add, points: this.hexagon([x, y], 0.86)});
    if (kind === 'columns') return Arena.s('circle', {class: 'disc-' + symbol + add, cx: x, cy: y, r: 15.5});
    if (kind === 'points' || this.game === 'othello') return Arena.s('circle', {class: 'stone-' + symbol + add, cx: x, cy: y, r: kind === 'points' ? 18.2 : 16});
    if (this.game === 'breakthrough') {
      return Arena.s('path', {class: 'pawn-' + symbol + add, 'stroke-width': 1.4,
        d: 'M' + x + ' ' + (y - 14) + 'a6.5 6.5 0 0 1 4.4 11.2l4.6 11.8h2v5h-22v-5h2l4.6-11.8A6.5 6.5 0 0 1 ' + x + ' ' + (y - 14) + 'z'});
    }
    if (symbol === 'x') return Arena.s('path', {class: 'stroke-x' + add, d: 'M' + (x - 11) + ' ' + (y - 11) + 'l22 22m0 -22l-22 22'});
    return Arena.s('circle', {class: 'stroke-o' + add, cx: x, cy: y, r: 12});
  }

  // cells, legal, last and turn of a position; analysis is drawn over it; reason is how the game ended.
  show({cells, legal = [], last = null, analysis = null, reason = null}, canMove = true) {
    if (this.shape.kind === 'text') {
      this.drawing.textContent = cells;
      this.drawExtra(legal, last, canMove);
      return;
    }
    const active = this.onMove && canMove ? legal : [];
    this.chosen = null;
    const old = this.before;
    this.before = this.cells = cells;
    this.pieces.replaceChildren();
    const lastCells = this.cellsOf(last, cells);
    const shades = this.shape.kind === 'squares' && this.game !== 'othello';
    if (shades) for (const index of lastCells) this.shade(index);
    [...cells].forEach((symbol, index) => {
      if (symbol !== 'x' && symbol !== 'o') return;
      this.pieces.append(this.piece(symbol, index, old !== null && old[index] !== symbol));
    });
    if (lastCells.length && !shades) this.ring(lastCells[0], cells);
    if (reason && /in a row/.test(reason) && lastCells.length) this.drawRow(cells, lastCells[lastCells.length - 1], reason);
    if (analysis) this.drawShares(analysis);
    this.legal = active;
    this.drawTargets();
    this.drawExtra(active, last, canMove);
  }

  // The cells that a move touches: one, or where it comes from and goes to.
  cellsOf(move, cells) {
    if (!move) return [];
    if (this.shape.kind === 'columns') {
      const column = this.shape.columnNames.indexOf(move);
      for (let row = 0; row < this.shape.rows && column >= 0; row++) {
        if (cells[row * this.shape.columns + column] !== '.') return [row * this.shape.columns + column];
      }
      return [];
    }
    const parts = move.match(/^([a-z]\d+)([a-z]\d+)?$/i);
    if (!parts) return [];
    return parts.slice(1).filter(Boolean).map((name) => this.indexOf.get(name.toLowerCase())).filter((index) => index !== undefined);
  }

  // The last move: a ring on its stone, or a shade below pieces that are no discs.
  ring(index, cells) {
    const [x, y] = this.at(index);
    this.pieces.append(Arena.s('circle', {class: 'last on-' + cells[index], cx: x, cy: y, r: 7.5}));
  }

  shade(index) {
    const [x, y] = this.at(index), half = this.size / 2;
    this.pieces.append(Arena.s('rect', {class: 'touched', x: x - half, y: y - half, width: this.size, height: this.size}));
  }

  drawRow(cells, index, reason) {
    const {columns, rows} = this.shape, symbol = cells[index];
    const names = {three: 3, four: 4, five: 5, six: 6};
    const word = reason.match(/(\w+) in a row/)[1], wanted = names[word] || Number(word) || 3;
    for (const [down, right] of [[0, 1], [1, 0], [1, 1], [1, -1]]) {
      const line = [index];
      for (const way of [1, -1]) {
        let row = Math.floor(index / columns) + way * down, column = index % columns + way * right;
        while (row >= 0 && row < rows && column >= 0 && column < columns && cells[row * columns + column] === symbol) {
          if (way > 0) line.push(row * columns + column); else line.unshift(row * columns + column);
          row += way * down;
          column += way * right;
        }
      }
      if (line.length < wanted) continue;
      const [x1, y1] = this.at(line[0]), [x2, y2] = this.at(line[line.length - 1]);
      this.pieces.append(...['win-edge', 'win'].map((kind) => Arena.s('line', {class: kind, x1, y1, x2, y2})));
    }
  }

  drawShares(analysis) {
    for (const entry of analysis.moves.slice(0, 12)) {
      if (!entry.share || entry.share < 0.01) continue;
      let [index] = this.cellsOf(entry.move, this.cells).slice(-1);
      if (this.shape.kind === 'columns') index = this.dropCell(this.shape.columnNames.indexOf(entry.move));
      if (index === undefined || index < 0) continue;
      const [x, y] = this.at(index);
      this.pieces.append(Arena.s('circle', {class: 'share', cx: x, cy: y, r: 7 + 9 * Math.sqrt(entry.share)}));
      if (entry.share >= 0.03) this.pieces.append(Arena.s('text', {class: 'share-text', x, y}, entry.isProven ? '✓' : Math.round(100 * entry.share)));
    }
  }

  dropCell(column) {
    for (let row = this.shape.rows - 1; row >= 0; row--) {
      if (this.cells[row * this.shape.columns + column] === '.') return row * this.shape.columns + column;
    }
    return -1;
  }

  // MARK: Clicks and keys

  // What a click on each place would do.
  movesByCell() {
    const moves = new Map();
    for (const move of this.legal) {
      const parts = move.match(/^([a-z]\d+)([a-z]\d+)?$/i);
      if (!parts) continue;
      const [from, to] = [this.indexOf.get(parts[1].toLowerCase()), parts[2] && this.indexOf.get(parts[2].toLowerCase())];
      if (from === undefined) continue;
      if (to === undefined) moves.set(from, move);
      else if (this.chosen === null) moves.set(from, 'choose');
      else if (this.chosen === from) moves.set(to, move);
      else if (!moves.has(from)) moves.set(from, 'choose');
    }
    if (this.chosen !== null) moves.set(this.chosen, 'choose');
    return moves;
  }

  drawTargets() {
    const {kind, columns, rows} = this.shape;
    const hadFocus = this.targets.contains(document.activeElement);
    this.targets.replaceChildren();
    if (!this.onMove) return;
    if (kind === 'columns') {
      this.shape.columnNames.forEach((name, column) => this.addColumn(name, column));
    } else {
      const moves = this.movesByCell();
      this.cellNames.forEach((name, index) => this.addTarget(index, name, moves.get(index)));
    }
    if (hadFocus) this.focusOn(this.focus);
  }

  addColumn(name, column) {
    const can = this.legal.includes(name), size = this.size;
    const [x, y] = this.place(0, column);
    const group = this.addButton(column, can, 'column ' + name + (can ? '' : ', not playable'), () => this.onMove(name),
      Arena.s('rect', {class: 'target', x: x - size / 2, y: y - size / 2, width: size, height: size * this.shape.rows, rx: 8}));
    group.dataset.move = name;
  }

  addTarget(index, name, move) {
    const [x, y] = this.at(index), half = this.size / 2;
    const owner = {x: 'first', o: 'second'}[this.cells[index]] || 'empty';
    const shape = this.shape.kind === 'hexagons'
      ? Arena.s('polygon', {class: 'target', points: this.hexagon([x, y])})
      : Arena.s('rect', {class: 'target', x: x - half, y: y - half, width: this.size, height: this.size});
    const act = () => {
      if (move !== 'choose') return this.onMove(move);
      this.chosen = this.chosen === index ? null : index;
      this.drawTargets();
      this.focusOn(index);
    };
    const group = this.addButton(index, Boolean(move), name + ', ' + owner + (move ? move === 'choose' ? ', can move' : ', playable' : ''), act, shape);
    if (move) group.dataset.move = move === 'choose' ? 'choose ' + name : move;
    if (index === this.chosen) group.append(Arena.s('rect', {class: 'chosen', x: x - half + 2, y: y - half + 2, width: this.size - 4, height: this.size - 4, rx: 6}));
    else if (move && (this.chosen !== null && move !== 'choose' || this.game === 'othello')) group.append(Arena.s('circle', {class: 'dot', cx: x, cy: y, r: 6}));
  }

  addButton(index, can, label, act, shape) {
    const isColumn = this.shape.kind === 'columns';
    const group = Arena.s('g', {
      role: 'button', 'aria-label': label, 'aria-disabled': can ? null : 'true', class: can ? 'can' : null,
      tabindex: index === (isColumn ? this.focus % this.shape.columns : this.focus) ? '0' : '-1',
      onclick: can ? act : null,
    }, shape);
    if (!can) group.removeAttribute('onclick');
    group.act = can ? act : null;
    group.addEventListener('focus', () => { this.focus = index; });
    this.targets.append(group);
    return group;
  }

  focusOn(index) {
    const groups = this.targets.children;
    const place = this.shape.kind === 'columns' ? index % this.shape.columns : index;
    for (const group of groups) group.setAttribute('tabindex', '-1');
    if (!groups[place]) return;
    groups[place].setAttribute('tabindex', '0');
    groups[place].focus();
  }

  key(event) {
    const {columns, rows, kind} = this.shape;
    const steps = {ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0]};
    if (event.key === 'Enter' || event.key === ' ') {
      const group = event.target.closest('g[role=button]');
      if (group && group.act) { event.preventDefault(); group.act(); }
      return;
    }
    if (!(event.key in steps)) return;
    event.preventDefault();
    const [down, right] = steps[event.key];
    const row = kind === 'columns' ? 0 : Math.floor(this.focus / columns), column = this.focus % columns;
    const to = [Math.min(rows - 1, Math.max(0, row + (kind === 'columns' ? 0 : down))), Math.min(columns - 1, Math.max(0, column + right))];
    this.focusOn(kind === 'columns' ? to[1] : to[0] * columns + to[1]);
  }

  // Moves that are no place on the board: pass, swap.
  drawExtra(legal, last, canMove) {
    const words = legal.filter((move) => this.cellsOfName(move) === null);
    const list = this.shape.kind === 'text' ? legal : words;
    this.extra.replaceChildren(...(this.onMove && canMove ? list : []).map((move) =>
      Arena.h('button', {'data-move': move, onclick: () => this.onMove(move)}, move[0].toUpperCase() + move.slice(1))));
    if (last && this.cellsOfName(last) === null) this.extra.append(Arena.h('span', {class: 'soft small'}, 'last move: ' + last));
  }

  cellsOfName(move) {
    if (this.shape.kind === 'columns') return this.shape.columnNames.includes(move) ? 0 : null;
    const parts = move.match(/^([a-z]\d+)([a-z]\d+)?$/i);
    return parts && this.indexOf.has(parts[1].toLowerCase()) ? 0 : null;
  }
};

// The sign of a seat: the colour of its pieces in that game.
Arena.swatch = function (game, seat) {
  const symbol = seat === 'first' ? 'x' : 'o';
  const kind = {'connect-four': 'columns', hex: 'hexagons', go: 'points', 'go-lite': 'points', gomoku: 'points'}[game] || 'squares';
  const shape = {kind, columns: 1, rows: 1, columnNames: ['a'], rowNames: ['1']};
  const board = Object.create(Arena.Board.prototype);
  Object.assign(board, {shape, game, size: 40, at: () => [20, 20]});
  return Arena.s('svg', {class: 'board swatch', viewBox: '0 0 40 40', 'aria-hidden': 'true'}, board.piece(symbol, 0, false));
};
