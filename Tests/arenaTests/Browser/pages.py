"""Drives the pages with a real headless Chromium.

usage: pages.py ARENA RUNS [SCREENSHOTS]

Starts `ARENA serve` with a bot of every game and the folder RUNS, plays a whole game of each kind by
clicks, a game of two pages that talk and take back with a third that watches, replays it, looks at every page in light, dark
and phone width, and checks labels, contrast, focus order, console and foreign requests. Prints what
it found and exits with 1 where anything is wrong. Needs playwright and a Chromium.
"""

import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

from playwright.sync_api import sync_playwright

BOTS = [
    "tic-tac-toe=random", "mnk,columns=5,rows=4,length=4=random", "connect-four=random",
    "gomoku,size=7=random", "go-lite,size=5=random", "go,size=5=random", "othello,size=6=random",
    "hex,size=5=random", "breakthrough,columns=4,rows=5=random",
]
GAMES = ["tic-tac-toe", "mnk", "connect-four", "gomoku", "go-lite", "go", "othello", "hex", "breakthrough"]

# What an accessibility checker asks first: names, contrast, one main heading, no double ids.
CHECK = r"""() => {
  const problems = [];
  const seen = (e) => e.getClientRects().length && getComputedStyle(e).visibility !== 'hidden';
  for (const e of document.querySelectorAll('a,button,input,select,[role=button],[role=img],svg[role=group]')) {
    if (!seen(e)) continue;
    const label = e.getAttribute('aria-label') || e.textContent.trim() || e.title
      || (e.labels && [...e.labels].map((l) => l.textContent).join(' ').trim());
    if (!label) problems.push('no name: ' + e.outerHTML.slice(0, 80));
  }
  const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
  if (new Set(ids).size !== ids.length) problems.push('an id is there twice');
  if (document.querySelectorAll('h1').length !== 1) problems.push(document.querySelectorAll('h1').length + ' main headings');
  const parse = (c) => { const m = c.match(/[\d.]+/g).map(Number); return m.length > 3 && m[3] === 0 ? null : m; };
  const light = (c) => { const f = c.slice(0, 3).map((v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * f[0] + 0.7152 * f[1] + 0.0722 * f[2]; };
  const done = new Set();
  for (const e of document.querySelectorAll('body *')) {
    if (!seen(e) || e.closest('svg,:disabled,.hidden') || ![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
    let back = null;
    for (let p = e; p && !back; p = p.parentElement) back = parse(getComputedStyle(p).backgroundColor);
    const fore = parse(getComputedStyle(e).color);
    if (!fore || !back) continue;
    const [a, b] = [light(fore), light(back)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05), key = e.tagName + e.className;
    if (ratio < 4.5 && !done.has(key)) { done.add(key); problems.push('contrast ' + ratio.toFixed(1) + ': ' + e.textContent.trim().slice(0, 30)); }
  }
  if (document.documentElement.scrollWidth > innerWidth + 1) problems.push('wider than the window');
  return problems;
}"""


