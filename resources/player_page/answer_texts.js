/* Answering by writing: typed text, number, gaps in a text, words for a cloud. */
(function (L) {
  "use strict";

  const h = L.h;
  const answers = (L.answers = L.answers || {});

  const lockAll = (nodes) => (on) => nodes.forEach((node) => {
    node.disabled = on;
  });

  function textInput(context, attributes) {
    return h("input", Object.assign({
      type: "text", dir: "auto", autocomplete: "off", autocapitalize: "off", autocorrect: "off", spellcheck: "false",
      enterkeyhint: "send", oninput: context.changed,
      onkeydown: (event) => {
        if (event.key === "Enter" && !event.isComposing) context.send(event);
      },
    }, attributes));
  }

  answers.typed = function (context) {
    const input = textInput(context, { class: "write", maxlength: context.view.max_length, id: "typed" });
    return {
      node: h("div", { class: "field" }, h("label", { for: "typed", text: L.t("answer.typed") }), input),
      value: () => input.value.trim() || undefined,
      set: (answer) => {
        input.value = answer || "";
      },
      lock: lockAll([input]),
    };
  };

  answers.number = function (context) {
    const view = context.view;
    const input = textInput(context, { class: "write figure", inputmode: "decimal", id: "figure", maxlength: 24 });
    const problem = h("p", { class: "problem", role: "alert", hidden: true }, L.icon("alert"), h("span", { text: L.t("answer.no_number") }));
    const parts = [h("label", { for: "figure", text: view.unit ? L.t("answer.number_in", { unit: view.unit }) : L.t("answer.number") })];
    const places = (String(view.step).split(".")[1] || "").length;
    const text = (value) => L.number(value, Math.max(places, 6)).replace(/[\s\u00a0\u202f]/g, "");
    const plain = (value) => new Intl.NumberFormat(L.language, { useGrouping: false, maximumFractionDigits: 9 }).format(value);
    const controls = [input];
    let slider = null;

    function step(by) {
      const now = L.readNumber(input.value);
      const start = now === null ? (view.low + view.high) / 2 : now + by * view.step;
      const snapped = view.low + Math.round((start - view.low) / view.step) * view.step;
      show(Math.min(view.high, Math.max(view.low, Number(snapped.toFixed(9)))));
      context.changed();
    }

    function show(value) {
      input.value = plain(value);
      if (slider) slider.value = String(value);
    }

    if (view.slider) {
      slider = h("input", {
        type: "range", class: "slider", min: view.low, max: view.high, step: view.step, "aria-label": L.t("answer.slider"),
        oninput: () => {
          input.value = plain(Number(slider.value));
          context.changed();
        },
      });
      slider.value = String((view.low + view.high) / 2);
      input.addEventListener("input", () => {
        const value = L.readNumber(input.value);
        if (value !== null) slider.value = String(value);
      });
      const less = L.button("round", L.icon("minus"), () => step(-1), { "aria-label": L.t("answer.less") });
      const more = L.button("round", L.icon("plus"), () => step(1), { "aria-label": L.t("answer.more") });
      controls.push(slider, less, more);
      parts.push(h("div", { class: "stepper" }, less, input, more), slider,
        h("div", { class: "ends" }, h("span", { text: text(view.low) }), h("span", { text: text(view.high) })));
    } else parts.push(input);
    input.addEventListener("blur", () => {
      problem.hidden = !input.value.trim() || L.readNumber(input.value) !== null;
    });
    input.addEventListener("input", () => {
      problem.hidden = true;
    });
    return {
      node: h("div", { class: "field numbers" }, parts, problem),
      value() {
        const value = L.readNumber(input.value);
        return value === null ? undefined : value;
      },
      set(answer) {
        if (answer === null) input.value = "";
        else show(answer);
      },
      lock: lockAll(controls),
    };
  };

  answers.word_cloud = function (context) {
    const view = context.view;
    const inputs = Array.from({ length: view.entries }, (_, index) =>
      textInput(context, { class: "write", maxlength: view.max_length, "aria-label": L.t("answer.word", { n: index + 1 }),
        placeholder: L.t("answer.word", { n: index + 1 }) }));
    const words = () => inputs.map((input) => input.value.trim()).filter(Boolean);
    return {
      node: h("div", { class: "words" }, h("p", { class: "hint", text: L.t("answer.words", { n: view.entries }) }), inputs),
      value: () => (words().length ? words() : undefined),
      set: (answer) => inputs.forEach((input, index) => {
        input.value = (answer && answer[index]) || "";
      }),
      lock: lockAll(inputs),
    };
  };

  answers.cloze = function (context) {
    const view = context.view;
    const gaps = view.hints.map((hint, index) => {
      const label = L.t("answer.gap", { n: index + 1 }) + (hint ? ": " + hint : "");
      if (!view.bank.length) {
        return textInput(context, { class: "gap", maxlength: view.max_length, "aria-label": label, placeholder: hint, size: Math.max(6, hint.length) });
      }
      const options = view.bank.map((word) => h("option", { value: word, text: L.plain(word) }));
      return h("select", { class: "gap", "aria-label": label, onchange: changed }, h("option", { value: "", text: hint || "…" }), options);
    });
    const chips = view.bank.map((word) => L.button("chip", L.rich(word, context.math), (event) => place(word, event), { dir: "auto" }));

    function changed(event) {
      draw();
      context.changed(event);
    }

    function place(word, event) {
      const taken = gaps.find((gap) => gap.value === word);
      const free = gaps.find((gap) => !gap.value);
      if (taken && (!free || bankCount(word) <= gapCount(word))) taken.value = "";
      else if (free) free.value = word;
      changed(event);
    }

    const bankCount = (word) => view.bank.filter((each) => each === word).length;
    const gapCount = (word) => gaps.filter((gap) => gap.value === word).length;

    function draw() {
      const left = {};
      gaps.forEach((gap) => {
        if (gap.value) left[gap.value] = (left[gap.value] || 0) + 1;
      });
      view.bank.forEach((word, index) => {
        const used = (left[word] || 0) > 0;
        if (used) left[word] -= 1;
        chips[index].setAttribute("aria-pressed", String(used));
      });
    }

    const text = h("p", { class: "cloze", dir: "auto" });
    view.parts.forEach((part, index) => L.put(text, [L.rich(part, context.math), gaps[index]]));
    draw();
    return {
      node: h("div", { class: "gaps", role: "group", "aria-labelledby": "question" }, text,
        chips.length ? h("div", { class: "chips", role: "group", "aria-label": L.t("answer.bank") }, chips) : null),
      value: () => (gaps.some((gap) => gap.value.trim()) ? gaps.map((gap) => gap.value.trim()) : undefined),
      set(answer) {
        gaps.forEach((gap, index) => {
          gap.value = (answer && answer[index]) || "";
        });
        draw();
      },
      lock: lockAll(gaps.concat(chips)),
    };
  };
})((globalThis.Lantern = globalThis.Lantern || {}));
