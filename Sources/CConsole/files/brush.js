// Chooses bars of a chart: by dragging or clicking, or by two thumbs on one track, which keyboards and screen readers know as sliders.

import { button, element } from './elements.js';

/**
 * `chart` has `holder, at(x), mark(from, to), point(index), words(index), address(from, to)`, the last for what bars stand for; gives
 * `{ node, mark(), reset(number of bars) }`.
 */
export function brush(chart, { signal, onZoom }) {
    let drag = null;
    let touched = null;
    const tell = ({ target }) => chart.point(Number(target.value));
    const slider = (name) => element('input', { type: 'range', min: 0, 'aria-label': `${name} bar to zoom to`, on: {
        input: (event) => { mark(); tell(event); },
        focus: tell,
        blur: () => chart.point(null),
        keydown: (event) => { if (event.key === 'Enter') follow(Number(event.target.value)); },
    } });
    const sliders = [slider('First'), slider('Last')];
    const zoomButton = button('Zoom in', () => {
        sliders[0].focus();
        onZoom(...chosen());
    });
    const link = element('a', {}, 'Show these decisions');
    const track = element('div', { class: 'track' }, sliders);
    const node = element('div', { class: 'brush' }, track, element('div', { class: 'row' }, zoomButton, link,
        element('span', { class: 'hint' }, 'Drag over the chart or move the thumbs to zoom, click a bar to see its decisions.')));
    const follow = (index) => { location.hash = chart.address(index, index); };
    const ordered = (...places) => places.sort((one, other) => one - other);
    const chosen = () => ordered(...sliders.map((one) => Number(one.value)));
    // What is dragged less far was meant as a click.
    const dragged = ({ clientX: x }) => drag !== null && Math.abs(x - drag) > 5 && ordered(chart.at(drag), chart.at(x));
    const choose = (from, to) => {
        sliders[0].value = from;
        sliders[1].value = to;
        mark();
    };
    const stop = () => {
        if (drag !== null) choose(0, Number(sliders[0].max));
        drag = null;
    };

    Object.assign(chart.holder, {
        onpointerdown(event) {
            if (event.button) return;
            drag = event.clientX;
            chart.point(chart.at(drag));
            chart.holder.setPointerCapture(event.pointerId);
        },
        onpointermove(event) {
            chart.point(chart.at(event.clientX));
            const range = dragged(event);
            if (range) choose(...range);
        },
        onpointerup(event) {
            const range = dragged(event);
            const index = chart.at(event.clientX);
            const isClick = drag !== null && !range;
            drag = null;
            if (range) onZoom(...range);
            // A finger asks what a bar is first.
            else if (isClick && (event.pointerType !== 'touch' || touched === index)) follow(index);
            touched = index;
        },
        onpointercancel: stop,
        // A finger leaves when it is lifted: what it asked for stays.
        onpointerleave: (event) => event.pointerType === 'touch' || chart.point(null),
    });
    // What hangs over other content can be sent away (WCAG 2.2 §1.4.13).
    document.addEventListener('keydown', (event) => {
        if (event.key !== 'Escape' || !node.isConnected) return;
        chart.point(null);
        stop();
    }, { signal });
    return { node, mark, reset };

    /** Marks what the sliders say, unless that is all. */
    function mark() {
        const [from, to] = chosen();
        const most = Math.max(1, Number(sliders[0].max));
        zoomButton.disabled = to - from === Number(sliders[0].max);
        chart.mark(from, zoomButton.disabled ? from - 1 : to);
        link.href = chart.address(from, to);
        track.style.setProperty('--start', from / most);
        track.style.setProperty('--stop', to / most);
        for (const one of sliders) one.setAttribute('aria-valuetext', chart.words(Number(one.value)));
    }

    function reset(number) {
        drag = touched = null;
        for (const one of sliders) one.max = number - 1;
        sliders[0].value = 0;
        sliders[1].value = number - 1;
    }
}
