"""Measures what watchers of one game cost: how late a move is on their pages, and what other games lose.

usage: watchers.py ARENA [WATCHERS [SECONDS [ROUNDS]]]

Starts `ARENA serve`. Twenty pairs of players make moves as fast as the server answers; beside them one game gets ten moves a
second, without watchers and with WATCHERS of them (500) in turn, SECONDS (5) each, ROUNDS (4) times. Watchers read
server-sent events as a page does. Prints moves a second, CPU time of the server and how long after a move was sent each
watcher had it. Standard library only. Exits with 1 where a watcher missed a move.
"""

import os
import random
import re
import selectors
import socket
import statistics
import subprocess
import sys
import time
from multiprocessing import Pipe, Process

POINTS = [f"{column}{row}" for column in "abcdefghijklmno" for row in range(1, 16)]


class Player:
    """One side of a pair: plays random moves as soon as it is its turn, and begins anew when a game is over."""

    def __init__(self, port, name):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.name, self.rest, self.other = name, b"", None
        self.send(f"hello {name}")

    def send(self, line):
        self.socket.sendall(line.encode() + b"\n")

    def lines(self):
        data = self.socket.recv(1 << 16)
        if not data:
            raise SystemExit("the server hung up")
        *lines, self.rest = (self.rest + data).split(b"\n")
        return [line.decode().split(" ") for line in lines if line]

    def read(self, word):
        while True:
            for words in self.lines():
                if words[0] == "error":
                    raise SystemExit(" ".join(words))
                if words[0] == word:
                    return words


def play_on(port, index, pipe):
    """Plays in twenty pairs until told to stop; answers each question with the moves made since the last one."""
    rng = random.Random(index)
    pairs = [[Player(port, f"load-{index}-{pair}-{side}") for side in "ab"] for pair in range(20)]
    selector = selectors.DefaultSelector()
    owner = {}
    for pair in pairs:
        for player, other in (pair, pair[::-1]):
            player.read("ok")
            player.other, player.free, player.seat = other, [], None
            selector.register(player.socket, selectors.EVENT_READ, player)
    selector.register(pipe, selectors.EVENT_READ, None)

    def begin(pair):
        pair[0].send(f"challenge {pair[1].name} gomoku clock=none seat=first")

    def move(player):
        player.send(f"move {player.table} {player.free.pop()}")

    for pair in pairs:
        begin(pair)
    moves = 0
    while True:
        for key, _ in selector.select():
            player = key.data
            if player is None:
                if pipe.recv() == "stop":
                    return
                pipe.send(moves)
                moves = 0
                continue
            for words in player.lines():
                if words[0] == "challenge":
                    player.send(f"accept {words[1]}")
                elif words[0] == "start":
                    player.table, player.seat = words[1], words[7]
                    if player.seat == "first":
                        player.free = rng.sample(POINTS, len(POINTS))
                        player.other.free = player.free
                        move(player)
                elif words[0] == "moved":
                    if words[5] == player.seat:
                        moves += 1
                        move(player)
                elif words[0] == "result" and player.seat == "first":
                    begin((player, player.other))
                elif words[0] == "error":
                    raise SystemExit(" ".join(words))


