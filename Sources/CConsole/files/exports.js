// Files of what is listed.

import { element } from './elements.js';
import { orNotify } from './notices.js';
import { address, download } from './service.js';

/** Buttons that save a list as a file: `path` without its ending, `name` of the file, `query()` what the list is filtered by. */
export function exportButtons(path, name, query) {
    return element('div', { class: 'row', role: 'group', 'aria-label': 'Export what is filtered' }, ['csv', 'ndjson'].map((ending) => {
        const button = element('button', { type: 'button', on: { click: save } }, `Export ${ending.toUpperCase()}`);
        async function save() {
            button.disabled = true;
            await orNotify(() => download(address(`${path}.${ending}`, query()), `${name}.${ending}`), 'The export was not made.');
            button.disabled = false;
            if (document.activeElement === document.body) button.focus();
        }
        return button;
    }));
}
