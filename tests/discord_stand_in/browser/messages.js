// The messages of the present place: drawn by the stand-in, shown and used here.
import { ask } from "./socket.js";
import { state, find, make, icon, place, complain } from "./state.js";
import { startCommand, startReply, startEdit, addText } from "./composer.js";
import { openMenu } from "./menu.js";
import { openForm } from "./form.js";

const TOGETHER = 7 * 60 * 1000;  // messages of one person within so long stand under one name
const NEAR = 120;
const list = find("messages");
let atEnd = true;

export function drawMessages(fresh, moved) {
  if (moved) { atEnd = true; list.replaceChildren(); }
  const old = new Map([...list.querySelectorAll(":scope > .message")].map((each) => [each.dataset.message, each]));
  const wanted = state.order.map((id) => (id in fresh || !old.has(id) ? draw(id) : old.get(id)));
  if (!wanted.length) wanted.push(empty());
  // Only what changed is touched, so that a focus elsewhere in the list stays.
  for (const each of [...list.children]) if (!wanted.includes(each)) each.remove();
  wanted.forEach((each, at) => { if (list.children[at] !== each) list.insertBefore(each, list.children[at] ?? null); });
  group();
  for (const image of list.querySelectorAll("img")) image.onload ??= stay;
  stay();
}

// Whoever reads the newest message goes on seeing it, whatever grows below or above.
function stay() {
  if (atEnd) list.scrollTop = list.scrollHeight;
}

new ResizeObserver(stay).observe(list);
list.addEventListener("scroll", () => {
  atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR;
});

function empty() {
  const here = place();
  let what = "The bot is not here, and its commands are not offered to you.";
  if (here?.kind === "forum") what = "What you write here becomes a post of its own; begin with @bot to ask the bot.";
  else if (here?.kind === "dm") what = `Write to ${here.name}: no mention is needed.`;
  else if (state.members.some((each) => each.bot)) what = "Begin with @bot to ask the bot, or type / for its commands.";
  else if (state.commands.length) what = "The bot is no member here: type / for its commands, which you brought along.";
  return make("div", { className: "empty" }, make("h2", { text: here?.name ?? "" }), what);
}

function draw(id) {
  const told = state.messages[id];
  const holder = make("template");
  holder.innerHTML = told.html;
  const message = holder.content.firstElementChild;
  const when = message.querySelector(":scope > time");
  when.textContent = new Date(told.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  message.append(tools(id, told));
  return message;
}

function tools(id, told) {
  const tool = (name, label, act) =>
    make("button", { type: "button", title: label, "aria-label": label, onclick: act }, icon(name));
  const made = [];
  if (!told.private) made.push(tool("reply", "Reply", () => startReply(id)));
  if (told.mine) {
    made.push(tool("pen", "Edit", () => startEdit(id)));
    made.push(tool("bin", "Delete", () => ask("delete", { message: id }).catch(complain)));
  }
  made.push(tool("more", "More", (event) => messageMenu(id, event.currentTarget)));
  return make("div", { className: "tools" }, ...made);
}

function group() {
  let before = null;
  for (const each of list.querySelectorAll(":scope > .message")) {
    const told = state.messages[each.dataset.message];
    const close = before && told.author === before.author && new Date(told.at) - new Date(before.at) < TOGETHER;
    each.classList.toggle("follows", Boolean(close && !each.querySelector(":scope > .above")));
    before = told;
  }
}

export function messageMenu(id, where) {
  const told = state.messages[id];
  const items = told.private ? [] : [{ label: "Reply", act: () => startReply(id) }];
  if (told.mine) {
    items.push({ label: "Edit", act: () => startEdit(id) });
    items.push({ label: "Delete", act: () => ask("delete", { message: id }).catch(complain) });
  }
  if (told.private) items.push({ label: "Dismiss", act: () => ask("dismiss", { message: id }).catch(complain) });
  const apps = told.private ? [] : state.commands.filter((each) => each.kind === 3);
  openMenu(where, items, apps.map((each) => ({
    label: each.name, act: () => use("menu", { name: each.name, message: id }),
  })));
}

function personMenu(name, where) {
  const apps = state.commands.filter((each) => each.kind === 2);
  openMenu(where, [{ label: `Mention @${name}`, act: () => addText(`@${name} `) }], apps.map((each) => ({
    label: each.name, act: () => use("menu", { name: each.name, target: name }),
  })));
}

function choose(button, message) {
  const menu = JSON.parse(button.dataset.menu);
  const options = menu.options.map((each) => ({ ...each, note: each.description, checked: each.default }));
  // Where one may choose nothing, a single choice must be one that can be taken back.
  const several = menu.most > 1 || menu.least === 0;
  openMenu(button, [], options, { title: button.title || button.firstChild.textContent, several, most: menu.most,
    done: (values) => use("choose", { message, menu: menu.id, values }, button) });
}

export function use(what, details, button) {
  button?.classList.add("waiting");
  return ask(what, details)
    .then((told) => { if (told.form) openForm(told); })
    .catch(complain)
    .finally(() => button?.classList.remove("waiting"));
}

function jump(id) {
  const target = list.querySelector(`[data-message="${id}"]`);
  if (!target) return;
  target.scrollIntoView({ block: "center", behavior: "smooth" });
  target.classList.add("jumped");
  setTimeout(() => target.classList.remove("jumped"), 1500);
}

list.addEventListener("click", (event) => {
  const at = (selector) => event.target.closest(selector);
  const message = at(".message");
  if (!message || at(".tools")) return;
  const id = message.dataset.message;
  for (const each of list.querySelectorAll(".picked")) if (each !== message) each.classList.remove("picked");
  if (at("[data-press]")) use("press", { message: id, button: at("[data-press]").dataset.press }, at("[data-press]"));
  else if (at("[data-menu]")) choose(at("[data-menu]"), id);
  else if (at("[data-dismiss]")) ask("dismiss", { message: id }).catch(complain);
  else if (at("[data-command]")) startCommand(at("[data-command]").dataset.command);
  else if (at("[data-jump]")) jump(at("[data-jump]").dataset.jump);
  else if (at(".avatar, .name")) personMenu(state.messages[id].author, at(".avatar, .name"));
  else if (!at("a")) message.classList.toggle("picked");
});

list.addEventListener("contextmenu", (event) => {
  const message = event.target.closest(".message");
  if (!message || event.target.closest("a[href]") || String(getSelection())) return;
  event.preventDefault();
  const point = { left: event.clientX, right: event.clientX, top: event.clientY, bottom: event.clientY };
  const who = event.target.closest(".avatar, .name");
  if (who) personMenu(state.messages[message.dataset.message].author, point);
  else messageMenu(message.dataset.message, point);
});
