// Files of what is listed.

import { element } from './elements.js';
import { notify } from './notices.js';
import { address, download } from './service.js';

/** Buttons that save a list as a file: `path` without its ending, `name` of the file, `query()` what the list is filtered by. */
export function exportButtons(path, name, query) {
    return element('div', { class: 'row', role: 'group', 'aria-label': 'Export what is filtered' }, ['csv', 'ndjson'].map((ending) => {
        const button = element('button', { type: 'button', on: { click: save } }, `Export ${ending.toUpperCase()}`);
        async function save() {
            button.disabled = true;
            try {
                await download(address(`${path}.${ending}`, query()), `${name}.${ending}`);
            } catch (problem) {
                notify(`The export was not made. ${problem.message}`, { tone: 'bad' });
            }
            button.disabled = false;
            if (document.activeElement === document.body) button.focus();
        }
        return button;
    }));
}
