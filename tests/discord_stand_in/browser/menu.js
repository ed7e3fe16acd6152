// One menu at a time: of a message, of a person, or of a select under a message.
import { find, make } from "./state.js";

const menu = find("menu");
let opener = null;

export function closeMenu() {
  if (menu.hidden) return;
  menu.hidden = true;
  opener?.focus?.();
  opener = null;
}

export function openMenu(where, items, apps, { title = "Apps", several = false, most = 1, done = null } = {}) {
  const chosen = new Set(apps.filter((each) => each.checked).map((each) => each.value));
  const marks = [];
  const drawn = items.map((each) => row(each.label, "", () => { closeMenu(); each.act(); }));
  if (apps.length) drawn.push(make("h3", { text: title }));
  for (const each of apps) {
    const button = row(each.label, each.note, () => {
      if (!done) { closeMenu(); return each.act(); }
      if (!several) { closeMenu(); return done([each.value]); }
      if (!chosen.delete(each.value)) {
        if (most === 1) chosen.clear();
        chosen.add(each.value);
      }
      return marks.forEach((mark) => mark());
    });
    if (done) marks.push(() => button.setAttribute("aria-checked", chosen.has(each.value)));
    drawn.push(button);
  }
  marks.forEach((mark) => mark());
  if (several) drawn.push(row("Done", "", () => { closeMenu(); done([...chosen]); }));
  if (!drawn.length) return;
  menu.replaceChildren(...drawn);
  menu.hidden = false;
  opener = where instanceof Element ? where : null;
  const at = opener ? opener.getBoundingClientRect() : where;
  menu.style.minWidth = done ? `${at.right - at.left}px` : "";
  stand(at);
  menu.querySelector("button").focus();
}

const row = (label, note, act) =>
  make("button", { type: "button", role: "menuitem", onclick: act }, label, ...(note ? [make("small", { text: note })] : []));

function stand(at) {
  const { width, height } = menu.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, innerWidth - width - 8));
  const below = at.bottom + 4 + height < innerHeight - 8;
  menu.style.left = `${left}px`;
  menu.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - height - 4)}px`;
}

addEventListener("pointerdown", (event) => { if (!menu.contains(event.target)) closeMenu(); });
menu.addEventListener("keydown", (event) => {
  const rows = [...menu.querySelectorAll("button")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape") closeMenu();
  else if (step) rows.at((rows.indexOf(document.activeElement) + step) % rows.length).focus();
  else return;
  event.preventDefault();
});