def watch(web, table, count, pipe):
    """Opens streams and notes when each of them had each move."""
    selector = selectors.DefaultSelector()
    for _ in range(count):
        reader = socket.create_connection(("127.0.0.1", web))
        reader.sendall(f"GET /events?table={table} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        selector.register(reader, selectors.EVENT_READ, [reader, b""])
    seen, ready = {}, 0
    while True:
        for key, _ in selector.select(0.2):
            reader, rest = key.data
            data = reader.recv(1 << 16)
            now = time.monotonic()
            *events, key.data[1] = (rest + data).split(b"\n\n")
            for event in events:
                if b"event: table" in event:
                    ready += 1
                    if ready == count:
                        pipe.send("ready")
                elif event.startswith(b"event: moved"):
                    seen.setdefault(int(re.search(rb'"ply":(\d+)', event)[1]), []).append(now)
        if pipe.poll():
            pipe.recv()
            pipe.send(seen)
            return


def cpu(pid):
    """CPU seconds of each of the server's threads by name."""
    spent = {}
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/comm") as name, open(f"/proc/{pid}/task/{task}/schedstat") as stat:
            key = name.read().strip()
            spent[key] = spent.get(key, 0) + int(stat.read().split()[0]) / 1e9
    return spent


def quiet_game(port):
    """Two players of one game, the first to move, and the table."""
    ann, bob = Player(port, "ann"), Player(port, "bob")
    for player in (ann, bob):
        player.read("ok")
    ann.send("challenge bob gomoku clock=none seat=first")
    bob.send(f"accept {bob.read('challenge')[1]}")
    table = ann.read("start")[1]
    bob.read("start")
    return [ann, bob], table


def measure(port, web, pid, watchers, seconds, load, rng):
    """One stretch: moves a second of the others, CPU per move by thread, delays of the watched moves."""
    players, table = quiet_game(port)
    ours, theirs = Pipe()
    reader = Process(target=watch, args=(web, table, watchers, theirs), daemon=True)
    if watchers:
        reader.start()
        ours.recv()
    # Far from five in a row: every second column and row, in an order that fills none of them.
    points = [p for p in POINTS if p[0] in "acegikmo" and int(p[1:]) % 2]
    rng.shuffle(points)
    load.send("count")
    load.recv()
    before, begin, sent = cpu(pid), time.monotonic(), {}
    while time.monotonic() - begin < seconds:
        ply = len(sent) + 1
        player = players[(ply - 1) % 2]
        sent[ply] = time.monotonic()
        player.send(f"move {table} {points[ply - 1]}")
        player.read("moved")
        players[ply % 2].read("moved")
        time.sleep(max(0, begin + 0.1 * ply - time.monotonic()))
    load.send("count")
    moves, spent = load.recv(), time.monotonic() - begin
    after = cpu(pid)
    delays, missed = [], 0
    if watchers:
        time.sleep(0.5)
        ours.send("stop")
        seen = ours.recv()
        reader.join()
        for ply, moment in sent.items():
            delays += [arrival - moment for arrival in seen.get(ply, [])]
            missed += watchers - len(seen.get(ply, []))
    players[0].send(f"resign {table}")
    for player in players:
        player.socket.close()
    used = {name: after[name] - before.get(name, 0) for name in after}
    return moves / spent, used, delays, missed


def main():
    arena = sys.argv[1]
    watchers, seconds, rounds = (int(word) for word in (sys.argv[2:] + ["500", "5", "4"][len(sys.argv) - 2:])[:3])
    process = subprocess.Popen([arena, "serve", "--port", "0", "--http", "0"],
                               stdout=subprocess.PIPE, text=True)
    port = web = None
    for line in process.stdout:
        port = port or (re.search(r"listening on .* port (\d+)", line) or [None, None])[1]
        web = web or (re.search(r"pages at http://\S+:(\d+)", line) or [None, None])[1]
        if port and web:
            break
    ours, theirs = Pipe()
    load = Process(target=play_on, args=(int(port), 0, theirs), daemon=True)
    load.start()
    rng, rates, delays, missed = random.Random(1), {0: [], watchers: []}, [], 0
    try:
        time.sleep(1)
        for turn in range(2 * rounds):
            count = (0, watchers)[turn % 2]
            rate, used, late, lost = measure(int(port), int(web), process.pid, count, seconds, ours, rng)
            rates[count].append(rate)
            delays += late
            missed += lost
            named = ", ".join(f"{name} {100 * value / seconds:.1f} %" for name, value in sorted(used.items()) if value > 0.001 * seconds)
            print(f"{count:4} watchers: {rate:8.0f} moves/s of others; CPU {named}")
    finally:
        ours.send("stop")
        process.terminate()
        process.wait()
    without, with_them = (statistics.median(rates[count]) for count in (0, watchers))
    delays.sort()
    with open("/proc/cpuinfo") as info:
        processor = re.search(r"model name\s*: (.*)", info.read())[1]
    print(f"moves/s of others: {without:.0f} without, {with_them:.0f} with {watchers} watchers ({100 * (with_them / without - 1):+.1f} %)")
    print(f"a move was on a page after {1000 * statistics.median(delays):.1f} ms (median), {1000 * delays[int(0.99 * len(delays))]:.1f} ms (99 %), "
          f"{1000 * delays[-1]:.1f} ms (longest), {missed} of {len(delays) + missed} missed")
    print(f"on {processor}, {os.cpu_count()} cores")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
