// Ladders, players and tournaments.
'use strict';

Arena.score = (wins, draws, losses) => wins + '–' + draws + '–' + losses;

Arena.playedGames = function (games, {path = (game) => '/tables/' + game.table} = {}) {
  if (!games.length) return Arena.h('p', {class: 'empty'}, 'No finished game is on record. A server with a journal (arena serve --journal FILE) keeps them all.');
  return Arena.table('Games', ['game', 'first', 'second', 'result', 'moves', ''], games.map((game) => [
    Arena.gameName(game.game, game.options), game.first, game.second,
    game.winner ? (game.winner === 'first' ? '1 – 0' : '0 – 1') : '½ – ½', String(game.plies), Arena.link(path(game), 'replay'),
  ]), {numbers: [4]});
};

Arena.pages.ladder = async function (main, game) {
  const [page, games] = await Promise.all([Arena.get('/ladder' + (game ? '/' + Arena.part(game) : '')), Arena.get('/games')]);
  const rated = [...new Set(page.places.map((place) => place.game))];
  main.append(Arena.h('h1', {}, game ? 'Ladder of ' + Arena.gameName(game) : 'Ladders'),
    Arena.h('p', {class: 'lead'}, 'Ratings (Glicko-2) of everybody who played rated games here. The line shows the 95 % interval: where two overlap, who is stronger is not settled.'),
    Arena.h('div', {class: 'row'}, Arena.h('a', {class: 'button', href: '/ladder', 'aria-current': game ? null : 'page'}, 'All'), games.map((one) =>
      Arena.h('a', {class: 'button', href: '/ladder/' + Arena.part(one.name), 'aria-current': one.name === game ? 'page' : null}, Arena.gameName(one.name)))), Arena.h('br'));
  if (!page.places.length) main.append(Arena.panel(null, Arena.h('p', {class: 'empty'}, 'Nobody has a rating yet: it comes with the first finished game.')));
  for (const one of game ? [game].filter(() => page.places.length) : rated) {
    const places = page.places.filter((place) => place.game === one);
    main.append(Arena.panel(game ? null : Arena.gameName(one), Arena.ladderTable(places)));
  }
  if (game && page.cross.length > 1) main.append(Arena.crossTable(page));
  main.append(Arena.panel('Latest games', Arena.playedGames(page.games)));
};

Arena.ladderTable = function (places) {
  const scale = [Math.min(...places.map((place) => place.rating - place.margin)), Math.max(...places.map((place) => place.rating + place.margin))];
  return Arena.table('Ladder', ['place', 'player', 'rating', '95 %', 'wins–draws–losses', 'interval'], places.map((place, index) => [
    String(index + 1), Arena.playerLink(place.name), String(Math.round(place.rating)), '± ' + Math.round(place.margin),
    Arena.score(place.wins, place.draws, place.losses), Arena.interval(place.rating, place.rating - place.margin, place.rating + place.margin, scale),
  ]), {numbers: [0, 2, 3, 4]});
};

Arena.crossTable = function (page) {
  const names = page.places.slice(0, page.cross.length).map((place) => place.name);
  return Arena.panel('Who scored what against whom', Arena.table('Cross-table', ['player', ...names.map((_, index) => String(index + 1))],
    page.cross.map((row, index) => [(index + 1) + ' ' + names[index], ...row.map((score) => score === null || score === undefined ? '·' : score[0] + score[1] + score[2] === 0 ? '' : Arena.score(...score))]),
    {numbers: names.map((_, index) => index + 1)}), Arena.h('p', {class: 'small soft'}, 'Wins–draws–losses of the player of the row, in the games on record.'));
};

