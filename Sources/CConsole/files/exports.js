// Files of what is listed.

import { button, element } from './elements.js';
import { orNotify } from './notices.js';
import { address, download } from './service.js';

/** Buttons that save a list as a file: `path` without its ending, `name` of the file, `query()` what the list is filtered by. */
export function exportButtons(path, name, query) {
    return element('div', { class: 'row', role: 'group', 'aria-label': 'Export what is filtered' }, ['csv', 'ndjson'].map((ending) => {
        const exportButton = button(`Export ${ending.toUpperCase()}`, save);
        async function save() {
            exportButton.disabled = true;
            await orNotify(() => download(address(`${path}.${ending}`, query()), `${name}.${ending}`), 'The export was not made.');
            exportButton.disabled = false;
            if (document.activeElement === document.body) exportButton.focus();
        }
        return exportButton;
    }));
}
