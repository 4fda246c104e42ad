// Files of what is listed.

import { button, element } from './elements.js';
import { bytes } from './formats.js';
import { orNotify } from './notices.js';
import { address, download, hasCookie } from './service.js';

// From so many bytes on one is told how a file need not be held in memory.
const LARGE = 20_000_000;

/** Buttons that save a list as a file: `path` without its ending, `name` of the file, `query()` what the list is filtered by. */
export function exportButtons(path, name, query) {
    const state = element('span', { class: 'quiet' });
    let exporting;
    const cancelButton = button('Cancel', () => exporting.abort());
    const coming = element('div', { class: 'row', hidden: true }, state, cancelButton);
    const exportButtons = ['csv', 'ndjson'].map((ending) => button(`Export ${ending.toUpperCase()}`, () => save(ending)));
    return element('div', { class: 'row', role: 'group', 'aria-label': 'Export what is filtered' }, coming, exportButtons);

    async function save(ending) {
        const chosen = exportButtons.find((one) => one.textContent.endsWith(ending.toUpperCase()));
        exporting = new AbortController();
        for (const one of exportButtons) one.disabled = true;
        await orNotify(async () => {
            const file = await chooseFile(`${name}.${ending}`);
            state.textContent = 'Exporting …';
            coming.hidden = hasCookie();
            let told = 0;
            await download(address(`${path}.${ending}`, query()), `${name}.${ending}`, { file, signal: exporting.signal, progress(sum) {
                if (performance.now() - told < 200) return;
                told = performance.now();
                state.textContent = `${bytes(sum)} so far${file || sum < LARGE ? ''
                    : ', held by this page: large files need not be, when you stay signed in'}`;
            } });
        }, 'The export was not made.');
        const isLost = [document.body, cancelButton].includes(document.activeElement);
        coming.hidden = true;
        for (const one of exportButtons) one.disabled = false;
        if (isLost) chosen.focus();
    }
}

/** Asks where what comes is to be written; nothing where the browser cannot, or saves it by itself. */
async function chooseFile(suggestedName) {
    if (hasCookie() || !window.showSaveFilePicker) return null;
    try {
        return await window.showSaveFilePicker({ suggestedName });
    } catch (error) {
        if (error.name === 'AbortError') throw error;
        return null;
    }
}
