/* Answering by placing: order (buttons, keys or dragging) and matching (a choice per line, no dragging). */
(function (L) {
  "use strict";

  const h = L.h;
  const answers = (L.answers = L.answers || {});

  answers.order = function (context) {
    const items = context.view.items;
    let places = items.map((_, index) => index);
    let locked = false;
    const list = h("ol", { class: "order", "aria-labelledby": "question" });
    const rows = items.map((item, index) => row(item, index));

    function row(item, index) {
      const name = L.choiceName(item);
      const up = L.button("round", L.icon("chevron-up"), (event) => move(index, -1, event), { "aria-label": L.t("answer.up", { name }) });
      const down = L.button("round", L.icon("chevron-down"), (event) => move(index, 1, event), { "aria-label": L.t("answer.down", { name }) });
      const handle = h("span", { class: "handle", "aria-hidden": "true" }, L.icon("drag-horizontal-variant"));
      const node = h("li", { class: "order-row" }, h("span", { class: "place", "aria-hidden": "true" }), handle,
        h("span", { class: "tile-body" }, L.choice(item, context.math)), h("span", { class: "movers" }, up, down));
      node.addEventListener("pointerdown", (event) => drag(event, node, index));
      return { node, up, down };
    }

    function draw() {
      places.forEach((index, place) => {
        const { node, up, down } = rows[index];
        node.firstChild.textContent = L.number(place + 1);
        up.disabled = locked || place === 0;
        down.disabled = locked || place === items.length - 1;
        if (list.children[place] !== node) list.insertBefore(node, list.children[place] || null);
      });
    }

    function put(index, place, event) {
      const from = places.indexOf(index);
      if (place < 0 || place >= places.length || place === from) return;
      places.splice(from, 1);
      places.splice(place, 0, index);
      draw();
      context.changed(event);
    }

    function move(index, by, event) {
      put(index, places.indexOf(index) + by, event);
      const { up, down } = rows[index];
      const wanted = by < 0 ? up : down;
      (wanted.disabled ? (by < 0 ? down : up) : wanted).focus();
      L.announce(L.t("answer.now_at", { name: L.choiceName(items[index]), place: places.indexOf(index) + 1, n: items.length }));
    }

    /** Dragging by the row or its handle; buttons inside keep working, and the list scrolls by touch beside the handle. */
    function drag(event, node, index) {
      const onHandle = event.target.closest(".handle");
      if (locked || event.button > 0 || event.target.closest("button")) return;
      if (event.pointerType === "touch" && !onHandle) return;
      event.preventDefault();
      node.classList.add("dragged");
      const follow = (moved) => {
        const at = places.findIndex((each) => {
          const box = rows[each].node.getBoundingClientRect();
          return moved.clientY < box.top + box.height / 2;
        });
        const from = places.indexOf(index);
        let to = at < 0 ? places.length - 1 : at;
        if (at > from) to = at - 1;
        put(index, to, moved);
      };
      const stop = () => {
        node.classList.remove("dragged");
        document.removeEventListener("pointermove", follow);
      };
      // On the document: a row that changes its place in the list would lose the pointer.
      document.addEventListener("pointermove", follow);
      document.addEventListener("pointerup", stop, { once: true });
      document.addEventListener("pointercancel", stop, { once: true });
    }

    draw();
    return {
      node: h("div", {}, h("p", { class: "hint", text: L.t("answer.order") }), list),
      // Leaving everything in its place is an answer too.
      value: () => places.slice(),
      set(answer) {
        if (answer && answer.length === items.length) places = answer.slice();
        draw();
      },
      lock(on) {
        locked = on;
        list.classList.toggle("locked", on);
        draw();
      },
    };
  };

  answers.matching = function (context) {
    const { left, right } = context.view;
    const lettered = right.some((choice) => choice.media || /\\\(/.test(choice.text));
    const name = (index) => (lettered ? `${L.letter(index)} · ` : "") + L.choiceName(right[index]);
    const selects = left.map((choice, index) => {
      const options = right.map((_, place) => h("option", { value: String(place), text: name(place) }));
      return h("select", { id: `left-${index}`, onchange: changed, dir: "auto" },
        h("option", { value: "-1", text: L.t("answer.pick") }), options);
    });

    function changed(event) {
      draw();
      context.changed(event);
    }

    /** A right that another line has already is said so, not forbidden. */
    function draw() {
      const taken = new Set(selects.map((select) => select.value));
      selects.forEach((select) => {
        for (const option of select.options) {
          if (option.value === "-1") continue;
          const used = taken.has(option.value) && select.value !== option.value;
          option.textContent = name(Number(option.value)) + (used ? ` (${L.t("answer.taken")})` : "");
        }
        select.classList.toggle("set", select.value !== "-1");
      });
    }

    const lines = left.map((choice, index) =>
      h("li", { class: "match" }, h("label", { for: `left-${index}`, class: "tile-body" }, L.choice(choice, context.math)),
        L.icon("arrow-right", "between"), selects[index]));
    const legend = lettered
      ? h("ul", { class: "legend" }, right.map((choice, index) =>
        h("li", {}, h("span", { class: "letter", text: L.letter(index) }), L.choice(choice, context.math))))
      : null;
    return {
      node: h("div", { class: "matching" }, h("p", { class: "hint", text: L.t("answer.matching") }), legend, h("ul", { class: "matches" }, lines)),
      value: () => (selects.some((each) => each.value !== "-1") ? selects.map((each) => Number(each.value)) : undefined),
      set(answer) {
        selects.forEach((select, index) => {
          select.value = String(answer && answer[index] !== undefined ? answer[index] : -1);
        });
        draw();
      },
      lock(on) {
        selects.forEach((select) => {
          select.disabled = on;
        });
      },
    };
  };
})((globalThis.Lantern = globalThis.Lantern || {}));
