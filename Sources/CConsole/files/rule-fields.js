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
            input: choice([['', 'Choose one'], ...divisions.map(({ name }) => name)], { value: rule?.division, required: true }) },
        { name: 'position', label: 'Place', apart: true, hint: 'Rules are tried from 1 on. Left empty: where it is, or the last one.',
            input: element('input', { type: 'number', min: 1, max: 1_000_000, properties: { value: rule?.position ?? '' } }),
            // Unchanged, it is not sent: a place is counted anew when another rule moves.
            read: ({ value }) => value === '' || Number(value) === rule?.position ? undefined : Number(value) },
    ];
}

/** The rule that likely fits a group of refused devices: by what all IDs end in, else by the longest text without numbers of its key. */
export function likelyRule(group, by) {
    if (group?.commonSuffix) return { kind: 'suffix', pattern: group.commonSuffix };
    const parts = by === 'suffix' ? group.key.split('#') : [];
    const pattern = parts.filter((part) => /[a-z]/i.test(part)).sort((one, other) => other.length - one.length)[0];
    return pattern && { kind: pattern === parts.at(-1) ? 'suffix' : 'contains', pattern };
}
