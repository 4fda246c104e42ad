// Takes a file of devices, chosen or dropped anywhere on a page, and goes to the plan that the service makes of it.

import { planAddress } from './addresses.js';
import { button, element, replace } from './elements.js';
import { bytes } from './formats.js';
import { notify, problemMessage } from './notices.js';
import { address, get, send } from './service.js';

/**
 * Makes a page take files: `{ input, choose(title), node }`, where `choose` makes a button that asks for a file, and `node` shows how
 * far it is and what was wrong.
 */
export function fileUpload(view) {
    const input = element('input', { type: 'file', accept: '.csv,.txt,.ndjson,.jsonl', on: { change: () => plan(input.files[0]) } });
    const bar = element('progress', { 'aria-label': 'Upload', max: 1 });
    const state = element('span');
    let stop = null;
    const progress = element('div', { class: 'row', hidden: true }, bar, state, button('Cancel', () => stop?.abort()));
    const fault = element('div');
    for (const kind of ['dragover', 'dragleave', 'drop']) {
        document.addEventListener(kind, (event) => {
            if (!event.dataTransfer?.types.includes('Files')) return;
            event.preventDefault();
            view.root.classList.toggle('over', kind === 'dragover');
            // A dialog is closed first: what was typed there would be gone.
            if (kind === 'drop' && !document.querySelector('dialog')) plan(event.dataTransfer.files[0]);
        }, { signal: view.signal });
    }
    view.signal.addEventListener('abort', () => stop?.abort());
    return {
        input, choose: (title) => button(title, () => input.click()),
        node: element('div', { class: 'stack upload' }, progress, fault),
    };

    async function plan(file) {
        if (!file || stop) return;
        stop = new AbortController();
        input.disabled = true;
        progress.hidden = false;
        replace(fault);
        try {
            const { json } = await upload(file, { signal: stop.signal, progress: tell });
            location.hash = planAddress(json.id);
        } catch (problem) {
            if (problem.name === 'AbortError') notify('Stopped: no plan was made.'); else replace(fault, fileProblem(file, problem));
        }
        stop = null;
        input.disabled = false;
        input.value = '';
        progress.hidden = true;

        function tell(sent) {
            if (sent < file.size) bar.value = sent / file.size; else bar.removeAttribute('value');
            state.textContent = sent < file.size ? `${bytes(sent)} of ${bytes(file.size)} sent` : 'All is sent; each row is looked at …';
        }
    }
}

async function upload(file, options) {
    const head = await file.slice(0, 4096).text();
    if (head.includes('\0')) throw noTable('If it comes out of a spreadsheet, save it there as CSV UTF-8.');
    const type = head.trimStart().startsWith('{') ? 'application/x-ndjson' : 'text/csv';
    try {
        return await send('POST', address('/api/imports', { source: file.name.slice(-256) }), { ...options, content: file, type });
    } catch (problem) {
        if ([400, 422].includes(problem.status) && !problem.faults.length && !await namesColumn(head)) throw noTable(problem.message);
        throw problem;
    }
}

/** Whether the first line of a file has the name of any column that the service knows. */
async function namesColumn(head) {
    const line = head.trimStart().split(/[\r\n]/)[0].toLowerCase();
    const { fields } = await get('/api/import-fields').catch(() => ({ fields: [{ name: '' }] }));
    return fields.some(({ name }) => line.includes(name.replace(/NAME$/, '').toLowerCase()));
}

function noTable(more) {
    return Object.assign(new Error('This is no CSV or NDJSON file.'), { more });
}

function fileProblem(file, problem) {
    return problem.more ? element('div', { class: 'message bad', role: 'alert' },
        element('strong', {}, `${file.name}: ${problem.message}`),
        element('details', {}, element('summary', {}, 'More about it'), problem.more)) : problemMessage(problem);
}
