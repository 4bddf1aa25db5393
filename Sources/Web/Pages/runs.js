// Training runs: the list, one run, several compared. The report is made of the same parts.
'use strict';

// What a figure is, in words.
Arena.figures = {
  rating: ['Rating', 'Elo points above random play, from games against fixed opponents; the band is the 95 % interval.'],
  evaluation_return: ['Mean return', 'The reward of an episode, averaged over the evaluation’s episodes.'],
  policy: ['Policy loss', 'How far the network’s moves are from those that it learns from; lower is better.'],
  value: ['Value loss', 'How far its forecast of the result is from the results; lower is better.'],
  reply: ['Reply loss', 'The same for its forecast of the opponent’s answer.'],
  'soft-policy': ['Soft policy loss', 'The same for the policy at a higher temperature.'],
  ownership: ['Ownership loss', 'How far its forecast of who owns each point is off.'],
  score: ['Score loss', 'How far its forecast of the margin is off.'],
  entropy: ['Entropy', 'How undecided the policy is; 0 is certain.'],
  kl: ['KL divergence', 'How far one update moved the policy.'],
  clip_fraction: ['Clipped share', 'The share of samples whose update was clipped.'],
  explained_variance: ['Explained variance', 'How much of the returns the value network explains; 1 is all.'],
  episode_return: ['Return while training', 'The reward of the latest episodes, exploration included.'],
  'validation.policy-accuracy': ['Policy accuracy', 'How often its first choice is the search’s, on games it never trained on.'],
  'validation.value-error': ['Value error', 'Root mean square error of its forecast, on games it never trained on.'],
  'validation.calibration-error': ['Calibration error', 'How far its chances are from what then happened.'],
};

Arena.figureTitle = (name) => (Arena.figures[name] || [name.replace(/[._-]/g, ' ')])[0];

Arena.axes = {
  games: {label: 'games', column: 'episodes', format: Arena.short},
  seconds: {label: 'training time', column: 'seconds', format: Arena.duration},
  steps: {label: 'steps', column: 'steps', format: Arena.short},
};

Arena.runTitle = (summary) => summary.name === '.' ? summary.agent + ' on ' + summary.environment : summary.name;

Arena.environmentName = function (summary) {
  const options = Object.entries(summary.options).map((pair) => pair.join('=')).join(',');
  return Arena.gameName(summary.environment, options);
};

// The points of a figure, with the band where the file has a margin.
Arena.points = function (columns, name, axis, margin) {
  const [xs, ys, margins] = [columns[Arena.axes[axis].column] || [], columns[name] || [], margin && columns[margin]];
  const points = [];
  ys.forEach((y, index) => {
    if (y === null || xs[index] === null || xs[index] === undefined) return;
    const width = margins ? margins[index] : null;
    points.push(width === null || width === undefined ? [xs[index], y] : [xs[index], y, y - width, y + width]);
  });
  return points;
};

// Steps a second between lines of the metrics: of training itself, without the evaluations.
Arena.throughput = function (rounds, axis) {
  const {steps = [], seconds = []} = rounds, xs = rounds[Arena.axes[axis].column] || [];
  const points = [];
  for (let index = 1; index < steps.length; index++) {
    const time = seconds[index] - seconds[index - 1];
    if (time > 0.05) points.push([xs[index], (steps[index] - steps[index - 1]) / time]);
  }
  // A pause for an evaluation lies between two lines: such rates say nothing about training.
  const rates = points.map((point) => point[1]).sort((one, other) => one - other);
  const middle = rates[Math.floor(rates.length / 2)] || 0;
  return points.filter((point) => point[1] > middle / 4);
};

Arena.scoreName = (details) => details.some((run) => run.summary.scoreName === 'evaluation_return') ? 'evaluation_return' : 'rating';

// One chart of a figure for all runs.
Arena.runChart = function (details, name, {axis, smoothing, kind = 'rounds', limit = null, height}) {
  const margin = name === 'rating' ? 'rating_margin' : name === 'evaluation_return' ? 'evaluation_return_deviation' : null;
  const series = details.map((run) => ({
    name: Arena.runTitle(run.summary),
    points: Arena.points(run.metrics[kind], name, axis, kind === 'checkpoints' ? margin : null).filter((point) => limit === null || point[0] <= limit),
  }));
  if (!series.some((one) => one.points.length)) return null;
  const [title, note] = Arena.figures[name] || [Arena.figureTitle(name), null];
  return Arena.h('section', {class: 'panel'}, Arena.h('h3', {}, title), Arena.lineChart({
    label: title, series, height: height || 200, xName: Arena.axes[axis].label, xFormat: Arena.axes[axis].format,
    smoothing: kind === 'rounds' ? smoothing : 0, markers: kind === 'checkpoints', note,
  }).element);
};

