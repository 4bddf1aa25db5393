/// The page's look and its script.
extension TournamentPage {
  static let style = """
    :root { color-scheme: light dark; --ink: #1d2430; --soft: #5b6675; --paper: #fbfbf9;
      --card: #ffffff; --line: #dcdfe3; --accent: #2f6fb3; --wash: #2f6fb333; --first: #20242b;
      --second: #f4f1ea; --edge: #3a4048; --wood: #e3c48d; --cell: #eceff2; --mark: #d1483f; }
    @media (prefers-color-scheme: dark) { :root { --ink: #e4e7ec; --soft: #98a2b0; --paper: #14171c;
      --card: #1b1f26; --line: #333a45; --accent: #6ba5e0; --wash: #6ba5e033; --first: #0c0e11;
      --second: #e9e6df; --edge: #788290; --wood: #8d7347; --cell: #2a303a; } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--paper); color: var(--ink);
      font: 15px/1.5 system-ui, sans-serif; }
    main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
    h1 { font-size: 1.5rem; overflow-wrap: anywhere; }
    h2 { font-size: 1.1rem; margin: 0 0 .6rem; }
    section { background: var(--card); border: 1px solid var(--line); border-radius: 10px;
      padding: 1rem; margin: 0 0 1rem; }
    .wide { overflow-x: auto; }
    table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem; }
    th, td { padding: .25rem .6rem; text-align: right; border-bottom: 1px solid var(--line);
      white-space: nowrap; }
    th:nth-child(2), td:nth-child(2) { text-align: left; max-width: 22rem; overflow: hidden;
      text-overflow: ellipsis; }
    pre { overflow-x: auto; margin: 0; }
    .bars { list-style: none; margin: 0; padding: 0; }
    .bars li { display: grid; grid-template-columns: 2rem minmax(8rem, 1fr) 7rem 2fr 9rem; gap: .5rem;
      align-items: center; padding: .2rem 0; }
    .bars .rank, .bars .score { color: var(--soft); font-size: .85rem; }
    .bars .name { overflow-wrap: anywhere; }
    .bars .elo { text-align: right; font-variant-numeric: tabular-nums; }
    .bar { position: relative; height: 14px; background: var(--cell); border-radius: 7px; }
    .bar i { position: absolute; top: 3px; height: 8px; min-width: 2px; border-radius: 4px;
      background: var(--accent); opacity: .45; }
    .bar b { position: absolute; top: 0; width: 3px; margin-left: -1px; height: 14px;
      background: var(--accent); }
    @media (max-width: 40rem) { .bars li { grid-template-columns: 1.5rem 1fr 6.5rem; }
      .bars .bar { grid-column: 2 / 4; } .bars .score { grid-column: 2 / 4; } }
    .remarks { color: var(--soft); font-size: .9rem; padding-left: 1.1rem; }
    .curve { width: 100%; height: auto; }
    .curve text { fill: var(--soft); font-size: 12px; }
    .curve .y { text-anchor: end; dominant-baseline: middle; }
    .curve .x { text-anchor: middle; }
    .curve .grid { stroke: var(--line); }
    .run polyline { fill: none; stroke: var(--c); stroke-width: 2; }
    .run line { stroke: var(--c); opacity: .5; }
    .run circle { fill: var(--c); }
    .r0 { --c: #2f7fd0; } .r1 { --c: #d1683f; } .r2 { --c: #3f9d5f; } .r3 { --c: #a45fc2; }
    .r4 { --c: #b8902a; } .r5 { --c: #4aa3a3; }
    .legend { list-style: none; display: flex; flex-wrap: wrap; gap: 1rem; padding: 0; margin: 0; }
    .legend li::before { content: "● "; color: var(--c); }
    .filters { display: flex; flex-wrap: wrap; gap: .6rem; margin-bottom: .6rem; }
    select, button, input { font: inherit; color: inherit; background: var(--card);
      border: 1px solid var(--line); border-radius: 6px; padding: .25rem .4rem; max-width: 100%; }
    #game { width: 100%; }
    .board { max-width: 30rem; margin: .8rem auto; }
    .board svg { width: 100%; height: auto; display: block; }
    .board .grid { stroke: var(--edge); stroke-width: .03; }
    .board .field { fill: var(--cell); stroke: var(--line); stroke-width: .04; }
    .board .wood { fill: var(--wood); }
    .board .p1 { fill: var(--first); stroke: var(--edge); stroke-width: .05; }
    .board .p2 { fill: var(--second); stroke: var(--edge); stroke-width: .05; }
    .board .last { fill: none; stroke: var(--mark); stroke-width: .09; }
    .board text { fill: var(--soft); font-size: .34px; text-anchor: middle;
      dominant-baseline: central; }
    .buttons { display: flex; gap: .4rem; align-items: center; justify-content: center; }
    .buttons input { flex: 1; max-width: 20rem; }
    #words { text-align: center; min-height: 3em; overflow-wrap: anywhere; }
    """

