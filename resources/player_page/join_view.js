/* The way in: PIN, then name (free, generated or from a roster) and team, or a rejoin code; and waiting. */
(function (L) {
  "use strict";

  const h = L.h;

  const SHOWN_PLAINLY = new Set(["pick_name", "pick_team"]);

  function denial(state, form) {
    const deny = state.deny;
    if (!deny || SHOWN_PLAINLY.has(deny.reason) || (deny.reason === "name" && !form.name)) return "";
    const key = deny.reason === "token" || (deny.reason === "pin" && form.code) ? "deny.code" : "deny." + deny.reason;
    return L.t(key, { seconds: Math.ceil(deny.wait_ms / 1000) });
  }

  /** A form that asks the host again; while it does, its button says so. */
  function form(app, state, title, content, submit, back) {
    const problem = denial(state, app.seat.form);
    const asking = state.at === "asking";
    const send = h("button", { type: "submit", class: "primary wide", disabled: asking },
      L.t(asking ? "join.asking" : "join.go"), asking ? null : L.icon("arrow-right"));
    const node = h("form", { class: "card join", novalidate: true, onsubmit: (event) => {
      event.preventDefault();
      submit();
    } }, title, problem && h("div", { class: "note danger", role: "alert" }, L.icon("alert"), h("div", { class: "note-text" }, problem)),
    content, send, back);
    if (state.deny && state.deny.wait_ms) {
      send.disabled = true;
      setTimeout(() => {
        send.disabled = false;
      }, state.deny.wait_ms);
    }
    return node;
  }

  const heading = (text) => h("h1", { id: "title", tabindex: "-1", text });

  function pinStep(app, state) {
    const pin = L.field("pin", L.t("join.pin"), { inputmode: "numeric", maxlength: 7, class: "digits", value: app.seat.form.pin,
      autocomplete: "off", pattern: "[0-9 ]*", placeholder: "000 000", enterkeyhint: "go" });
    pin.input.addEventListener("input", () => {
      const digits = pin.input.value.replace(/\D/g, "").slice(0, 6);
      pin.input.value = digits.length > 3 ? digits.slice(0, 3) + " " + digits.slice(3) : digits;
      pin.complain("");
    });
    pin.input.dispatchEvent(new Event("input"));
    const go = () => {
      const digits = pin.input.value.replace(/\D/g, "");
      if (digits.length !== 6) {
        pin.complain(L.t("join.pin_short"));
        pin.input.focus();
        return;
      }
      app.enter(digits);
    };
    return form(app, state, heading(L.t("join.title")), pin.node, go,
      L.button("quiet wide", [L.icon("refresh"), L.t("join.have_code")], () => app.step("code")));
  }

  function codeStep(app, state) {
    const pin = L.field("pin", L.t("join.pin"), { inputmode: "numeric", maxlength: 7, class: "digits", value: app.seat.form.pin });
    const code = L.field("code", L.t("join.code"), { maxlength: 4, class: "digits", autocapitalize: "characters", spellcheck: "false",
      value: app.seat.form.code }, L.t("join.code_hint"));
    const go = () => {
      const digits = pin.input.value.replace(/\D/g, "");
      const letters = code.input.value.trim().toUpperCase();
      pin.complain(digits.length === 6 ? "" : L.t("join.pin_short"));
      code.complain(letters.length === 4 ? "" : L.t("join.code_short"));
      if (digits.length === 6 && letters.length === 4) app.ask({ pin: digits, code: letters, name: "", team: "" });
    };
    return form(app, state, heading(L.t("join.code_title")), [pin.node, code.node], go,
      L.button("quiet wide", [L.icon("arrow-left"), L.t("join.back")], () => app.step("pin")));
  }

  const game = (state) => state.deny && state.deny.title && h("p", { class: "game-title", dir: "auto", text: state.deny.title });
  const otherGame = (app) => L.button("quiet wide", [L.icon("arrow-left"), L.t("join.other_game")], () => app.step("pin"));

  function picks(name, choices, chosen) {
    const list = h("div", { class: "picks", role: "radiogroup", "aria-labelledby": "title" }, choices.map((choice) =>
      h("label", { class: "pick" }, h("input", { type: "radio", name, value: choice, checked: choice === chosen }),
        L.avatar(choice), h("span", { dir: "auto", text: choice }))));
    const draw = () => {
      for (const label of list.children) label.classList.toggle("chosen", label.firstChild.checked);
    };
    list.addEventListener("change", draw);
    draw();
    return list;
  }

  const picked = (list) => list.querySelector("input:checked");

  function rosterStep(app, state) {
    const choices = state.deny.choices;
    const list = picks("name", choices, app.seat.form.name);
    const filter = choices.length > 12
      ? L.field("filter", L.t("join.filter"), { type: "search", oninput: (event) => {
        const wanted = event.target.value.toLowerCase();
        for (const label of list.children) label.hidden = !label.textContent.toLowerCase().includes(wanted);
      } }).node
      : null;
    const go = () => {
      const found = picked(list);
      if (found) app.ask({ name: found.value });
      else if (choices.length) list.querySelector("input").focus();
    };
    const nobody = choices.length ? null : L.note("information-outline", "", L.t("join.nobody_left"));
    return form(app, state, [game(state), heading(L.t("join.who"))], [filter, list, nobody], go, otherGame(app));
  }

  /** The host offers a free name beside a refusal; one tap takes it. */
  function suggestion(app, state) {
    const name = state.deny && state.deny.choices[0];
    if (!name) return null;
    return h("div", { class: "suggestion" }, h("span", { class: "hint", text: L.t("join.or") }),
      L.button("chip", [L.avatar(name), " ", h("span", { dir: "auto", text: name })], () => app.ask({ name })));
  }

  function nameStep(app, state) {
    if (state.roster && state.deny) return rosterStep(app, state);
    const name = L.field("name", L.t("join.name"), { maxlength: 24, dir: "auto", value: app.seat.form.name, autocomplete: "nickname",
      enterkeyhint: "go", class: "large" }, L.t("join.name_hint"));
    const go = () => {
      const typed = name.input.value.trim();
      name.complain(typed ? "" : L.t("join.name_missing"));
      if (typed) app.ask({ name: typed });
      else name.input.focus();
    };
    return form(app, state, [game(state), heading(L.t("join.name_title"))], [name.node, suggestion(app, state)], go, otherGame(app));
  }

  function teamStep(app, state) {
    const list = picks("team", (state.deny && state.deny.choices) || [], app.seat.form.team);
    const go = () => {
      const found = picked(list);
      if (found) app.ask({ team: found.value });
      else list.querySelector("input").focus();
    };
    const any = L.button("secondary wide", L.t("join.any_team"), () => app.ask({ team: "" }));
    return form(app, state, [game(state), heading(L.t("join.team"))], [list, any], go, otherGame(app));
  }

  const STEPS = { pin: pinStep, code: codeStep, name: nameStep, team: teamStep };

  L.joinView = function (app, state, step) {
    const node = h("div", { class: "centre" }, h("div", { class: "brand" }, L.lantern(), h("span", { text: "Lantern" })),
      STEPS[step](app, state));
    return { node, focus: () => {
      const first = node.querySelector(".problem:not([hidden]), input:not([type=radio])") || node.querySelector("h1");
      if (first) first.focus({ preventScroll: true });
    } };
  };

  /** The host must let this player in first. */
  L.waitingView = function (app, state) {
    return { node: h("div", { class: "centre" }, h("div", { class: "card calm" }, L.lantern(),
      h("h1", { tabindex: "-1", text: L.t("waiting.title") }),
      h("p", { class: "big-name", dir: "auto", text: app.seat.form.name }),
      h("p", { class: "hint", text: L.t("waiting.body") }),
      L.button("quiet wide", L.t("waiting.cancel"), () => app.leave()))) };
  };
})((globalThis.Lantern = globalThis.Lantern || {}));
