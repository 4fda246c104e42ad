// Fields with their labels, and filters that live in the address.

import { button, element } from './elements.js';

// How long nobody types before a filter acts, in milliseconds.
const TYPING_PAUSE = 400;

let numbers = 0;

/** An input under its label, with a hint and a place for its fault: `{ node, input, fail(text) }`. */
export function field(label, input, { hint } = {}) {
    numbers += 1;
    const id = input.id || `field-${numbers}`;
    input.id = id;
    const fault = element('span', { class: 'fault', id: `${id}-fault`, role: 'alert' });
    const note = hint && element('span', { class: 'hint', id: `${id}-hint` }, hint);
    input.setAttribute('aria-describedby', [note && note.id, fault.id].filter(Boolean).join(' '));
    const node = element('p', { class: 'field' }, element('label', { for: id }, label), input, note, fault);
    return {
        node, input,
        fail(text) {
            fault.textContent = text ?? '';
            if (text) input.setAttribute('aria-invalid', 'true'); else input.removeAttribute('aria-invalid');
        },
    };
}

/** `choices` are texts, or pairs of value and text. */
export function choice(choices, { value = '', ...attributes } = {}) {
    const pairs = choices.map((one) => Array.isArray(one) ? one : [one, one]);
    return element('select', { ...attributes, properties: { value } }, pairs.map(([key, text]) => element('option', { value: key }, text)));
}

export function textInput({ value = '', ...attributes } = {}) {
    return element('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', ...attributes, properties: { value } });
}

/** A date and time in the viewer's zone; `read(input)` gives it as the API wants it. */
export function momentInput(value) {
    return element('input', { type: 'datetime-local', step: 1, properties: { value: localMoment(value) } });
}

export function readMoment(input) {
    return input.value ? new Date(input.value).toISOString() : '';
}

function localMoment(text) {
    const date = new Date(text ?? '');
    // An address may say anything.
    if (Number.isNaN(date.getTime())) return '';
    return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/**
 * Filters of a page, kept in its address so that the view can be sent to somebody: `filters` are
 * `[{ name, label, input, read(input), write(input, text), rare }]`; each input shows what the address says when it is made, and those that
 * are `rare` stand behind a fold. `view.change` gets what changed. Each filter gets its `field`.
 */
export function filterBar(view, filters, ...more) {
    for (const filter of filters) filter.field = field(filter.label, filter.input);
    const rare = filters.filter((filter) => filter.rare);
    const submit = (event) => {
        event.preventDefault();
        apply();
    };
    let pause;
    // What is typed acts without being sent off, once one stops.
    const typed = ({ target }) => {
        clearTimeout(pause);
        const filter = filters.find(({ input }) => input === target);
        if (target.type !== 'text' || !filter) return;
        filter.isTyped = true;
        pause = setTimeout(apply, TYPING_PAUSE);
    };
    view.signal.addEventListener('abort', () => clearTimeout(pause));
    const folded = element('summary');
    const tellSet = () => {
        const set = filters.filter(({ name }) => view.query.has(name)).length;
        folded.textContent = set ? `Filters (${set} set)` : 'Filters';
    };
    const fold = element('details', { class: 'fold', on: { toggle: tellSet } }, folded, element('div', { class: 'filters' },
        filters.filter((filter) => !filter.rare).map((filter) => filter.field.node),
        rare.length > 0 && element('details', { class: 'rare', open: rare.some((filter) => view.query.has(filter.name)) },
            element('summary', {}, 'More filters'), element('div', { class: 'filters' }, rare.map((filter) => filter.field.node))),
        ...more,
        button('Clear', clear, { class: 'plain' })));
    // Where there is little room what they filter comes first; styles.css hides the summary where there is much.
    const narrow = matchMedia('(max-width: 559px)');
    const adapt = () => { fold.open = !narrow.matches; };
    narrow.addEventListener('change', adapt, { signal: view.signal });
    adapt();
    tellSet();
    return element('form', { role: 'search', on: { submit, change: apply, input: typed } }, fold);

    function apply() {
        clearTimeout(pause);
        for (const filter of filters) filter.isTyped = false;
        view.change(Object.fromEntries(filters.map((filter) => [filter.name, (filter.read ?? readValue)(filter.input)])));
    }

    function clear() {
        clearTimeout(pause);
        for (const filter of filters) filter.isTyped = false;
        view.change(Object.fromEntries(filters.map((filter) => [filter.name, ''])));
    }
}

function readValue(input) {
    return input.value.trim();
}

/** Makes filters that show what the address says: `text(name, label)`, `select(name, label, choices)`, `moment(name, label)`. */
export function filtersIn(view) {
    const value = (name) => view.query.get(name) ?? '';
    return {
        text: (name, label, more) => ({ name, label, input: textInput({ value: value(name), ...more }) }),
        select: (name, label, choices, none = 'any') => ({ name, label, input: choice([['', none], ...choices], { value: value(name) }) }),
        moment: (name, label) => ({ name, label, input: momentInput(value(name)), read: readMoment }),
    };
}

/** Makes the inputs say what the address says, such as after Back. What says so already is left alone, for somebody may be in it. */
export function showFilters(filters, query) {
    for (const { name, input, isTyped, read = readValue, write = writeValue } of filters) {
        const text = query.get(name) ?? '';
        if (!isTyped && read(input) !== text) write(input, text);
        if (text) input.closest('.rare')?.setAttribute('open', '');
    }
}

/** Shows what the service refused at its filter; with no problem, that nothing was. */
export function failFilters(filters, problem) {
    for (const { name, field: at } of filters) at.fail(problem?.faults?.find(({ pointer }) => pointer === `/${name}`)?.detail);
}

function writeValue(input, text) {
    input.value = input.type === 'datetime-local' ? localMoment(text) : text;
}
