// Counts as drawings. What colour tells apart, a pattern tells apart, too.

import { brush } from './brush.js';
import { drawing, element, replace } from './elements.js';
import { count, roughCount } from './formats.js';

// Over the colour of each series, in a tile of 8 by 8.
const PATTERNS = ['', 'M-2 2L2-2M0 8L8 0M6 10L10 6', 'M0 4H8', 'M4 0V8', 'M-2 6L2 10M0 0L8 8M6-2L10 2', 'M2 3H5', 'M0 4H8M4 0V8', 'M2 5H6'];

/**
 * Stacked bars over time, as wide as there is room; `onZoom(from, to)` tells which were chosen. Gives `{ node, show(data) }`; data is
 * `{ label, names, series: [{ name, colour, pattern, counts }], ticks(fit), address(from, to) }`, with a name for each bar and the address
 * of what some of them stand for.
 */
export function stackedBars({ signal, onZoom }) {
    let data;
    let left;
    let step;
    let pointed = null;
    const drawn = drawing('g');
    const shade = drawing('rect', { class: 'shade' });
    const picture = drawing('svg', { role: 'img' }, drawn, shade);
    const tip = element('div', { class: 'tip', hidden: true });
    const holder = element('div', { class: 'chart' }, picture, tip);
    const legend = element('ul', { class: 'row bare legend' });
    const table = element('div', { class: 'scroller', tabindex: 0, role: 'region', 'aria-label': 'Numbers of the chart' });
    const details = element('details', { on: { toggle: fillTable } }, element('summary', {}, 'Numbers'), table);
    const handles = brush({ holder, at, mark, point, words, address: (from, to) => data.address(from, to) }, { signal, onZoom });
    const observer = new ResizeObserver(draw);
    observer.observe(holder);
    signal.addEventListener('abort', () => observer.disconnect());
    return { node: element('div', { class: 'stack' }, legend, holder, handles.node, details), show };

    /** Which bar is at this place of the window. */
    function at(x) {
        const place = Math.floor((x - holder.getBoundingClientRect().left - left) / step);
        return Math.max(0, Math.min(data.names.length - 1, place));
    }

    function mark(from, to) {
        shade.setAttribute('x', left + from * step);
        shade.setAttribute('width', (to - from + 1) * step);
    }

    function words(index) {
        return [data.names[index], ...data.series.map((one) => `${one.name} ${count(one.counts[index])}`)].join('\n');
    }

    /** Tells about the bar that the pointer or the focus is at; null about none. */
    function point(index) {
        pointed = index;
        tip.hidden = index === null;
        if (tip.hidden) return;
        tip.textContent = words(index);
        const { clientWidth: width } = holder;
        const x = left + index * step;
        tip.style.left = `${Math.max(0, Math.min(width - tip.offsetWidth, x > width / 2 ? x - tip.offsetWidth - 8 : x + step + 8))}px`;
    }

    function show(next) {
        const isMoved = data?.names.join() !== next.names.join();
        data = next;
        const swatch = (index) => drawing('svg', { class: 'swatch', 'aria-hidden': 'true' },
            drawing('rect', { width: 16, height: 16, fill: `url(#series-${index})` }));
        replace(legend, data.series.map(({ name, counts }, index) => element('li', {},
            swatch(index), ` ${name} `, element('b', {}, count(sum(counts))))));
        picture.setAttribute('aria-label', data.label);
        if (isMoved) handles.reset(data.names.length);
        draw();
        point(isMoved ? null : pointed);
        fillTable();
    }

    function draw() {
        const { clientWidth: width, clientHeight: height } = holder;
        if (!data || !width) return;
        const size = parseFloat(getComputedStyle(holder).fontSize);
        const bottom = height - size * 1.8;
        left = size * 3;
        step = (width - left - size / 2) / data.names.length;
        handles.node.style.setProperty('--from', `${left}px`);
        const most = Math.max(1, ...totalsOf(data.series, data.names.length));
        const line = niceStep(most / 4);
        const lines = Math.ceil(most / line);
        const scale = (bottom - size) / lines / line;
        const gap = step > 4 ? step * .2 : 0;
        const tops = data.names.map(() => bottom);
        replace(drawn,
            data.series.map(({ colour, pattern }, index) => drawing('pattern', {
                id: `series-${index}`, width: 8, height: 8, patternUnits: 'userSpaceOnUse',
            }, drawing('rect', { width: 8, height: 8, fill: colour }), drawing('path', { d: PATTERNS[pattern], class: 'stripe' }))),
            Array.from({ length: lines + 1 }, (_, number) => {
                const y = bottom - number * line * scale;
                return [drawing('path', { class: 'grid', d: `M${left} ${y}H${width}` }),
                    drawing('text', { x: left - size / 2, y: y + size * .3, 'text-anchor': 'end' }, roughCount(number * line))];
            }),
            data.ticks((width - left) / size / 5).map(([index, text]) =>
                drawing('text', { x: left + (index + .5) * step, y: bottom + size * 1.3, 'text-anchor': 'middle' }, text)),
            data.series.map(({ counts }, place) => drawing('path', { fill: `url(#series-${place})`, d: counts.map((number, index) => {
                // One refusal among thousands is what is looked for: it is to be seen.
                const tall = number && Math.max(number * scale, 2);
                tops[index] -= tall;
                return `M${left + index * step + gap / 2} ${tops[index]}h${step - gap}v${tall}h${gap - step}z`;
            }).join('') })));
        shade.setAttribute('height', bottom);
        handles.mark();
    }

    function fillTable() {
        if (!details.open) return;
        const row = (cells) => element('tr', {}, cells);
        const heads = ['Time', ...data.series.map(({ name }) => name)];
        replace(table, element('table', { class: 'plain' },
            element('thead', {}, row(heads.map((name) => element('th', { scope: 'col' }, name)))),
            element('tbody', {}, data.names.map((name, index) => row([element('th', { scope: 'row' }, name),
                data.series.map(({ counts }) => element('td', {}, count(counts[index])))])).reverse())));
    }
}

/** Bars with count and share: `rows` are `[{ name, count, address, colour }]`. */
export function shareBars(rows) {
    const all = sum(rows.map((row) => row.count));
    return element('ul', { class: 'bare stack' }, rows.map(({ name, address, colour, ...row }) => {
        const share = percent(row.count / all);
        const bar = element('div', { class: 'share' });
        bar.style.width = share;
        bar.style.background = colour;
        return element('li', {}, element('div', { class: 'pair' },
            element(address ? 'a' : 'span', { class: 'clipped', href: address, title: name }, name),
            element('span', {}, `${count(row.count)} · ${share}`)), bar);
    }));
}

/** `2.3%`; what is not quite all never reads as all. */
export function percent(share) {
    return `${share > .99 && share < 1 ? 99 : Number((share * 100).toPrecision(2))}%`;
}

export function sum(numbers) {
    return numbers.reduce((all, one) => all + one, 0);
}

/** Of each bar, over all series. */
export function totalsOf(series, length) {
    return Array.from({ length }, (_, index) => sum(series.map((one) => one.counts[index])));
}

/** At least this: 1, 2 or 5 times a power of ten. */
function niceStep(least) {
    const power = 10 ** Math.max(0, Math.floor(Math.log10(least)));
    return [1, 2, 5, 10].map((one) => one * power).find((one) => one >= least);
}
