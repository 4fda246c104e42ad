// What is said of a rule.

import { element } from './elements.js';
import { choice, textInput } from './forms.js';

/** How a pattern fits a registration ID, as pairs of code and words. */
export const KINDS = [['suffix', 'ends in'], ['contains', 'has in it']];

/** The fields of a rule, for where one is made or changed. */
export function ruleFields(divisions, rule) {
    return [
        { name: 'kind', label: 'The registration ID', input: choice(KINDS, { value: rule?.kind ?? 'suffix' }) },
        { name: 'pattern', label: 'Pattern', input: textInput({ value: rule?.pattern, required: true, maxlength: 128 }),
            hint: 'Upper and lower case are the same.' },
        { name: 'division', label: 'Division',
            input: choice(divisions.map(({ name }) => name), { value: rule?.division ?? divisions[0]?.name }) },
        { name: 'position', label: 'Place', apart: true, hint: 'Rules are tried from 1 on. Left empty: where it is, or the last one.',
            input: element('input', { type: 'number', min: 1, max: 1_000_000, properties: { value: rule?.position ?? '' } }),
            // Unchanged, it is not sent: a place is counted anew when another rule moves.
            read: ({ value }) => value === '' || Number(value) === rule?.position ? undefined : Number(value) },
    ];
}