  static let script = """
    "use strict";
    const data = JSON.parse(document.getElementById("data").textContent);
    const $ = id => document.getElementById(id);
    const svg = (tag, attributes, text) => {
      const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
      for (const key in attributes) node.setAttribute(key, attributes[key]);
      if (text !== undefined) node.textContent = text;
      return node;
    };
    const option = (select, value, text) => {
      const node = document.createElement("option");
      node.value = value;
      node.textContent = text;
      select.append(node);
    };
    const { columns, rows, look } = data;
    const lean = look === "hexes" ? 0.5 : 0;
    const tall = look === "hexes" ? 0.87 : 1;
    const x = cell => cell % columns + 0.5 + lean * (rows - 1 - Math.floor(cell / columns));
    const y = cell => (rows - 1 - Math.floor(cell / columns)) * tall + 0.5;
    let game = null, ply = 0;

    function positions(game) {
      const cells = new Array(columns * rows).fill(0), all = [];
      for (const part of game[6].split(";")) {
        let last = -1;
        for (const change of part ? part.split(" ") : []) {
          const [cell, piece] = change.split(".").map(Number);
          cells[cell] = piece;
          if (piece) last = cell;
        }
        all.push([cells.slice(), last]);
      }
      return all;
    }

    function draw() {
      const board = $("board");
      board.replaceChildren();
      if (!game || !columns) return;
      const width = columns + lean * (rows - 1), height = (rows - 1) * tall + 1;
      board.setAttribute("viewBox", `-0.7 -0.2 ${width + 0.9} ${height + 0.9}`);
      if (look === "points") {
        board.append(svg("rect", { class: "wood", x: 0, y: 0, width, height, rx: 0.2 }));
        for (let i = 0; i < columns; i++)
          board.append(svg("line", { class: "grid", x1: i + .5, x2: i + .5, y1: .5, y2: rows - .5 }));
        for (let i = 0; i < rows; i++)
          board.append(svg("line", { class: "grid", x1: .5, x2: columns - .5, y1: i + .5, y2: i + .5 }));
      }
      const [cells, last] = game.shown[Math.min(ply, game.shown.length - 1)];
      for (let cell = 0; cell < columns * rows; cell++) {
        const cx = x(cell), cy = y(cell);
        if (look === "squares")
          board.append(svg("rect",
            { class: "field", x: cx - .48, y: cy - .48, width: .96, height: .96, rx: .1 }));
        if (look === "hexes") {
          const corners = [0, 1, 2, 3, 4, 5].map(k => {
            const angle = Math.PI / 6 + k * Math.PI / 3;
            return (cx + .56 * Math.cos(angle)) + "," + (cy + .56 * Math.sin(angle));
          });
          board.append(svg("polygon", { class: "field", points: corners.join(" ") }));
        }
        if (cells[cell])
          board.append(svg("circle", { class: "p" + cells[cell], cx, cy, r: .42 }));
        if (cell === last && ply > 0)
          board.append(svg("circle", { class: "last", cx, cy, r: .22 }));
      }
      for (let i = 0; i < columns; i++)
        board.append(svg("text", { x: x(i), y: height + .3 }, String.fromCharCode(97 + i)));
      for (let i = 0; i < rows; i++)
        board.append(svg("text", { x: x(i * columns) - .85, y: y(i * columns) }, i + 1));
      board.setAttribute("aria-label", "the board after move " + ply);
    }

    function show(number) {
      ply = number;
      if (!game) return;
      const moves = game[5] ? game[5].split(" ") : [];
      ply = Math.max(0, Math.min(ply, moves.length));
      $("ply").max = moves.length;
      $("ply").value = ply;
      const who = game[2] === 0 ? "a draw" : data.names[game[2] > 0 ? game[0] : game[1]] + " won";
      const move = ply ? `move ${ply}: ${moves[ply - 1]}` : "start";
      const set = ply && ply <= game[4] ? " (opening)" : "";
      $("words").textContent = `${data.names[game[0]]} (first) against ${data.names[game[1]]}: `
        + `${who}, ${game[3]}. ${move}${set}`;
      draw();
    }

    function choose() {
      game = data.games[$("game").value] || null;
      if (game && !game.shown) game.shown = positions(game);
      show(game && game[5] ? game[5].split(" ").length : 0);
    }

    function list() {
      const who = $("who").value, whom = $("whom").value, how = $("how").value;
      const select = $("game");
      select.replaceChildren();
      data.games.forEach((game, index) => {
        for (const [me, you, result] of [[game[0], game[1], game[2]], [game[1], game[0], -game[2]]]) {
          if (who !== "" && me !== +who) continue;
          if (whom !== "" && you !== +whom) continue;
          if (how !== "" && Math.sign(result) !== +how) continue;
          const score = game[2] > 0 ? "1-0" : game[2] < 0 ? "0-1" : "½-½";
          option(select, index,
            `${index + 1}. ${data.names[game[0]]} ${score} ${data.names[game[1]]}`);
          break;
        }
      });
      select.selectedIndex = 0;
      choose();
    }

    for (const id of ["who", "whom"]) {
      option($(id), "", "anybody");
      data.names.forEach((name, index) => option($(id), index, name));
      $(id).onchange = list;
    }
    $("how").onchange = list;
    $("game").onchange = choose;
    $("start").onclick = () => show(0);
    $("back").onclick = () => show(ply - 1);
    $("forward").onclick = () => show(ply + 1);
    $("end").onclick = () => show(Infinity);
    $("ply").oninput = () => show(+$("ply").value);
    document.addEventListener("keydown", event => {
      if (/SELECT|INPUT/.test(event.target.tagName)) return;
      if (event.key === "ArrowLeft") show(ply - 1);
      if (event.key === "ArrowRight") show(ply + 1);
    });
    list();
    """
}
