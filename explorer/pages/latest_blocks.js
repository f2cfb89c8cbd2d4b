// A section that reads the latest blocks, goes on with those that come, and with older ones when it is asked to.
import { backwards } from '../chain.js';
import { button, element, section, table } from '../dom.js';
import { number } from '../text.js';

/**
 * The node is one and the same: it goes on reading while the view around it is drawn anew. A subclass has `read(height)`, which puts
 * { height, index, … } into `rows` and gives true to go on, and `cells(row)`.
 */
export class LatestBlocks {
    rows = [];

    /** `steps`: { first, further, atOnce } blocks, and `shown` rows. */
    constructor(context, { title, columns, nothing, steps }) {
        Object.assign(this, { context, columns, nothing, steps, lowest: context.now + 1, highest: context.now });
        this.status = element('p', { className: 'count' });
        this.list = element('div');
        this.more = element('p');
        this.node = section(title, this.status, this.list, this.more);
    }

    async look(count = this.steps.first) {
        this.looking = true;
        this.more.replaceChildren();
        this.status.textContent = 'Looking through the latest blocks …';
        const from = this.lowest - 1;
        try {
            await backwards(from, count, this.steps.atOnce, (height) => this.read(height));
            this.lowest = Math.max(0, from - count) + 1;
            this.failure = null;
        } catch (error) {
            this.failure = error.message;
        }
        this.looking = false;
        this.#draw();
    }

    /** Blocks that came since. */
    follow(context) {
        this.context = context;
        if (this.looking || context.now <= this.highest) return;
        const [from, count] = [context.now, context.now - this.highest];
        this.highest = context.now;
        backwards(from, Math.min(count, this.steps.first), this.steps.atOnce, (height) => this.read(height)).then(() => this.#draw(), () => {});
    }

    #draw() {
        const { further, shown } = this.steps;
        this.rows.sort((a, b) => b.height - a.height || a.index - b.index);
        this.status.textContent = this.failure ? `Older blocks cannot be read: ${this.failure}` : `Blocks ${number(this.lowest)} to ${number(this.highest)}.`;
        this.list.replaceChildren(table(this.columns, this.rows.slice(0, shown).map((row) => this.cells(row)), this.nothing));
        this.more.replaceChildren(this.lowest > 1 && !this.failure
            ? button(`Look through ${number(Math.min(further, this.lowest - 1))} blocks more`, () => this.look(further)) : '');
    }
}
