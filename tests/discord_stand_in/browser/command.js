// A slash command while it is typed: its options, with suggestions from the bot itself.
import { ask } from "./socket.js";
import { state, find, make, complain } from "./state.js";
import { openPopup, closePopup, handleKey } from "./popup.js";
import { use } from "./messages.js";

const PAUSE = 180;  // milliseconds without a key before the bot is asked for suggestions
const box = find("command"), text = find("text");
const KINDS = { 5: ["true", "false"] };
let command = null, values = {}, timer = 0, asked = 0;

export const commandIsOpen = () => command !== null;

export function closeCommand() {
  if (!command) return;
  command = null;
  asked += 1;
  clearTimeout(timer);
  box.hidden = true;
  text.hidden = false;
  closePopup();
}

export function openCommand(wanted) {
  command = wanted;
  values = {};
  box.replaceChildren(make("b", { text: `/${command.name}` }), ...command.options.map(field));
  box.hidden = false;
  text.hidden = true;
  const first = box.querySelector("input, select");
  // A command without options is sent with Enter; its name takes the keys then.
  if (first) first.focus();
  else { box.tabIndex = 0; box.focus(); }
}

function field(option) {
  const input = chooser(option) ?? make("input", { placeholder: option.description });
  input.name = option.name;
  input.setAttribute("aria-label", option.name);
  input.oninput = () => { values[option.name] = input.value; complete(option, input); };
  input.onfocus = () => complete(option, input);
  const wide = [3, 11].includes(option.kind) && !option.choices.length;
  return make("label", { className: `${option.required ? "" : "optional"}${wide ? " wide" : ""}`,
    title: option.description }, make("span", { text: option.name }), input);
}

function chooser(option) {
  const people = [6, 9].includes(option.kind) ? state.members.map((each) => each.name) : null;
  const names = people ?? KINDS[option.kind] ?? option.choices.map((each) => each.name);
  if (!names.length) return null;
  return make("select", {}, make("option", { value: "", text: "" }), ...names.map((name) => make("option", { text: name })));
}

function complete(option, input) {
  clearTimeout(timer);
  closePopup();
  if (!option.completes) return;
  const turn = ++asked, name = command.name;
  timer = setTimeout(() => {
    const typed = { ...values, [option.name]: input.value };
    ask("complete", { name, values: typed, focused: option.name }).then((told) => {
      if (turn !== asked) return;
      openPopup(`${option.name}: ${option.description}`, told.choices.map((each) => ({
        label: each.name, act: () => take(option, input, each),
      })));
    }).catch(complain);
  }, PAUSE);
}

function take(option, input, choice) {
  input.value = choice.name;
  values[option.name] = choice.value;
  asked += 1;
  closePopup();
  input.focus();
  // Focusing asks anew; what was taken needs no suggestions.
  clearTimeout(timer);
}

export function sendCommand() {
  const missing = command.options.filter((each) => each.required && !values[each.name]);
  for (const label of box.querySelectorAll("label")) {
    label.classList.toggle("wrong", missing.some((each) => each.name === label.querySelector("[name]").name));
  }
  if (missing.length) return box.querySelector(".wrong [name]").focus();
  const told = { name: command.name, values };
  closeCommand();
  text.focus();
  return use("slash", told);
}

box.addEventListener("keydown", (event) => {
  if (event.isComposing || handleKey(event)) return;
  const empty = !event.target.value && event.target === box.querySelector("[name]");
  if (event.key === "Escape" || (event.key === "Backspace" && (empty || event.target === box))) {
    closeCommand();
    text.focus();
  } else if (event.key === "Enter") sendCommand();
  else return;
  event.preventDefault();
});