class Check:
    def __init__(self, browser, base, shots):
        self.browser, self.base, self.shots = browser, base, shots
        self.problems, self.notes = [], []

    def context(self, **options):
        context = self.browser.new_context(**options)
        context.set_default_timeout(20000)
        return context

    def page(self, context, path):
        page = context.new_page()
        page.on("console", lambda m: m.type in ("error", "warning") and "404" not in m.text and "409" not in m.text
                and self.problems.append(f"{path}: console: {m.text}"))
        page.on("pageerror", lambda e: self.problems.append(f"{path}: {e}"))
        page.on("request", lambda r: not r.url.startswith((self.base, "data:", "file:")) and self.problems.append(f"{path}: asks {r.url}"))
        page.goto(path if path.startswith("file:") else self.base + path)
        page.wait_for_selector("main[data-ready]")
        return page

    def sign_in(self, page, name):
        page.get_by_role("button", name="Choose a name").click()
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_role("button", name="Go on").click()
        page.wait_for_selector(f"#account strong:text-is('{name}')")

    def seated(self, page):
        page.wait_for_url(re.compile(r"/tables/\d+"))
        page.wait_for_selector("main[data-ready]")
        return int(page.url.rsplit("/", 1)[1])

    def move(self, page, rng):
        """One click, or two where a piece goes from one cell to another. False when the game is over."""
        page.wait_for_function("() => /^Your move|wins|drawn|aborted/.test(document.querySelector('.verdict').textContent)")
        if "Your move" not in page.inner_text(".verdict"):
            return False
        choices = page.query_selector_all(".board g.can, .board-box > .row button")
        before = page.inner_text(".moves")
        choice = rng.choice([c for c in choices if c.get_attribute("data-move") != "pass"] or choices)
        source = choice.get_attribute("data-move")
        choice.click(force=True)
        if source.startswith("choose"):
            rng.choice([t for t in page.query_selector_all(".board g.can") if not t.get_attribute("data-move").startswith("choose")]).click(force=True)
        page.wait_for_function("(old) => document.querySelector('.moves').innerText !== old", arg=before)
        return True

    def games_against_bots(self):
        rng = random.Random(1)
        for index, game in enumerate(GAMES):
            context = self.context(viewport={"width": 1100, "height": 900})
            page = self.page(context, "/?game=" + game)
            self.sign_in(page, f"player-{index}")
            page.get_by_label("Clock").select_option("none")
            page.get_by_role("button", name="Play", exact=True).first.click()
            self.seated(page)
            if page.get_by_label("Say something to the table").is_visible():
                self.problems.append(f"{game}: there is a chat with a bot")
            moves = 0
            while moves < 150 and self.move(page, rng):
                moves += 1
            if moves == 150:
                page.get_by_role("button", name="Resign").click()
                page.get_by_role("button", name="Really resign").click()
            page.get_by_role("button", name="Replay").click()
            page.wait_for_selector("input[type=range]")
            self.notes.append(f"{game}: {moves} own moves, {page.inner_text('.verdict')}")
            page.keyboard.press("Tab")
            self.look(page, f"replay-{game}")
            context.close()

    def without_a_name(self):
        """Who presses Play at once is asked for a name, and then comes to the game."""
        for index in range(4):
            context = self.context()
            page = self.page(context, "/?game=tic-tac-toe")
            page.get_by_role("button", name="Play", exact=True).first.click()
            page.get_by_label("Name", exact=True).fill(f"hasty-{index}")
            page.keyboard.press("Enter")
            self.seated(page)
            context.close()

    def two_pages_and_a_watcher(self):
        ann, bob, eve = (self.context() for _ in range(3))
        first, second = self.page(ann, "/?game=tic-tac-toe"), self.page(bob, "/")
        self.sign_in(first, "ann")
        self.sign_in(second, "bob")
        first.get_by_label("Against").select_option("people")
        first.get_by_label("Your seat").select_option("first")
        first.get_by_role("button", name="Play", exact=True).first.click()
        second.locator(".list button", has_text="Play").first.click()
        table = self.seated(first)
        self.seated(second)
        watcher = self.page(eve, f"/tables/{table}")
        self.talk_and_take_back(first, second, watcher)
        for page in (first, second, watcher):
            page.evaluate("Arena.seen = []; Arena.on('moved', (m) => Arena.seen.push([m.ply, Date.now()]))")
            page.evaluate("document.addEventListener('click', () => { Arena.clicked = Date.now(); }, true)")
        delays = []
        for ply, cell in enumerate(["b2", "a1", "a2", "a3", "c2"]):
            page = (first, second)[ply % 2]
            if ply == 3:
                watcher.get_by_role("button", name="Look back").click()
                watcher.get_by_role("button", name="To the start").click()
                self.look(watcher, "look-back")
                watcher.get_by_role("link", name="Back to the game").click()
                watcher.wait_for_selector("main[data-ready]")
                watcher.evaluate("Arena.seen = []; Arena.on('moved', (m) => Arena.seen.push([m.ply, Date.now()]))")
            if ply % 2:
                page.wait_for_function("() => document.querySelector('.verdict').textContent === 'Your move'")
                page.locator(f"g[data-move={cell}]").focus()
                page.keyboard.press("Enter")
                page.evaluate("Arena.clicked = null")
            else:
                page.wait_for_function("() => document.querySelector('.verdict').textContent === 'Your move'")
                page.locator(f"g[data-move={cell}]").click(force=True)
            watcher.wait_for_function("(ply) => Arena.seen.some((s) => s[0] === ply)", arg=ply + 1)
            clicked = page.evaluate("Arena.clicked")
            if clicked:
                delays.append(watcher.evaluate("(ply) => Arena.seen.find((s) => s[0] === ply)[1]", ply + 1) - clicked)
        first.wait_for_function("() => /wins|drawn/.test(document.querySelector('.verdict').textContent)")
        if not re.search("ann wins", watcher.inner_text(".verdict")):
            self.problems.append("the watcher reads: " + watcher.inner_text(".verdict"))
        self.notes.append(f"a click was seen by a third page after {max(delays)} ms at most")
        if max(delays) > 1000:
            self.problems.append(f"a move took {max(delays)} ms to a watcher")
        second.get_by_role("button", name="Rematch").click()
        first.get_by_role("button", name="Accept").click()
        first.wait_for_url(lambda url: not url.endswith(f"/{table}"))
        self.look(first, "rematch")
        for context in (ann, bob, eve):
            context.close()
        return table

    def talk_and_take_back(self, first, second, watcher):
        """By keyboard where a mouse is not needed; after it the board is empty again."""
        words = second.get_by_label("Say something to the table")
        words.focus()
        second.keyboard.type("good luck <b>ann</b>")
        second.keyboard.press("Enter")
        for page in (first, second, watcher):
            page.wait_for_function("() => document.querySelector('.chat').innerText.trim() === 'bob good luck <b>ann</b>'")
        if words.input_value() or watcher.get_by_label("Say something to the table").is_visible():
            self.problems.append("what was said stays to be said, or a watcher may say it")
        first.locator("g[data-move=c3]").click(force=True)
        first.get_by_role("button", name="Take back").focus()
        first.keyboard.press("Enter")
        second.get_by_text("ann asks to take the last move back").wait_for()
        self.look(second, "takeback")
        second.get_by_role("button", name="Let them").focus()
        second.keyboard.press("Enter")
        for page in (first, second, watcher):
            page.wait_for_function("() => document.querySelector('.moves').innerText.trim() === ''")
        second.get_by_role("button", name="Claim the win").click()
        second.locator(".notice.bad").first.wait_for()
        second.locator(".notice.bad").first.wait_for(state="detached")

    def look(self, page, name):
        page.wait_for_timeout(200)
        self.problems += [f"{name}: {problem}" for problem in page.evaluate(CHECK)]
        if self.shots:
            page.screenshot(path=f"{self.shots}/{name}.png", full_page=True)

    def all_pages(self, paths):
        for mode, scheme, width in (("light", "light", 1280), ("dark", "dark", 1280), ("phone", "light", 390)):
            context = self.context(viewport={"width": width, "height": 850}, color_scheme=scheme)
            for name, path in paths.items():
                page = self.page(context, path)
                page.wait_for_timeout(300)
                self.look(page, f"{name}-{mode}")
                page.close()
            context.close()

    def focus_order(self):
        context = self.context()
        page = self.page(context, "/")
        stops = []
        for _ in range(9):
            page.keyboard.press("Tab")
            stops.append(page.evaluate("document.activeElement.textContent.trim().slice(0, 24)"))
        wanted = ["Skip to the content", "Arena", "Play", "Watch", "Ladder", "Runs", "Tournaments", "Choose a name"]
        if stops[:8] != wanted:
            self.problems.append(f"the focus goes through {stops}")
        context.close()