Arena.losses = ['policy', 'value', 'reply', 'soft-policy', 'ownership', 'score', 'entropy', 'kl', 'clip_fraction', 'explained_variance', 'episode_return'];

// All curves of some runs, drawn anew when the axis or the smoothing changes.
Arena.runCurves = function (details, {limited = false} = {}) {
  const host = Arena.h('div');
  const state = {axis: details.every((run) => run.summary.scoreName === 'rating') ? 'games' : 'steps', smoothing: 4};
  const axes = details.every((run) => run.summary.scoreName === 'rating') ? ['games', 'seconds', 'steps'] : ['steps', 'seconds', 'games'];
  const axisButtons = axes.map((axis) => Arena.h('button', {onclick: () => { state.axis = axis; draw(); }, 'data-axis': axis}, limited ? 'equal ' + Arena.axes[axis].label : Arena.axes[axis].label));
  const smooth = Arena.h('input', {type: 'range', min: 0, max: 20, value: state.smoothing, 'aria-label': 'Smoothing', oninput: () => { state.smoothing = Number(smooth.value); draw(); }});
  const controls = Arena.h('div', {class: 'row controls'}, Arena.h('span', {class: 'soft small'}, limited ? 'Compare at' : 'Across'), axisButtons,
    Arena.h('label', {class: 'check small soft'}, 'smoothing', smooth));
  const charts = Arena.h('div');
  const draw = () => {
    axisButtons.forEach((button) => button.setAttribute('aria-pressed', String(button.dataset.axis === state.axis)));
    charts.replaceChildren(...Arena.curveSections(details, state, limited));
  };
  draw();
  host.append(controls, charts);
  return host;
};

Arena.curveSections = function (details, {axis, smoothing}, limited) {
  const score = Arena.scoreName(details);
  const column = Arena.axes[axis].column;
  const ends = details.map((run) => Math.max(...[...(run.metrics.rounds[column] || []), ...(run.metrics.checkpoints[column] || [])].filter((x) => x !== null), 0));
  const limit = limited ? Math.min(...ends) : null;
  const parts = [];
  if (limited) parts.push(Arena.comparison(details, axis, limit, score));
  parts.push(Arena.runChart(details, score, {axis, kind: 'checkpoints', limit, height: 280}));
  const mistakes = Arena.mistakeSections(details, axis, limit);
  const losses = Arena.losses.map((name) => Arena.runChart(details, name, {axis, smoothing, limit}));
  const rates = details.map((run) => ({name: Arena.runTitle(run.summary), points: Arena.throughput(run.metrics.rounds, axis).filter((point) => limit === null || point[0] <= limit)}));
  const throughput = rates.some((one) => one.points.length) && Arena.h('section', {class: 'panel'}, Arena.h('h3', {}, 'Throughput'),
    Arena.lineChart({label: 'Throughput', series: rates, height: 200, xName: Arena.axes[axis].label, xFormat: Arena.axes[axis].format, smoothing, minimum: 0,
      note: 'Steps learnt from each second; the time of evaluations is left out.'}).element);
  const checks = ['validation.policy-accuracy', 'validation.value-error', 'validation.calibration-error'].map((name) => Arena.runChart(details, name, {axis, kind: 'checkpoints', limit}));
  const ages = Arena.names(details, 'rounds').filter((name) => /age$/.test(name)).map((name) => Arena.runChart(details, name, {axis, smoothing, limit}));
  parts.push(...mistakes, Arena.h('div', {class: 'columns'}, losses, throughput, ages, checks), Arena.calibration(details), Arena.otherFigures(details, axis, smoothing, limit));
  return parts.flat().filter(Boolean);
};

Arena.names = (details, kind) => [...new Set(details.flatMap((run) => Object.keys(run.metrics[kind])))].sort();

// Every other figure of the files, one at a time.
Arena.otherFigures = function (details, axis, smoothing, limit) {
  const shown = new Set([...Arena.losses, 'steps', 'seconds', 'episodes', 'updates']);
  const names = Arena.names(details, 'rounds').filter((name) => !shown.has(name) && !/age$/.test(name));
  const more = Arena.names(details, 'checkpoints').filter((name) => /^(training|validation)\./.test(name) && !/calibration-\d/.test(name) && !Arena.figures[name]);
  if (!names.length && !more.length) return null;
  const host = Arena.h('div');
  const select = Arena.h('select', {onchange: () => draw()}, [...names.map((name) => ['rounds', name]), ...more.map((name) => ['checkpoints', name])].map(([kind, name]) =>
    Arena.h('option', {value: kind + ' ' + name}, Arena.figureTitle(name))));
  const draw = () => {
    const [kind, name] = select.value.split(' ');
    host.replaceChildren(Arena.runChart(details, name, {axis, smoothing, kind, limit}) || '');
  };
  draw();
  return Arena.h('section', {class: 'panel'}, Arena.h('label', {class: 'field'}, 'Any other figure', select), host);
};

