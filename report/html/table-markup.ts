import type { Line, Row, Table } from '../page/document.ts';
import { lineMarkup } from './inline-markup.ts';
import { type Markup, markup } from './markup.ts';

/** A table whose head stays in sight, and that narrow screens can scroll by itself. */
export function tableMarkup(table: Table): Markup {
  const { caption, head, numeric = [], roomy = [], rows, groups } = table;
  const numbers = new Set(numeric);
  const wide = new Set(roomy);
  const cell = (line: Line, column: number): Markup => {
    if (column === 0) return markup`<th scope="row">${lineMarkup(line)}</th>`;
    if (numbers.has(column)) return markup`<td class="num">${lineMarkup(line)}</td>`;
    if (wide.has(column)) return markup`<td class="roomy">${lineMarkup(line)}</td>`;
    return markup`<td>${lineMarkup(line)}</td>`;
  };
  const body = rows.map(
    ({ cells, group }: Row) =>
      markup`<tr${group === undefined ? null : markup` data-group="${group}"`}>${cells.map(cell)}</tr>\n`,
  );
  const heads = head.map((each, column) =>
    numbers.has(column)
      ? markup`<th scope="col" class="num">${each}</th>`
      : markup`<th scope="col">${each}</th>`,
  );
  return markup`${groups === undefined ? null : filterMarkup(groups)}<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table><caption>${caption}</caption><thead><tr>${heads}</tr></thead><tbody>
${body}</tbody></table></div>`;
}

/** Narrows the table by style alone: the page runs no script. */
function filterMarkup(groups: NonNullable<Table['groups']>): Markup {
  const choice = (group: string, label: string): Markup =>
    markup`<label><input type="radio" name="show" value="${group}"${
      group === 'all' ? markup` checked="checked"` : null
    }/>${label}</label>`;
  return markup`<fieldset class="filter"><legend>Show</legend>${choice('all', 'All')}${groups.map(
    ({ group, label }) => choice(group, label),
  )}</fieldset>`;
}