def serve(arena, runs):
    bots = [word for bot in BOTS for word in ("--bot", bot)]
    journal = os.path.join(tempfile.mkdtemp(), "journal")
    process = subprocess.Popen([arena, "serve", "--port", "0", "--http", "0", "--runs", runs, "--journal", journal] + bots, stdout=subprocess.PIPE, text=True)
    for line in process.stdout:
        found = re.search(r"pages at (http://\S+?)/?$", line.strip())
        if found:
            return process, found[1].replace("127.0.0.1", "localhost")
    raise SystemExit("the server did not start")


def main():
    arena, runs = sys.argv[1:3]
    shots = sys.argv[3] if len(sys.argv) > 3 else None
    if shots:
        os.makedirs(shots, exist_ok=True)
    process, base = serve(arena, runs)
    try:
        with sync_playwright() as playwright:
            chromium = shutil.which("chromium") or shutil.which("google-chrome")
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            check = Check(browser, base, shots)
            check.focus_order()
            check.without_a_name()
            table = check.two_pages_and_a_watcher()
            check.games_against_bots()
            names = sorted(os.listdir(runs))
            found = [n for n in names if os.path.exists(f"{runs}/{n}/run.json")]
            cups = [n[:-6] for n in names if n.endswith(".jsonl")]
            paths = {"lobby": "/", "watch": "/tables", "table": f"/tables/{table}", "ladders": "/ladder",
                     "ladder": "/ladder/tic-tac-toe", "player": "/players/ann", "runs": "/runs",
                     "tournaments": "/tournaments", "missing": "/nowhere"}
            for name in found:
                paths["run-" + name] = "/runs/" + name
            if len(found) > 1:
                paths["compare"] = f"/compare?run={found[0]}&run={found[1]}"
            for name in cups:
                paths["tournament-" + name] = "/tournaments/" + name
                paths["tournament-game"] = f"/tournaments/{name}?game=1"
            if found:
                report = os.path.abspath(f"{runs}/report.html")
                subprocess.run([arena, "report"] + [f"{runs}/{n}" for n in found[:2]] + ["--out", report], check=True, stdout=subprocess.DEVNULL)
                paths["report"] = "file://" + report
            check.all_pages(paths)
            browser.close()
    finally:
        process.terminate()
        process.wait()
    print("\n".join(check.notes))
    print("\n".join(sorted(set(check.problems))) or "no complaints")
    sys.exit(1 if check.problems else 0)


if __name__ == "__main__":
    main()
