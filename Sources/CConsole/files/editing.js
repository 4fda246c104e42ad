// Asks for what is to be written, and puts what the service says about it where it belongs.

import { button, element, replace } from './elements.js';
import { facts } from './formats.js';
import { field } from './forms.js';
import { pieceOf, readJSON, TypedJSON } from './json.js';
import { dialog, problemMessage } from './notices.js';
import { getTagged } from './service.js';

/**
 * A form in a dialog.
 *
 * - `fields`: `[{ name, label, input, hint, read(input), write(input, answer), apart }]`; `read` throws an `Error` whose words are shown
 *   at the field, as one types, too; `write` shows what an answer has; what is `apart` is no member of the thing itself.
 * - `asksWhy`: false where no change set keeps the answer; `why` is what it is at first.
 * - `run(values, message, tag)`: does it; faults go to the fields that their pointers name.
 * - `path` and `tag`: of what is written; when somebody else has changed it, what is there now of `shown` is shown, and one chooses.
 * - `others`: `[{ label, run }]`, what else one may do with it.
 *
 * Gives what `run` gives, or null.
 */
export function edit(title, { about, fields = [], shown = fields, action, danger, asksWhy = true, why = '', others = [], path, tag, run }) {
    return dialog(title, (close, busy) => {
        const made = fields.map((one) => ({ ...one, ...field(one.label, one.input, { hint: one.hint }) }));
        const message = element('input', { maxlength: 1024, autocomplete: 'off', properties: { value: why } });
        const fault = element('div');
        const submitButton = element('button', { type: 'submit', class: danger ? 'danger' : 'primary' }, action);
        for (const one of made) {
            if (one.read) one.input.addEventListener('input', () => take(one));
        }
        const form = element('form', { on: { submit } },
            about && element('div', { class: 'stack' }, about),
            made.map((one) => one.node),
            asksWhy && field('Why (kept in the change log)', message).node,
            fault,
            element('footer', {},
                others.map((other) => button(other.label, () => { close(); other.run(); })),
                button('Cancel', () => close()),
                submitButton));
        return form;

        function take(one) {
            try {
                const value = one.read ? one.read(one.input) : one.input.value.trim();
                one.fail();
                return value;
            } catch (problem) {
                one.fail(problem.message);
                return undefined;
            }
        }

        async function submit(event) {
            event.preventDefault();
            const values = Object.fromEntries(made.map((one) => [one.name, take(one)]));
            const wrong = form.querySelector('[aria-invalid]');
            if (wrong) return wrong.focus();
            replace(fault);
            try {
                close(await busy(() => run(values, message.value.trim(), tag)) ?? true);
            } catch (problem) {
                if (problem.status === 412 && path) return showTheirs();
                placeFaults(problem);
            }
        }

        function placeFaults(problem) {
            const words = new Map();
            problem.faults = (problem.faults ?? []).filter(({ pointer, detail }) => {
                const parts = (pointer ?? '').split('/').slice(1);
                const one = made.find(({ name }) => parts.slice(0, 2).includes(name));
                const text = one && (parts.at(-1) === one.name ? detail : `${pointer} ${detail}`);
                if (one) words.set(one, [...words.get(one) ?? [], text]);
                return !one;
            });
            for (const [one, texts] of words) one.fail(texts.join('; '));
            const { oversized = [], oversizedCount } = problem.body ?? {};
            // What stands at its field is not said twice.
            const isSaid = words.size > 0 && !problem.faults.length;
            replace(fault, !isSaid && problemMessage(problem), oversized.length > 0 && element('div', { class: 'message' },
                element('p', {}, `Devices whose twins would be too large: ${oversizedCount ?? oversized.length}. Among them:`),
                element('ul', {}, oversized.map(({ registrationId, pointer, detail }) => element('li', {},
                    element('code', {}, registrationId), ` ${pointer} ${detail}`)))));
            (form.querySelector('[aria-invalid]') ?? submitButton).focus();
        }

        async function showTheirs() {
            try {
                const now = await getTagged(path);
                const choose = (work) => () => {
                    tag = now.tag;
                    replace(fault);
                    work();
                };
                replace(fault, element('div', { class: 'message', role: 'alert' },
                    element('strong', {}, 'Somebody else has changed it meanwhile. Now there is:'),
                    factsOf(shown.filter((one) => !one.apart), now.json),
                    element('div', { class: 'row' },
                        fields.length > 0 && button('Take that over', choose(() => {
                            for (const one of made.filter((other) => !other.apart)) {
                                const value = now.json[one.name];
                                if (one.write) one.write(one.input, now); else one.input.value = value ?? '';
                                one.fail();
                            }
                            submitButton.focus();
                        })),
                        button(`${action} nonetheless`, choose(() => form.requestSubmit(submitButton))))));
                fault.querySelector('button').focus();
            } catch (problem) {
                if (problem.status === 404) problem.message = 'Somebody else has deleted it meanwhile.';
                replace(fault, problemMessage(problem));
            }
        }
    });
}

/** What a thing's fields say, to be read. */
export function factsOf(fields, thing) {
    return facts(fields.map(({ name, label }) => [label,
        typeof thing[name] === 'object' ? element('pre', {}, pretty(thing[name])) : thing[name]]));
}

/**
 * A field of `edit` for a member that is a JSON object, of the thing in `text`: checked as one types, sent as it is typed; empty, it
 * is null.
 */
export function jsonField(name, label, text, hint) {
    return {
        name, label, hint,
        input: element('textarea', { rows: 6, spellcheck: 'false', properties: { value: pieceOf(text, name) } }),
        write: (input, answer) => { input.value = pieceOf(answer.text, name); },
        read({ value }) {
            if (!value.trim()) return null;
            if (!readJSON(value).members) throw new Error('It must be an object: { … }');
            return new TypedJSON(value);
        },
    };
}

function pretty(value) {
    return value ? JSON.stringify(value, null, 2) : '';
}