// Where runs stand when each has had as much as the one that had least.
Arena.comparison = function (details, axis, limit, score) {
  const column = Arena.axes[axis].column;
  const rows = details.map((run) => {
    const {checkpoints} = run.metrics;
    let at = -1;
    (checkpoints[score] || []).forEach((value, index) => { if (value !== null && checkpoints[column][index] <= limit) at = index; });
    if (at < 0) return [Arena.runTitle(run.summary), '–', '–', '–'];
    const margin = score === 'rating' && checkpoints.rating_margin ? ' ± ' + Arena.figure(checkpoints.rating_margin[at]) : '';
    const mistakes = checkpoints.mistakes ? checkpoints.mistakes[at] : null;
    return [Arena.runTitle(run.summary), Arena.figure(checkpoints[score][at]) + margin, mistakes === null ? '–' : Arena.percent(mistakes), Arena.axes[axis].format(checkpoints[column][at])];
  });
  return Arena.h('section', {class: 'panel'}, Arena.h('h3', {}, 'At equal ' + Arena.axes[axis].label + ': ' + Arena.axes[axis].format(limit)),
    Arena.table('Runs at equal ' + Arena.axes[axis].label, ['run', Arena.figureTitle(score).toLowerCase(), 'mistakes', 'evaluated at'], rows, {numbers: [1, 2, 3]}),
    Arena.h('p', {class: 'small soft'}, 'Every run’s last evaluation within what the shortest run had.'));
};

// MARK: Mistakes and calibration

Arena.stages = function (details) {
  const names = Arena.names(details, 'checkpoints').filter((name) => name.startsWith('mistakes_')).map((name) => name.slice(9));
  const order = ['begin', 'middle', 'end'], level = ['easy', 'medium', 'hard'];
  const place = (name) => order.findIndex((word) => name.startsWith(word)) * 10 + level.findIndex((word) => name.endsWith(word));
  return names.sort((one, other) => place(one) - place(other));
};

Arena.mistakeSections = function (details, axis, limit) {
  if (!details.some((run) => run.metrics.checkpoints.mistakes)) return [];
  const format = (share) => (100 * share).toFixed(share < 0.0995 ? 1 : 0) + ' %';
  const cut = (points) => points.filter((point) => limit === null || point[0] <= limit);
  const series = details.flatMap((run) => {
    const title = details.length > 1 ? Arena.runTitle(run.summary) + ', ' : '';
    return [['mistakes', 'with search'], ['policy_mistakes', 'policy alone']].map(([name, words]) =>
      ({name: title + words, points: cut(Arena.points(run.metrics.checkpoints, name, axis))}));
  }).filter((one) => one.points.length);
  const chart = Arena.h('section', {class: 'panel'}, Arena.h('h3', {}, 'Mistakes against perfect play'), Arena.lineChart({
    label: 'Mistakes', series, height: 220, xName: Arena.axes[axis].label, xFormat: Arena.axes[axis].format, format, minimum: 0, markers: true,
    note: 'A mistake is a move that changes the result of perfect play: a win into a draw or loss, a draw into a loss.',
  }).element);
  const stages = Arena.stages(details);
  const rows = stages.map((stage) => [stage.replace('_', ', '), ...details.flatMap((run) => ['mistakes_', 'policy_mistakes_'].map((prefix) => {
    const values = (run.metrics.checkpoints[prefix + stage] || []).filter((value) => value !== null);
    return values.length ? Arena.heat(values[values.length - 1]) : '–';
  }))]);
  const heads = ['stage of the game', ...details.flatMap((run) => details.length > 1
    ? [Arena.runTitle(run.summary) + ': search', 'policy alone'] : ['with search', 'policy alone'])];
  const table = stages.length > 0 && Arena.h('section', {class: 'panel'}, Arena.h('h3', {}, 'Mistakes by stage, latest evaluation'),
    Arena.table('Mistakes by stage', heads, rows, {numbers: heads.map((_, index) => index).slice(1)}),
    Arena.h('p', {class: 'small soft'}, 'Positions from the beginning, the middle and the end of games; the harder, the deeper one must look.'));
  return details.length > 1 ? [chart, table] : [Arena.h('div', {class: 'columns'}, chart, table)];
};

