/** What is wrong with an input. */
export class FieldError extends Error {
    constructor(input, text) {
        const label = input?.labels?.[0]?.textContent ?? input?.ariaLabel;
        super(label ? `${label}: ${text}` : text);
        this.input = input;
    }
}

/** What `work` gives; if an input is wrong it is marked, and null given. `say` is told what is wrong, or ''. */
export function checked(root, work, say) {
    for (const marked of root.querySelectorAll('[aria-invalid]')) marked.removeAttribute('aria-invalid');
    try {
        const out = work();
        say('');
        return out;
    } catch (error) {
        error.input?.setAttribute('aria-invalid', 'true');
        say(error.message);
        return null;
    }
}