Arena.pages.player = async function (main, name) {
  const page = await Arena.get('/players/' + Arena.part(name));
  const kinds = {bot: 'a house bot', guest: 'a guest', member: 'a member'};
  document.title = page.name + ' – Arena';
  const own = Arena.session && Arena.session.name === page.name;
  main.append(Arena.h('div', {class: 'row between'}, Arena.h('h1', {}, page.name), page.kind && !own
    ? Arena.h('a', {class: 'button primary', href: '/?against=' + Arena.part(page.name) + (page.ratings[0] ? '&game=' + Arena.part(page.ratings[0].game) : '')}, 'Play') : null, Arena.ignoreButton(page.name)),
    Arena.h('p', {class: 'lead'}, page.kind ? kinds[page.kind] + ', ' + (page.status === 'playing' ? 'playing now' : 'here now') : 'not here now'));
  main.append(Arena.panel('Ratings', page.ratings.length ? Arena.table('Ratings', ['game', 'rating', '95 %', 'wins–draws–losses'], page.ratings.map((place) => [
    Arena.link('/ladder/' + Arena.part(place.game), Arena.gameName(place.game)), String(Math.round(place.rating)), '± ' + Math.round(place.margin), Arena.score(place.wins, place.draws, place.losses),
  ]), {numbers: [1, 2, 3]}) : Arena.h('p', {class: 'empty'}, 'No rated game yet.')), Arena.panel('Games', Arena.playedGames(page.games)));
};

// MARK: Tournaments

Arena.pages.tournaments = async function (main) {
  const list = await Arena.get('/tournaments');
  main.append(Arena.h('h1', {}, 'Tournaments'), Arena.h('p', {class: 'lead'}, 'Tournaments in the folder of runs (arena tournament … --out FOLDER); one that is being played grows as you look.'));
  main.append(Arena.panel(null, list.length ? Arena.h('ul', {class: 'list'}, list.map((one) => Arena.h('li', {}, Arena.link('/tournaments/' + Arena.part(one.name), one.name),
    Arena.h('span', {class: 'soft small push'}, 'last game ' + Arena.duration(one.age) + ' ago')))) : Arena.h('p', {class: 'empty'}, 'There is no tournament in the folder yet.')));
};

Arena.pages.tournament = async function (main, name) {
  const host = Arena.h('div');
  main.append(host);
  let count = -1;
  const show = async () => {
    const page = await Arena.get('/tournaments/' + Arena.part(name));
    if (page.count === count) return;
    count = page.count;
    host.replaceChildren(Arena.h('h1', {}, page.name), Arena.h('p', {class: 'lead'}, [page.game && Arena.gameName(page.game, page.options), Arena.count(page.count) + ' games', page.age < 60 ? 'being played' : 'last game ' + Arena.duration(page.age) + ' ago'].filter(Boolean).join(' · ')));
    if (page.table) host.append(Arena.standings(page.table));
    host.append(Arena.panel('Games, latest first', Arena.table('Games', ['game', 'first', 'second', 'result', 'end', 'moves', ''], page.games.slice(0, 200).map((game) => [
      String(game.number), game.first, game.second, game.winner ? (game.winner === 'first' ? '1 – 0' : '0 – 1') : '½ – ½', game.reason, String(game.plies),
      Arena.link('/tournaments/' + Arena.part(name) + '?game=' + game.number, 'replay'),
    ]), {numbers: [0, 5]})));
  };
  const wanted = new URL(location.href).searchParams.get('game');
  if (wanted) {
    const replay = await Arena.get('/tournaments/' + Arena.part(name) + '/games/' + Number(wanted));
    Arena.showReplay(host, replay, null);
    host.append(Arena.h('p', {}, Arena.link('/tournaments/' + Arena.part(name), 'To the table of the tournament')));
    return;
  }
  await show();
  Arena.every(3000, show);
};

Arena.standings = function (table) {
  const {rows} = table;
  const scale = [Math.min(...rows.map((row) => row.lower)), Math.max(...rows.map((row) => row.upper))];
  return Arena.panel('Standings', Arena.table('Standings', ['place', 'player', 'Elo', '95 %', 'interval', 'games', 'score', ...rows.map((_, index) => String(index + 1))], rows.map((row, index) => [
    String(index + 1), row.name, String(Math.round(row.elo)), '± ' + Math.round((row.upper - row.lower) / 2), Arena.interval(row.elo, row.lower, row.upper, scale),
    String(row.total.wins + row.total.draws + row.total.losses), Arena.percent((row.total.wins + row.total.draws / 2) / Math.max(1, row.total.wins + row.total.draws + row.total.losses)),
    ...row.against.map((score) => score === null || score === undefined ? '·' : Arena.score(score.wins, score.draws, score.losses)),
  ]), {numbers: [0, 2, 3, 5, 6, ...rows.map((_, index) => 7 + index)]}), table.remarks.map((remark) => Arena.h('p', {class: 'small soft'}, remark)));
};
