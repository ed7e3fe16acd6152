// Puts the parts together: what the stand-in tells is drawn, what the visitor does is asked of it.
import { connect, ask } from "./socket.js";
import { state, find, make, icon, place, complain } from "./state.js";
import { drawMessages } from "./messages.js";
import { leaveEverything, showPlaceholder } from "./composer.js";
import { closeMenu } from "./menu.js";

const seen = {};  // the newest message that each person saw of each place

function onView(told) {
  const moved = "person" in told || "channel" in told;
  for (const [name, value] of Object.entries(told)) {
    if (name === "messages") Object.assign(state.messages, value);
    else if (name !== "tell") state[name] = value;
  }
  if (moved) sessionStorage.setItem("person", state.person);
  if (moved) { leaveEverything(); closeMenu(); find("app").classList.remove("open"); }
  if ("order" in told || "messages" in told || moved) drawMessages(told.messages ?? {}, moved);
  if ("people" in told || moved) drawPeople();
  drawPlaces();
  drawTop();
  showPlaceholder();
}

function drawPlaces() {
  const here = place(), mine = (seen[state.person] ??= {});
  if (here) mine[here.id] = here.newest;
  const drawn = [];
  for (const group of state.places) {
    drawn.push(make("h2", { text: group.title }));
    for (const each of group.channels) {
      const unread = each.newest !== "0" && each.newest !== mine[each.id];
      const button = make("button", {
        type: "button", className: `place ${each.kind}${unread ? " unread" : ""}`, "data-place": each.name,
        "aria-current": each.id === state.channel, onclick: () => look({ channel: each.id }),
      }, icon(each.kind), each.name);
      if (each.id === state.channel) button.onclick = () => find("app").classList.remove("open");
      drawn.push(button);
    }
  }
  find("places").replaceChildren(...drawn);
}

function drawPeople() {
  const note = state.people.find((each) => each.name === state.person)?.note;
  const drawn = state.people.map((each) => {
    const face = make("b", { text: each.name[0].toUpperCase(), "aria-hidden": true });
    face.style.background = each.colour;
    return make("button", {
      type: "button", role: "radio", className: "person", "aria-checked": each.name === state.person,
      "data-person": each.name, title: each.note, onclick: () => look({ person: each.name }),
    }, face, each.name);
  });
  const told = `You are ${state.person}${note ? `, who ${note}` : ""}`;
  find("people").replaceChildren(make("p", { text: told }), ...drawn);
}

function drawTop() {
  const here = place();
  if (here) find("title").replaceChildren(icon(here.kind), here.name);
  find("state").textContent = { online: "bot online", starting: "bot is starting" }[state.bot.state] ?? "bot offline";
  find("state").className = state.bot.state;
  find("restart").disabled = state.bot.state === "starting";
  const faults = find("faults");
  faults.hidden = !state.faults.length;
  faults.firstChild.textContent = `Discord would have refused what the bot did (${state.faults.length})`;
  faults.lastChild.replaceChildren(...state.faults.map((each) => make("li", { text: each })));
}

const look = (details) => ask("look", details).catch(complain);

const looks = document.documentElement.dataset;
const usual = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
looks.theme = localStorage.getItem("theme") ?? usual;
find("theme").onclick = () => {
  looks.theme = looks.theme === "dark" ? "light" : "dark";
  localStorage.setItem("theme", looks.theme);
};
find("restart").onclick = () => ask("restart").catch(complain);
find("open-side").onclick = () => find("app").classList.add("open");
find("veil").onclick = () => find("app").classList.remove("open");

connect({
  onView,
  onOpen: () => {
    find("troubles").replaceChildren();
    // A page that is loaded again, or finds the stand-in started anew, stays the same person.
    const person = sessionStorage.getItem("person");
    if (person) look({ person });
  },
  onLost: () => {
    find("state").textContent = "the stand-in has ended";
    find("state").className = "";
  },
});
