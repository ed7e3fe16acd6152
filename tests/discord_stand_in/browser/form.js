// The form that a bot opened: drawn by the stand-in, filled in here.
import { ask } from "./socket.js";
import { find, make } from "./state.js";

const dialog = find("form");

export function openForm(told) {
  const form = make("form", { method: "dialog" });
  form.innerHTML = told.html;
  const wrong = make("p", { className: "wrong", role: "alert" });
  form.append(wrong, make("footer", {},
    make("button", { type: "button", className: "button secondary", text: "Cancel", onclick: () => dialog.close() }),
    make("button", { className: "button primary", text: "Submit" })));
  form.onsubmit = (event) => {
    event.preventDefault();
    ask("submit", { form: told.form, values: values(form) })
      .then(() => dialog.close())
      .catch((error) => { wrong.textContent = error.message; });
  };
  dialog.replaceChildren(form);
  dialog.showModal();
}

function values(form) {
  const found = {};
  for (const each of form.querySelectorAll("[name]")) {
    if (each.tagName !== "SELECT") found[each.name] = each.value;
    else found[each.name] = [...each.selectedOptions].map((option) => option.value).filter(Boolean);
  }
  return found;
}
