// Charts as SVG: curves with bands and smoothing, bars, intervals. They are drawn to the width they
// get, so that letters stay letters on a phone.
'use strict';

Arena.ticks = function (low, high, wanted) {
  const span = high - low || Math.abs(high) || 1;
  const rough = span / wanted, base = Math.pow(10, Math.floor(Math.log10(rough)));
  const step = [1, 2, 5, 10].map((factor) => factor * base).find((candidate) => candidate >= rough * 0.999);
  const ticks = [];
  for (let tick = Math.ceil(low / step - 1e-9) * step; tick <= high + step * 1e-9; tick += step) ticks.push(Math.abs(tick) < step * 1e-9 ? 0 : tick);
  return ticks;
};

// As many decimals as tell the ticks of an axis apart.
Arena.tickText = function (ticks) {
  const step = ticks.length > 1 ? ticks[1] - ticks[0] : 1;
  if (step >= 1) return Arena.short;
  const decimals = Math.min(6, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
  return (tick) => tick.toFixed(decimals);
};

// An exponential average that forgets half of a value after `half` points; it begins unbiased.
Arena.smooth = function (points, half) {
  if (!half) return points;
  const keep = Math.pow(0.5, 1 / half);
  let sum = 0, weight = 0;
  return points.map(([x, y, ...rest]) => {
    sum = sum * keep + y;
    weight = weight * keep + 1;
    return [x, sum / weight, ...rest];
  });
};

// series: [{name, points: [[x, y, low, high]]}]; low and high make a band.
Arena.lineChart = function (options) {
  const {label, series, height = 240, xName = '', format = Arena.figure, tickFormat = options.format, xFormat = Arena.short, legend = true, smoothing = 0,
    markers = false, note = null, onPick = null} = options;
  const host = Arena.h('div');
  const tip = Arena.h('div', {class: 'tip', hidden: true});
  const figure = Arena.h('figure', {class: 'chart'});
  if (legend && series.length > 1) {
    figure.append(Arena.h('ul', {class: 'legend'}, series.map((one, index) => Arena.h('li', {},
      Arena.s('svg', {viewBox: '0 0 22 10', 'aria-hidden': 'true'}, Arena.s('line', {x1: 0, x2: 22, y1: 5, y2: 5, 'stroke-width': 2.5, class: Arena.seriesClass(index)})), one.name))));
  }
  figure.append(host, tip);
  if (note) figure.append(Arena.h('figcaption', {}, note));
  let place = null;
  let marked = null;

  const draw = () => {
    const width = Math.max(240, host.clientWidth || 600);
    const all = series.flatMap((one) => one.points);
    if (!all.length) { host.replaceChildren(Arena.h('p', {class: 'empty'}, 'no figures yet')); return; }
    const xs = all.map((point) => point[0]);
    const ys = all.flatMap((point) => point.slice(1).filter((value) => value !== null && value !== undefined));
    let [low, high] = [options.minimum ?? Math.min(...ys), options.maximum ?? Math.max(...ys)];
    if (low === high) { low -= Math.abs(low) * 0.1 || 1; high += Math.abs(high) * 0.1 || 1; }
    const yTicks = Arena.ticks(low, high, Math.max(3, height / 50));
    const tickText = tickFormat || Arena.tickText(yTicks);
    if (options.minimum === undefined) low = Math.min(low, yTicks[0]);
    if (options.maximum === undefined) high = Math.max(high, yTicks[yTicks.length - 1]);
    const [from, to] = [Math.min(...xs), Math.max(...xs)];
    const left = 8 + 7 * Math.max(...yTicks.map((tick) => tickText(tick).length)), right = width - 12, top = 8, bottom = height - 34;
    const x = (value) => left + (to === from ? 0.5 : (value - from) / (to - from)) * (right - left);
    const y = (value) => bottom - (Math.min(high, Math.max(low, value)) - low) / (high - low) * (bottom - top);
    const svg = Arena.s('svg', {viewBox: '0 0 ' + width + ' ' + height, height, role: 'img', 'aria-label': Arena.chartLabel(label, series, format)});
    for (const tick of yTicks) {
      svg.append(Arena.s('line', {class: 'grid', x1: left, x2: right, y1: y(tick), y2: y(tick)}),
        Arena.s('text', {x: left - 6, y: y(tick) + 4, 'text-anchor': 'end'}, tickText(tick)));
    }
    const xTicks = Arena.ticks(from, to, Math.max(2, width / 110));
    for (const tick of xTicks) {
      svg.append(Arena.s('text', {x: x(tick), y: bottom + 17, 'text-anchor': 'middle'}, xFormat(tick)));
    }
    if (xName) svg.append(Arena.s('text', {x: right, y: height - 2, 'text-anchor': 'end'}, xName));
    svg.append(Arena.s('line', {class: 'axis', x1: left, x2: right, y1: bottom, y2: bottom}));
    const path = (points) => points.map((point, index) => (index ? 'L' : 'M') + x(point[0]).toFixed(1) + ' ' + y(point[1]).toFixed(1)).join('');
    series.forEach((one, index) => {
      const banded = one.points.filter((point) => point.length > 3);
      if (banded.length > 1) {
        svg.append(Arena.s('path', {class: 'band f' + (index % 6 + 1),
          d: path(banded.map((point) => [point[0], point[3]])) + banded.slice().reverse().map((point) => 'L' + x(point[0]).toFixed(1) + ' ' + y(point[2]).toFixed(1)).join('') + 'Z'}));
      }
    });
    series.forEach((one, index) => {
      if (smoothing && one.points.length > 2) svg.append(Arena.s('path', {class: 'raw c' + (index % 6 + 1), d: path(one.points)}));
      svg.append(Arena.s('path', {class: 'curve ' + Arena.seriesClass(index), d: path(Arena.smooth(one.points, smoothing))}));
      if (markers || one.points.length < 2) {
        for (const point of one.points) svg.append(Arena.s('circle', {class: 'point f' + (index % 6 + 1), cx: x(point[0]), cy: y(point[1]), r: 3.2}));
      }
    });
    const rule = Arena.s('line', {class: 'rule', y1: top, y2: bottom, visibility: 'hidden'});
    const marker = Arena.s('line', {class: 'axis', y1: top, y2: bottom, visibility: 'hidden'});
    svg.append(rule, marker);
    place = {x, from, to, left, right, rule, marker, width};
    host.replaceChildren(svg);
    if (marked !== null) mark(marked);
    const at = (event) => {
      const box = svg.getBoundingClientRect();
      return from + Math.min(1, Math.max(0, ((event.clientX - box.left) * width / box.width - left) / (right - left))) * (to - from);
    };
    svg.addEventListener('pointermove', (event) => hover(at(event)));
    svg.addEventListener('pointerleave', () => { tip.hidden = true; rule.setAttribute('visibility', 'hidden'); });
    if (onPick) svg.addEventListener('click', (event) => onPick(at(event)));
  };

  const hover = (value) => {
    const lines = [];
    let where = null;
    series.forEach((one) => {
      const points = Arena.smooth(one.points, smoothing);
      if (!points.length) return;
      const nearest = points.reduce((best, point) => Math.abs(point[0] - value) < Math.abs(best[0] - value) ? point : best);
      if (where === null) where = nearest[0];
      const band = nearest.length > 3 && nearest[3] !== null ? ' ± ' + format((nearest[3] - nearest[2]) / 2) : '';
      lines.push(Arena.h('div', {}, (series.length > 1 ? one.name + ': ' : '') + format(nearest[1]) + band));
    });
    if (where === null) return;
    tip.replaceChildren(Arena.h('div', {class: 'soft'}, xFormat(where) + ' ' + xName), ...lines);
    tip.hidden = false;
    const at = place.x(where);
    place.rule.setAttribute('x1', at);
    place.rule.setAttribute('x2', at);
    place.rule.setAttribute('visibility', 'visible');
    tip.style.top = '4px';
    tip.style.left = Math.max(0, Math.min(host.clientWidth - tip.offsetWidth, at + 10)) + 'px';
  };

  const mark = (value) => {
    marked = value;
    if (!place) return;
    const at = place.x(Math.min(place.to, Math.max(place.from, value)));
    place.marker.setAttribute('x1', at);
    place.marker.setAttribute('x2', at);
    place.marker.setAttribute('visibility', 'visible');
  };

  Arena.whenSized(host, draw);
  return {element: figure, mark};
};

Arena.seriesClass = (index) => 'c' + (index % 6 + 1) + ' d' + (index % 6 + 1);

Arena.chartLabel = function (label, series, format) {
  return label + ': ' + series.filter((one) => one.points.length).map((one) =>
    one.name + ' from ' + format(one.points[0][1]) + ' to ' + format(one.points[one.points.length - 1][1])).join('; ');
};

// Draws once the element has a width, and again whenever that changes.
Arena.whenSized = function (element, draw) {
  let width = -1;
  new ResizeObserver(() => {
    if (element.clientWidth === width || element.clientWidth === 0) return;
    width = element.clientWidth;
    draw();
  }).observe(element);
};

Arena.sparkline = function (values, label) {
  const svg = Arena.s('svg', {class: 'spark', viewBox: '0 0 120 30', role: 'img', 'aria-label': label});
  if (!values.length) return svg;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = (index) => values.length < 2 ? 60 : 4 + 112 * index / (values.length - 1);
  const y = (value) => high === low ? 15 : 26 - 22 * (value - low) / (high - low);
  svg.append(Arena.s('path', {d: values.map((value, index) => (index ? 'L' : 'M') + x(index).toFixed(1) + ' ' + y(value).toFixed(1)).join('')}),
    Arena.s('circle', {cx: x(values.length - 1), cy: y(values[values.length - 1]), r: 2.6}));
  return svg;
};

// A value with its interval on a common scale.
Arena.interval = function (value, low, high, scale) {
  const svg = Arena.s('svg', {class: 'interval', viewBox: '0 0 200 22', 'aria-hidden': 'true'});
  const span = scale[1] - scale[0] || 1;
  const x = (number) => 6 + 188 * (Math.min(scale[1], Math.max(scale[0], number)) - scale[0]) / span;
  if (scale[0] < 0 && scale[1] > 0) svg.append(Arena.s('line', {class: 'zero', x1: x(0), x2: x(0), y1: 0, y2: 22}));
  svg.append(Arena.s('line', {x1: x(low), x2: x(high), y1: 11, y2: 11}),
    ...[low, high].map((end) => Arena.s('line', {x1: x(end), x2: x(end), y1: 7, y2: 15})),
    Arena.s('circle', {cx: x(value), cy: 11, r: 4.5}));
  return svg;
};

// How often positions were won that a network gave such a chance: on the diagonal it is right.
Arena.calibrationChart = function (label, series) {
  const host = Arena.h('div');
  const figure = Arena.h('figure', {class: 'chart'},
    Arena.h('ul', {class: 'legend'}, series.map((one, index) => Arena.h('li', {},
      Arena.s('svg', {viewBox: '0 0 22 10', 'aria-hidden': 'true'}, Arena.s('circle', {cx: 11, cy: 5, r: 4.5, class: 'f' + (index % 6 + 1)})), one.name))),
    host, Arena.h('figcaption', {}, 'Across: the chance that the network gives the side to move. Up: how often that side did score. On the dashed line the two agree; larger dots stand for more positions.'));
  Arena.whenSized(host, () => {
    const width = Math.min(host.clientWidth, 420), height = Math.round(width * 0.8);
    const left = 44, right = width - 12, top = 10, bottom = height - 26;
    const x = (value) => left + value * (right - left), y = (value) => bottom - value * (bottom - top);
    const svg = Arena.s('svg', {viewBox: '0 0 ' + width + ' ' + height, height, role: 'img', 'aria-label': label});
    svg.style.maxWidth = width + 'px';
    for (const tick of [0, 0.25, 0.5, 0.75, 1]) {
      svg.append(Arena.s('line', {class: 'grid', x1: left, x2: right, y1: y(tick), y2: y(tick)}),
        Arena.s('text', {x: left - 6, y: y(tick) + 4, 'text-anchor': 'end'}, Math.round(100 * tick) + ' %'),
        Arena.s('text', {x: x(tick), y: bottom + 17, 'text-anchor': tick === 1 ? 'end' : 'middle'}, Math.round(100 * tick) + ' %'));
    }
    svg.append(Arena.s('line', {class: 'rule', x1: x(0), x2: x(1), y1: y(0), y2: y(1)}));
    series.forEach((one, index) => {
      const most = Math.max(...one.points.map((point) => point[2]));
      svg.append(Arena.s('polyline', {class: 'curve ' + Arena.seriesClass(index), points: one.points.map((point) => x(point[0]) + ',' + y(point[1])).join(' ')}),
        ...one.points.map((point) => Arena.s('circle', {class: 'point f' + (index % 6 + 1), cx: x(point[0]), cy: y(point[1]), r: 2.5 + 5 * Math.sqrt(point[2] / most)})));
    });
    host.replaceChildren(svg);
  });
  return figure;
};
