"use strict";
(() => {
  const report = JSON.parse(document.getElementById("report").textContent);
  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const order = ["rest", "unary", "stream-row", "stream-batch", "native", "http-ndjson", "http-csv"];
  const color = name => css("--c" + Math.max(0, order.indexOf(name)));
  const ran = report.scenarios.filter(each => !each.absent);
  const carried = ran.filter(each => each.results > 0);

  const digits = value => value === 0 ? "0" : String(Number(value.toPrecision(3)));
  const count = value => value < 1e3 ? digits(value) : value < 1e6 ? digits(value / 1e3) + " k" : digits(value / 1e6) + " M";
  const time = seconds => seconds < 1e-3 ? digits(seconds * 1e6) + " µs"
    : seconds < 1 ? digits(seconds * 1e3) + " ms" : digits(seconds) + " s";
  const mib = bytes => Math.round(bytes / 1048576) + " MiB";
  const el = (parent, tag, text, name) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (name) made.className = name;
    parent.appendChild(made);
    return made;
  };
  const at = id => document.getElementById(id);

  const plan = report.plan;
  at("what").textContent = `${plan.stream}, ${report.result.rows.toLocaleString("en")} rows a result; `
    + `${plan.users} users, ${plan.rate ? plan.rate + " starts a second" : "each starts the next when it has the last"}; `
    + `${Math.round(report.tookSeconds)} s on ${report.machine.processors} processors, `
    + new Date(report.startedAt).toISOString().slice(0, 10);

  report.verdicts.forEach(text => {
    const [label, rest] = text.replace(/\.$/, "").split(/: (.*)/s);
    const [name, more] = rest.split(/, (.*)/s);
    const box = el(at("verdicts"), "p");
    box.style.setProperty("--accent", color(name));
    el(box, "span", label, "note");
    el(box, "strong", name);
    el(box, "span", more);
  });
  if (report.scenarios.some(each => each.corrupt > 0)) {
    const box = el(at("verdicts"), "p");
    box.style.setProperty("--accent", css("--bad"));
    el(box, "span", "Not what was sent", "note");
    el(box, "strong", report.scenarios.filter(each => each.corrupt > 0).map(each => each.name).join(", "), "bad");
    el(box, "span", "results came with rows lost, doubled, out of order or altered: see below");
  }

  // A bar reaches to the first value, a thin one to the second.
  function bars(id, value, second, shown) {
    const most = Math.max(...carried.map(each => Math.max(value(each) ?? 0, second ? second(each) ?? 0 : 0)), 1e-12);
    report.scenarios.forEach(each => {
      const box = at(id);
      el(box, "span", each.name, "name");
      const track = el(box, "div", undefined, "track");
      const known = !each.absent && each.results > 0 && value(each) !== undefined;
      if (known) {
        for (const [name, part] of [["reach", second && second(each)], ["bar", value(each)]]) {
          if (part) {
            const bar = el(track, "div", undefined, name);
            bar.style.width = Math.max(0.3, 100 * part / most) + "%";
            bar.style.background = color(each.name);
          }
        }
      }
      const cell = el(box, "span", undefined, "value");
      if (known) {
        cell.append(shown(value(each)));
        if (second && second(each)) el(cell, "small", " / " + shown(second(each)));
      } else {
        el(cell, "small", each.absent ? "not run" : "–");
      }
    });
  }
  bars("bars-rows", each => each.rowsPerSecond, undefined, count);
  bars("bars-first", each => each.firstRow.p50, each => each.firstRow.p99, time);
  const cpu = each => each.serverCpuSeconds === undefined || !each.rows ? undefined : each.serverCpuSeconds / each.rows * 1e6;
  if (carried.some(each => cpu(each) !== undefined)) {
    bars("bars-cpu", cpu, undefined, seconds => digits(seconds) + " s");
  } else {
    at("cpu-note").textContent = "Not known: the server is not on this machine, or its system does not tell.";
  }

  const axis = (label, values) => ({
    stroke: css("--faint"), grid: { stroke: css("--line"), width: 1 }, ticks: { stroke: css("--line"), width: 1 },
    label, labelSize: 18, labelFont: "12px system-ui", font: "12px system-ui", size: 62, values,
  });
  const charts = [];
  function chart(id, options, data) {
    const box = at(id);
    box.textContent = "";
    const made = new uPlot({ width: box.clientWidth, height: 260, cursor: { drag: { x: true, y: false } }, ...options }, data, box);
    charts.push([box, made]);
  }

  const slot = report.series.slotSeconds;
  const spanOf = (seconds, name) => report.spans.find(span => span.scenario === name
    && seconds >= span.fromSeconds - slot && seconds < span.toSeconds + slot);
  function throughput() {
    // Slots of 250 ms are joined until a point stands for a second.
    const join = Math.max(1, Math.round(1 / slot));
    const xs = [], sums = [];
    for (let i = 0; i < report.series.rows.length; i += join) {
      xs.push((i + join / 2) * slot);
      sums.push(report.series.rows.slice(i, i + join).reduce((a, b) => a + b, 0) / (join * slot));
    }
    const step = join * slot;
    const warmUps = report.spans.filter(span => span.warmUp);
    chart("throughput", {
      scales: { x: { time: false } },
      axes: [axis("seconds", undefined), axis("rows/s", (_, ticks) => ticks.map(count))],
      series: [{ label: "second", value: (_, v) => v == null ? "" : digits(v) },
        ...ran.map(each => ({ label: each.name, stroke: color(each.name), width: 2, spanGaps: false,
          fill: color(each.name) + "33", points: { show: false }, value: (_, v) => v == null ? "" : count(v) }))],
      hooks: { drawClear: [u => warmUps.forEach(span => {
        const from = u.valToPos(span.fromSeconds, "x", true), to = u.valToPos(span.toSeconds, "x", true);
        u.ctx.fillStyle = css("--panel");
        u.ctx.fillRect(from, u.bbox.top, to - from, u.bbox.height);
      })] },
    }, [xs, ...ran.map(each => xs.map((x, i) => {
      const span = spanOf(x, each.name);
      return span && x + step / 2 > span.fromSeconds && x - step / 2 < span.toSeconds ? sums[i] : null;
    }))]);
  }

  const levels = [["p50", 50], ["p75", 75], ["p90", 90], ["p95", 95], ["p99", 99], ["p99.9", 99.9]];
  function percentiles(id, metric, scenarios) {
    const shown = scenarios.filter(each => each[metric].count > 0);
    if (!shown.length) {
      at(id).textContent = "None.";
      return;
    }
    chart(id, {
      scales: { x: { time: false, distr: 1, range: [-0.2, levels.length - 0.8] }, y: { distr: 3 } },
      axes: [{ ...axis("", undefined), splits: levels.map((_, i) => i), values: () => levels.map(each => each[0]), size: 36 },
        axis("", (_, ticks) => ticks.map(tick => tick == null ? "" : time(tick)))],
      series: [{ label: "percentile", value: (_, v) => v == null ? "" : (levels[v] ?? [""])[0] },
        ...shown.map(each => ({ label: each.name, stroke: color(each.name), width: 2, points: { size: 6, fill: color(each.name) },
          value: (_, v) => v == null ? "" : time(v) }))],
    }, [levels.map((_, i) => i), ...shown.map(each => levels.map(level => each[metric][level[0]]))]);
  }

  function memory() {
    if (!report.serverMemory.length) {
      at("memory-note").textContent = "Not known: the server is not on this machine, or its system does not tell.";
      at("memory").remove();
      return;
    }
    chart("memory", {
      scales: { x: { time: false }, y: { range: (_, min, max) => [0, max * 1.1] } },
      axes: [axis("seconds", undefined), axis("MiB", undefined)],
      series: [{ label: "second", value: (_, v) => v == null ? "" : digits(v) },
        { label: "resident MiB", stroke: css("--c4"), fill: css("--c4") + "22", width: 2, points: { show: false },
          value: (_, v) => v == null ? "" : String(Math.round(v)) }],
    }, [report.serverMemory.map(each => each.atSeconds), report.serverMemory.map(each => each.bytes / 1048576)]);
  }

  const none = "–";
  const heads = ["", "rows/s", "MB/s", "results", "header", "first row", "p99", "complete", "p99", "gap", "p99",
    "stalls", "failed", "wrong", "CPU s", "peak", "tester s"];
  const of = (histogram, level) => histogram.count ? time(histogram[level]) : none;
  const streams = name => name !== "rest" && name !== "unary";
  const table = at("table");
  const headRow = el(el(table, "thead"), "tr");
  heads.forEach(head => el(headRow, "th", head));
  const body = el(table, "tbody");
  report.scenarios.forEach(each => {
    const row = el(body, "tr");
    const any = each.results > 0;
    const name = el(row, "td", each.name);
    name.style.color = color(each.name);
    [any ? count(each.rowsPerSecond) : none, any ? digits(each.bytesPerSecond / 1e6) : none, each.absent ? none : each.results,
      of(each.header, "p50"), of(each.firstRow, "p50"), of(each.firstRow, "p99"), of(each.completion, "p50"),
      of(each.completion, "p99"), streams(each.name) ? of(each.gap, "p50") : none, streams(each.name) ? of(each.gap, "p99") : none,
      any && streams(each.name) ? each.stalls : none].forEach(text => el(row, "td", String(text)));
    el(row, "td", each.absent ? none : String(each.failed), each.failed ? "bad" : "");
    el(row, "td", each.absent ? none : String(each.corrupt), each.corrupt ? "bad" : "");
    const work = cpu(each);
    el(row, "td", any && work !== undefined ? digits(work) : none);
    el(row, "td", each.serverPeakBytes ? mib(each.serverPeakBytes) : none);
    el(row, "td", any ? digits(each.testerCpuSeconds / each.rows * 1e6) : none);
  });
  report.scenarios.forEach(each => each.remarks.forEach(text => el(at("remarks"), "li", each.name + ": " + text)));

  const facts = {
    "stream": plan.stream + Object.entries(plan.parameters).map(([name, value]) => ` ${name}=${value}`).join(""),
    "result": `${report.result.rows.toLocaleString("en")} rows, ${report.result.bytes.toLocaleString("en")} bytes, crc32c ${report.result.crc32c}`,
    "users": `${plan.users}, ${plan.spawnRate} a second`,
    "starts": plan.rate ? `${plan.rate} a second` : "each user starts the next result when it has the last one",
    "readers": Object.entries(plan.readers).map(([name, part]) => `${name} ${digits(part * 100)}%`).join(", ") || "all steady",
    "a stall": `a gap of more than ${time(plan.stallSeconds)}`,
    "asked": `gRPC at ${plan.origin}, HTTP/2 at ${plan.gateway}, ${plan.threads} ${plan.threads === 1 ? "thread" : "threads"}`,
    "machine": `${report.machine.processors} processors, ${report.machine.system}, Java ${report.machine.java}`,
    "began": report.startedAt,
  };
  for (const [name, value] of Object.entries(facts)) {
    el(at("plan"), "dt", name);
    el(at("plan"), "dd", value);
  }

  function draw() {
    charts.splice(0).forEach(([, made]) => made.destroy());
    throughput();
    percentiles("first-percentiles", "firstRow", carried);
    percentiles("gap-percentiles", "gap", carried.filter(each => streams(each.name)));
    if (at("memory")) memory();
  }
  draw();
  let pending;
  addEventListener("resize", () => { clearTimeout(pending); pending = setTimeout(draw, 150); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => location.reload());
})();
