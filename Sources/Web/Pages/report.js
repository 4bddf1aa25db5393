// The report: one file with its data inside, made of the same parts as the pages.
'use strict';

Arena.report = function () {
  const data = JSON.parse(document.getElementById('data').textContent);
  const main = document.getElementById('main');
  const {runs, about} = data;
  document.title = 'Report: ' + runs.map((run) => Arena.runTitle(run.details.summary)).join(', ');
  main.append(Arena.h('h1', {}, runs.length === 1 ? 'Report on ' + Arena.runTitle(runs[0].details.summary) : 'Report on ' + runs.length + ' runs'),
    Arena.h('p', {class: 'lead'}, 'Written ' + about.date + ' by arena ' + about.version + ' on ' + about.machine + '.'));
  const details = runs.map((run) => run.details);
  for (const run of runs) {
    const {summary} = run.details;
    main.append(Arena.panel(runs.length > 1 ? Arena.runTitle(summary) : 'What was trained',
      Arena.h('p', {}, summary.agent + ' on ' + Arena.environmentName(summary) + '. The same training again: '), Arena.h('p', {}, Arena.h('code', {}, run.command)), Arena.runFacts(run.details)));
  }
  if (runs.length > 1) main.append(Arena.optionDifferences(details));
  main.append(Arena.h('h2', {}, runs.length > 1 ? 'Compared' : 'How it went'), Arena.runCurves(details, {limited: runs.length > 1}));
  for (const run of runs) {
    if (run.games.length) main.append(Arena.reportGames(run, runs.length > 1));
    main.append(Arena.panel('Checkpoints' + (runs.length > 1 ? ' of ' + Arena.runTitle(run.details.summary) : ''), Arena.modelTable(run.details)));
  }
  for (const run of runs) {
    main.append(Arena.h('section', {class: 'panel'}, Arena.h('details', {}, Arena.h('summary', {}, 'All options' + (runs.length > 1 ? ' of ' + Arena.runTitle(run.details.summary) : '')), Arena.optionList(run.details.agentOptions))));
  }
  if (about.signature) main.append(Arena.panel('Signature', Arena.h('p', {}, Arena.h('code', {}, about.signature)), Arena.h('p', {class: 'small soft'}, 'The hash of the program’s behaviour: programs of the same signature play and learn alike (arena bench signature).')));
  main.setAttribute('data-ready', 'true');
};

Arena.reportGames = function (run, isOneOfMany) {
  const host = Arena.h('div');
  const select = Arena.h('select', {'aria-label': 'Game', onchange: () => draw()}, run.games.map((sample, index) =>
    Arena.h('option', {value: index}, 'checkpoint ' + sample.checkpoint + ': ' + sample.game.first + ' – ' + sample.game.second)));
  const draw = () => {
    const sample = run.games[Number(select.value)];
    host.replaceChildren(new Arena.Replay(sample.game).element);
  };
  draw();
  return Arena.panel('Sample games' + (isOneOfMany ? ' of ' + Arena.runTitle(run.details.summary) : ''), Arena.h('div', {class: 'row'}, select), Arena.h('br'), host,
    Arena.h('p', {class: 'small soft'}, 'Chances are those that the run’s best network gives after a short search; a ? marks a move that cost chances, ✓ and “proven” what is certain.'));
};

document.addEventListener('DOMContentLoaded', Arena.report);
