// Chooses bars of a chart: by dragging, or by two sliders, which keyboards and screen readers know.

import { button, element } from './elements.js';

/** `chart` has `holder, at(x), mark(from, to), point(index), words(index)`; gives `{ node, mark(), reset(number of bars) }`. */
export function brush(chart, { signal, onZoom }) {
    let drag = null;
    const tell = ({ target }) => chart.point(Number(target.value));
    const slider = (name) => element('input', { type: 'range', min: 0, 'aria-label': `${name} bar to zoom to`, on: {
        input: (event) => { mark(); tell(event); },
        focus: tell,
        blur: () => chart.point(null),
    } });
    const sliders = [slider('First'), slider('Last')];
    const zoomButton = button('Zoom in', () => {
        sliders[0].focus();
        onZoom(...chosen());
    });
    const node = element('div', { class: 'brush' }, sliders,
        element('div', { class: 'row' }, zoomButton, element('span', { class: 'hint' }, 'Drag over the chart, or move the sliders.')));
    const ordered = (...places) => places.sort((one, other) => one - other);
    const chosen = () => ordered(...sliders.map((one) => Number(one.value)));
    // What is dragged less far was meant as a click.
    const dragged = ({ clientX: x }) => drag !== null && Math.abs(x - drag) > 5 && ordered(chart.at(drag), chart.at(x));
    const stop = () => {
        drag = null;
        mark();
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
            if (range) chart.mark(...range);
        },
        onpointerup(event) {
            const range = dragged(event);
            stop();
            if (range) onZoom(...range);
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
        if (drag !== null) return;
        const [from, to] = chosen();
        zoomButton.disabled = to - from === Number(sliders[0].max);
        chart.mark(from, zoomButton.disabled ? from - 1 : to);
        for (const one of sliders) one.setAttribute('aria-valuetext', chart.words(Number(one.value)));
    }

    function reset(number) {
        drag = null;
        for (const one of sliders) one.max = number - 1;
        sliders[0].value = 0;
        sliders[1].value = number - 1;
    }
}
