import { element, replace } from '../elements.js';
import { problemMessage } from '../notices.js';

/**
 * A part of the overview, which loads and fails by itself. `read()` gives `data`, of which `draw(data)` makes nodes when it has changed;
 * `put(data)` shows what is known already, `asked` is when the service was asked last.
 */
export function part(name, title, { read, draw, above }) {
    const body = element('div', { class: 'stack body' }, 'Loading …');
    const note = element('p', { class: 'fault' });
    const control = {
        data: null,
        asked: 0,
        node: element('section', { class: `card ${name}`, 'aria-labelledby': name }, element('h2', { id: name }, title), above, body, note),
        async refresh() {
            const mine = control.turn = {};
            control.asked = Date.now();
            try {
                const data = await read();
                if (mine === control.turn) control.put(data);
            } catch (problem) {
                if (problem.name === 'AbortError' || mine !== control.turn) return;
                if (control.data) note.textContent = `Not refreshed: ${problem.message}`;
                else if (!body.querySelector('.message')) replace(body, problemMessage(problem, { retry: control.refresh }));
            }
        },
        put(data) {
            note.textContent = '';
            const isSame = JSON.stringify(data) === JSON.stringify(control.data);
            if (isSame) return;
            const focused = body.contains(document.activeElement) && document.activeElement;
            replace(body, draw(data));
            control.data = data;
            // Whoever has gone to a row by the keyboard stays there while rows come.
            if (!focused || body.contains(document.activeElement)) return;
            const rows = [...body.querySelectorAll('a, button, input')];
            const isSameRow = (one) => one === focused || one.href === focused.href && one.textContent === focused.textContent;
            (rows.find(isSameRow) ?? rows[0])?.focus({ preventScroll: true });
        },
    };
    return control;
}
