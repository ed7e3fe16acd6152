// What the page knows by now, and small helpers that every part of it uses.
export const state = {
  person: "", channel: "", people: [], places: [], members: [], commands: [], bot: {}, faults: [],
  order: [], messages: {},
};

export const find = (id) => document.getElementById(id);

export function make(tag, { text, className, ...rest } = {}, ...children) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  for (const [name, value] of Object.entries(rest)) {
    if (name.startsWith("on")) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

export function icon(name) {
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#icon-${name}`);
  drawn.append(use);
  return drawn;
}

export const place = () =>
  state.places.flatMap((group) => group.channels).find((each) => each.id === state.channel);

export function complain(error) {
  const told = make("p", { text: error.message });
  find("troubles").replaceChildren(told);
  setTimeout(() => told.remove(), 8000);
}