Arena.heat = (share) => Arena.percent(share);

Arena.calibrationPoints = function (columns, prefix) {
  const last = (name) => { const values = (columns[name] || []).filter((value) => value !== null); return values.length ? values[values.length - 1] : null; };
  const points = [];
  for (let bin = 0; bin < 10; bin++) {
    const [share, count] = [last(prefix + '.calibration-' + bin), last(prefix + '.calibration-' + bin + '.count')];
    if (share !== null && count > 0) points.push([(bin + 0.5) / 10, share, count]);
  }
  return points;
};

Arena.calibration = function (details) {
  const series = details.map((run) => ({name: details.length > 1 ? Arena.runTitle(run.summary) : 'games it never trained on', points: Arena.calibrationPoints(run.metrics.checkpoints, 'validation')}));
  if (details.length === 1) series.push({name: 'games it trained on', points: Arena.calibrationPoints(details[0].metrics.checkpoints, 'training')});
  const filled = series.filter((one) => one.points.length);
  if (!filled.length) return null;
  return Arena.panel('Calibration of the value, latest checkpoint', Arena.calibrationChart('Calibration', filled));
};

// MARK: What was trained

Arena.runFacts = function (run) {
  const {summary} = run;
  const isRating = summary.scoreName === 'rating';
  return Arena.facts([
    [isRating ? 'Rating' : 'Mean return', Arena.figure(summary.score), summary.margin ? '± ' + Arena.figure(summary.margin) : null],
    ['Training time', Arena.duration(summary.seconds)],
    [isRating ? 'Games' : 'Episodes', Arena.short(summary.episodes)],
    ['Steps', Arena.short(summary.steps)],
    ['Checkpoints', String(summary.checkpoints), summary.best === null || summary.best === undefined ? null : 'best: ' + summary.best],
    ['Seed', String(summary.seed)],
    summary.left ? ['Time left', Arena.duration(summary.left)] : null,
  ]);
};

Arena.runState = (summary) => summary.isTraining
  ? Arena.h('span', {class: 'tag live'}, 'training')
  : Arena.h('span', {class: 'tag'}, 'at rest');

Arena.optionList = (options) => Arena.h('dl', {class: 'options'}, Object.entries(options).sort().map(([name, value]) =>
  Arena.h('div', {}, Arena.h('dt', {}, name), Arena.h('dd', {}, value))));

// Options in which runs differ, side by side.
Arena.optionDifferences = function (details) {
  const all = (run) => ({game: Arena.environmentName(run.summary), agent: run.summary.agent, seed: String(run.summary.seed), ...run.agentOptions});
  const names = [...new Set(details.flatMap((run) => Object.keys(all(run))))];
  const different = names.filter((name) => new Set(details.map((run) => all(run)[name])).size > 1);
  if (!different.length) return Arena.panel('Options', Arena.h('p', {class: 'empty'}, 'The runs have the same options and the same seed.'));
  return Arena.panel('Where the options differ', Arena.table('Options that differ', ['option', ...details.map((run) => Arena.runTitle(run.summary))],
    different.map((name) => [name, ...details.map((run) => all(run)[name] ?? '–')])));
};

Arena.modelTable = function (run) {
  const isRating = run.summary.scoreName === 'rating';
  return Arena.table('Checkpoints', ['checkpoint', isRating ? 'rating' : 'mean return', 'steps', 'time', 'match against the best'],
    run.models.slice().reverse().map((model) => [
      [String(model.number), ' ', model.number === run.summary.best ? Arena.h('span', {class: 'tag live'}, 'best') : model.isPromoted ? Arena.h('span', {class: 'tag'}, 'was best') : null],
      Arena.figure(model.score) + (model.margin && isRating ? ' ± ' + Arena.figure(model.margin) : ''), Arena.short(model.steps), Arena.duration(model.seconds),
      model.match ? model.match.join('–') + ' against ' + model.against : '–',
    ]), {numbers: [1, 2, 3]});
};

// MARK: Pages

Arena.pages = Arena.pages || {};

