/* Pieces that several views are made of: option tiles, media, messages, the language switch. */
(function (L) {
  "use strict";

  const h = L.h;
  const MEDIA_PATIENCE = 5000;

  L.mediaUrl = (media) => "/media/" + encodeURIComponent(media.sha);

  /** A picture, sound or film of a question; sound plays only when its button is pressed. */
  L.media = function (media, className) {
    const src = L.mediaUrl(media);
    if (media.mime.startsWith("audio/")) {
      return h("audio", { class: className, controls: true, preload: "auto", src, "aria-label": media.alt || L.t("media.sound") });
    }
    if (media.mime.startsWith("video/")) {
      return h("video", { class: className, controls: true, preload: "auto", playsinline: true, src,
        "aria-label": media.alt || L.t("media.film") });
    }
    return h("img", { class: className, src, alt: media.alt || "", decoding: "async" });
  };

  /** Loads media ahead and calls `done` once, also when it cannot be loaded. */
  L.preload = function (media, done) {
    let open = true;
    const finish = () => {
      if (open) done();
      open = false;
    };
    setTimeout(finish, MEDIA_PATIENCE);
    const node = L.media(media, "");
    for (const name of ["load", "canplaythrough", "error"]) node.addEventListener(name, finish);
  };

  L.choice = (choice, math) => [
    choice.media && L.media(choice.media, "choice-media"),
    choice.text && L.write("span", "choice-text", choice.text, math),
  ];

  L.choiceName = (choice) => L.plain(choice.text) || (choice.media && choice.media.alt) || "";

  /** The options of a view as choices: true and false have words of the page. */
  L.optionsOf = function (view) {
    if (view.type === "true_false") return [{ text: L.t("answer.true") }, { text: L.t("answer.false") }];
    return view.options || [];
  };

  L.pictured = (choices) => (choices.some((choice) => choice.media) ? " pictures" : "");

  L.badge = (place, named) =>
    h("span", { class: `badge colour-${place % 6}` }, L.shape(place), named && h("span", { class: "letter", text: L.letter(place) }));

  /** One option: letter, shape, colour and text. `marks` are words beside it, each with an icon. */
  L.tile = function (tag, place, choice, math, more) {
    const content = h("span", { class: "tile-body" }, L.choice(choice, math));
    const node = h(tag, { class: `tile colour-${place % 6}` }, L.badge(place, true), content);
    for (const name of Object.keys(more || {})) {
      if (name.startsWith("on")) node.addEventListener(name.slice(2), more[name]);
      else node.setAttribute(name, more[name]);
    }
    return node;
  };

  L.mark = (icon, className, text) => h("span", { class: "mark " + className }, L.icon(icon), h("span", { text }));

  L.note = (icon, className, ...content) =>
    h("div", { class: "note " + className }, L.icon(icon), h("div", { class: "note-text" }, content));

  /** A labelled input with room for what is wrong with it. */
  L.field = function (id, label, attributes, hint) {
    const problem = h("p", { class: "problem", id: id + "-problem", hidden: true });
    const input = h("input", Object.assign({ id, name: id, autocomplete: "off" }, attributes));
    const node = h("div", { class: "field" }, h("label", { for: id, text: label }),
      hint && h("p", { class: "hint", id: id + "-hint", text: hint }), input, problem);
    return {
      node,
      input,
      complain(text) {
        problem.hidden = !text;
        L.fill(problem, text ? [L.icon("alert"), h("span", { text })] : []);
        if (text) {
          input.setAttribute("aria-invalid", "true");
          input.setAttribute("aria-describedby", problem.id);
        } else {
          input.removeAttribute("aria-invalid");
          input.removeAttribute("aria-describedby");
        }
      },
    };
  };

  const LANGUAGE_NAMES = { en: "English", es: "Español" };

  L.languageSwitch = function (change) {
    const options = Object.keys(L.TEXTS).map((tag) =>
      h("option", { value: tag, lang: tag, selected: tag === L.language, text: LANGUAGE_NAMES[tag] || tag }));
    return h("label", { class: "language" }, h("span", { text: L.t("menu.language") }),
      h("select", { onchange: (event) => change(event.target.value) }, options));
  };

  L.points = (n) => L.t("points", { n });

  /** First letters of a name in a circle, coloured by the name. */
  L.avatar = function (name) {
    const place = L.fnv1a32(name) % 6;
    return h("span", { class: `avatar colour-${place}`, "aria-hidden": "true", text: Array.from(name)[0] || "?" });
  };
})((globalThis.Lantern = globalThis.Lantern || {}));
