// Keys for those who have scripts: j and k walk the list, u goes up, / searches. Everything works without this file.
"use strict";
document.documentElement.classList.add("scripted");

const rows = () => [...document.querySelectorAll("a.row")];

function step(by) {
  const all = rows();
  const here = all.indexOf(document.activeElement);
  const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : here + by;
  if (all[next]) {
    all[next].focus();
    all[next].closest("li, tr").scrollIntoView({ block: "nearest" });
  }
  return all.length > 0;
}

function follow(rel) {
  const link = document.querySelector(`link[rel=${rel}]`);
  if (link) location.assign(link.href);
}

const keys = {
  j: () => step(1) || follow("next"),
  k: () => step(-1) || follow("prev"),
  u: () => follow("up"),
  "/": () => document.getElementById("q")?.focus(),
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), select, textarea");
  if (event.key === "Escape" && typing) typing.blur();
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, event.key)) return;
  event.preventDefault();
  keys[event.key]();
});

for (const choice of document.querySelectorAll(".filters select, .filters input")) {
  choice.addEventListener("change", () => choice.form.requestSubmit());
}