Arena.pages.runs = async function (main) {
  const {runs, unreadable} = await Arena.get('/runs');
  main.append(Arena.h('h1', {}, 'Training runs'), Arena.h('p', {class: 'lead'}, 'What agents learn, run by run. A rating is in Elo points above random play, with its 95 % interval; tick two or more runs to compare them.'));
  if (!runs.length && !unreadable.length) { main.append(Arena.h('p', {class: 'empty'}, 'There is no run in the folder yet: arena train makes one.')); return; }
  const chosen = new Set();
  const compare = Arena.h('button', {class: 'primary', disabled: true, onclick: () => {
    location.href = '/compare?' + [...chosen].map((name) => 'run=' + Arena.part(name)).join('&');
  }}, 'Compare');
  const rows = runs.map((run) => [
    Arena.h('input', {type: 'checkbox', 'aria-label': 'compare ' + run.name, onchange: (event) => {
      if (event.target.checked) chosen.add(run.name); else chosen.delete(run.name);
      compare.disabled = chosen.size < 2;
    }}),
    Arena.link('/runs/' + Arena.part(run.name), Arena.runTitle(run)),
    Arena.figure(run.score) + (run.margin ? ' ± ' + Arena.figure(run.margin) : ''),
    Arena.sparkline(run.sparkline, (run.scoreName === 'rating' ? 'rating' : 'mean return') + ' from ' + Arena.figure(run.sparkline[0]) + ' to ' + Arena.figure(run.score)),
    Arena.environmentName(run), run.agent, Arena.runState(run), Arena.short(run.episodes), Arena.duration(run.seconds), run.left === null || run.left === undefined ? '–' : Arena.duration(run.left), Arena.duration(run.age) + ' ago',
  ]);
  main.append(Arena.panel(null, Arena.table('Runs', ['compare', 'run', 'rating or return', 'so far', 'game or task', 'agent', 'state', 'games', 'trained', 'time left', 'last figures'], rows, {numbers: [2, 7, 8, 9, 10]})),
    Arena.h('p', {}, compare));
  if (unreadable.length) main.append(Arena.panel('Cannot be read', Arena.h('ul', {class: 'list'}, unreadable.map((run) => Arena.h('li', {}, run.name + ': ' + run.reason)))));
};

Arena.pages.run = async function (main, name) {
  const run = await Arena.get('/runs/' + Arena.part(name));
  const {summary} = run;
  document.title = Arena.runTitle(summary) + ' – Arena';
  main.append(
    Arena.h('div', {class: 'row between'}, Arena.h('h1', {}, Arena.runTitle(summary)), Arena.h('div', {class: 'row'}, Arena.runState(summary), Arena.h('span', {class: 'soft small'}, 'last figures ' + Arena.duration(summary.age) + ' ago'))),
    Arena.h('p', {class: 'lead'}, summary.agent + ' on ' + Arena.environmentName(summary)),
    Arena.panel(null, Arena.runFacts(run)), Arena.runCurves([run]),
    Arena.panel('Checkpoints', Arena.modelTable(run)));
  if (run.games.length) main.append(Arena.sampleGames(run.games, (checkpoint) => Arena.get('/runs/' + Arena.part(name) + '/games/' + checkpoint)));
  main.append(Arena.panel('All options', Arena.optionList(run.agentOptions)));
  if (summary.isTraining) {
    // Figures come once a round: the page looks whether there are new ones.
    setTimeout(() => { if (!document.hidden && scrollY === 0) location.reload(); }, 30000);
  }
};

Arena.sampleGames = function (checkpoints, load) {
  const host = Arena.h('div');
  const games = Arena.h('select', {'aria-label': 'Game'});
  const select = Arena.h('select', {'aria-label': 'Checkpoint', onchange: () => show()}, checkpoints.slice().reverse().map((number) => Arena.h('option', {value: number}, 'checkpoint ' + number)));
  let loaded = [];
  const draw = () => { host.replaceChildren(loaded.length ? new Arena.Replay(loaded[Number(games.value) || 0]).element : Arena.h('p', {class: 'empty'}, 'no games')); };
  games.addEventListener('change', draw);
  const show = () => Arena.attempt(async () => {
    loaded = await load(Number(select.value));
    games.replaceChildren(...loaded.map((game, index) => Arena.h('option', {value: index}, game.first + ' – ' + game.second)));
    draw();
  });
  show();
  return Arena.panel('Sample games', Arena.h('div', {class: 'row'}, Arena.h('label', {class: 'field'}, 'After', select), Arena.h('label', {class: 'field'}, 'Game', games)), Arena.h('br'), host);
};

Arena.pages.compare = async function (main) {
  const names = new URL(location.href).searchParams.getAll('run');
  const details = await Arena.get('/compare', {run: names});
  main.append(Arena.h('h1', {}, 'Runs compared'), Arena.h('p', {class: 'lead'}, details.map((run) => Arena.runTitle(run.summary)).join(', ')));
  if (!details.length) { main.append(Arena.h('p', {class: 'empty'}, 'No run was chosen: tick two or more in the list of runs.')); return; }
  main.append(Arena.optionDifferences(details), Arena.runCurves(details, {limited: true}));
};
