// The line where one types: messages, replies, changes; a slash leads to commands.
import { ask } from "./socket.js";
import { state, find, place, complain } from "./state.js";
import { openPopup, closePopup, handleKey } from "./popup.js";
import { openCommand, closeCommand, sendCommand, commandIsOpen } from "./command.js";

const text = find("text"), about = find("about");
let mode = null;  // { kind: "reply" or "edit", message }

export function showPlaceholder() {
  const here = place();
  if (here?.kind === "forum") text.placeholder = `Open a post in ${here.name}`;
  else if (here) text.placeholder = `Message ${here.kind === "dm" ? "@" : here.kind === "group" ? "" : "#"}${here.name}`;
}

export function leaveEverything() {
  endMode();
  closeCommand();
  closePopup();
  text.value = "";
}

function endMode() {
  if (mode?.kind === "edit") text.value = "";
  mode = null;
  about.hidden = true;
}

function begin(kind, message) {
  closeCommand();
  mode = { kind, message };
  const [told, label] = [about.firstChild, about.children[1]];
  told.replaceChildren(kind === "edit" ? "Editing your message" : "Replying to ");
  if (kind === "reply") {
    const who = document.createElement("b");
    who.textContent = state.messages[message].author;
    told.append(who);
  }
  label.hidden = kind === "edit";
  label.firstChild.checked = true;
  about.hidden = false;
  text.focus();
}

export const startReply = (message) => begin("reply", message);

export function startEdit(message) {
  begin("edit", message);
  text.value = state.messages[message].text;
}

export function addText(more) {
  closeCommand();
  text.value += more;
  text.focus();
}

export function startCommand(name) {
  const command = state.commands.find((each) => each.kind === 1 && each.name === name);
  if (!command) return complain(new Error(`/${name} is not offered to you here`));
  endMode();
  text.value = "";
  closePopup();
  openCommand(command);
  return command;
}

function suggest() {
  const before = text.value.slice(0, text.selectionStart);
  const slash = /^\/([\w' -]*)$/.exec(before), at = /(^|\s)@(\w*)$/.exec(before);
  if (slash) {
    const found = state.commands.filter((each) => each.kind === 1 && each.name.includes(slash[1].trim()));
    openPopup(`Commands of ${state.bot.name}`, found.map((each) => ({
      label: `/${each.name}`, note: each.description, act: () => startCommand(each.name),
    })), { first: 0 });
  } else if (at) {
    const people = state.members.filter((each) => each.name.includes(at[2]) || (each.bot && "bot".includes(at[2])));
    openPopup("People", people.map((each) => ({
      label: each.name, note: each.bot ? "app" : "", act: () => finishMention(each.name, at[2].length),
    })), { first: at[2] ? 0 : -1 });
  } else closePopup();
}

function finishMention(name, typed) {
  const end = text.selectionStart;
  text.setRangeText(`${name} `, end - typed, end, "end");
  closePopup();
  text.focus();
}

function send() {
  if (commandIsOpen()) return sendCommand();
  const written = text.value.trim();
  if (!written) return undefined;
  const exact = /^\/(\S+)$/.exec(written);
  if (exact && state.commands.some((each) => each.kind === 1 && each.name === exact[1])) return startCommand(exact[1]);
  const done = mode?.kind === "edit"
    ? ask("edit", { message: mode.message, text: written })
    : ask("say", { text: written, reply: mode?.message ?? null, ping: about.children[1].firstChild.checked });
  const kept = text.value;
  endMode();
  text.value = "";
  closePopup();
  return done.catch((error) => { text.value ||= kept; complain(error); });
}

text.addEventListener("input", suggest);
if (!CSS.supports("field-sizing", "content")) {
  text.addEventListener("input", () => {
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight}px`;
  });
}
text.addEventListener("keydown", (event) => {
  if (event.isComposing || handleKey(event)) return;
  if (event.key === "Escape") endMode();
  else if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); send(); }
  else if (event.key === "ArrowUp" && !text.value) editLast(event);
});
text.addEventListener("blur", () => setTimeout(() => { if (document.activeElement !== text && !commandIsOpen()) closePopup(); }, 150));
about.querySelector("button").onclick = endMode;
find("composer").onsubmit = (event) => { event.preventDefault(); send(); };

function editLast(event) {
  const last = state.order.findLast((id) => state.messages[id].mine);
  if (!last) return;
  event.preventDefault();
  startEdit(last);
}
