// The list above the line: commands, people to mention, or what the bot suggests.
import { find, make } from "./state.js";

const popup = find("popup");
let entries = [], at = -1;

export const isOpen = () => !popup.hidden;

export function closePopup() {
  popup.hidden = true;
  entries = [];
}

export function openPopup(title, found, { first = -1 } = {}) {
  if (!found.length) return closePopup();
  entries = found;
  popup.replaceChildren(make("h3", { text: title }), ...found.map((each, index) => make("button", {
    type: "button", role: "option", tabindex: -1, "data-at": index,
    // The line keeps the focus.
    onpointerdown: (event) => event.preventDefault(),
    onclick: () => each.act(),
  }, make("b", { text: each.label }), ...(each.note ? [make("span", { text: each.note })] : []))));
  popup.hidden = false;
  popup.scrollTop = 0;
  mark(first);
}

function mark(index) {
  at = index;
  const rows = [...popup.querySelectorAll("button")];
  rows.forEach((row, each) => row.setAttribute("aria-selected", each === at));
  rows[at]?.scrollIntoView({ block: "nearest" });
}

// Tell whether a key was for the list.
export function handleKey(event) {
  if (popup.hidden) return false;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) mark(at < 0 && step < 0 ? entries.length - 1 : (at + step + entries.length) % entries.length);
  else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey && at >= 0) entries[at].act();
  else if (event.key === "Escape") closePopup();
  else return false;
  event.preventDefault();
  return true;
}
