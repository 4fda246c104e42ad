// Fields with their labels, and filters that live in the address.

import { element } from './elements.js';

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
    return element('input', { type: 'datetime-local', step: 1, properties: { value: value ? localMoment(value) : '' } });
}

export function readMoment(input) {
    return input.value ? new Date(input.value).toISOString() : '';
}

function localMoment(text) {
    const date = new Date(text);
    return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/**
 * Filters of a page, kept in its address so that the view can be sent to somebody: `filters` are
 * `[{ name, label, input, read(input) }]`; each input shows what the address says when it is made. `view.change` gets what changed.
 */
export function filterBar(view, filters, ...more) {
    const form = element('form', { class: 'filters', role: 'search', on: { submit: (event) => { event.preventDefault(); apply(); }, change: apply } },
        filters.map((filter) => field(filter.label, filter.input).node),
        ...more,
        element('button', { type: 'button', class: 'plain', on: { click: clear } }, 'Clear'));

    function apply() {
        view.change(Object.fromEntries(filters.map((filter) => [filter.name, (filter.read ?? readValue)(filter.input)])));
    }

    function clear() {
        view.change(Object.fromEntries(filters.map((filter) => [filter.name, ''])));
    }
    return form;
}

function readValue(input) {
    return input.value.trim();
}
