#!/usr/bin/env python3
"""A client of the match server, written from Sources/Wire/PROTOCOL.md alone.

Standard library only. As a module it is `Client`; as a program it goes through everything that a
program may want of a server:

    arena_client.py PORT play            a whole game of each kind, watched by a third connection
    arena_client.py PORT begin FILE      begins a game and leaves it, with what is needed to go on
    arena_client.py PORT resume FILE     goes on with it, after the server was killed perhaps
    arena_client.py PORT analyse         has positions analysed
    arena_client.py PORT task            acts in a control task, in words and in base64
    arena_client.py PORT speed SECONDS   measures steps a second on one connection
"""
import base64
import json
import random
import socket
import struct
import sys
import time


class Refused(Exception):
    """The server answered with an error."""


class Client:
    """One connection. Events that come while an answer is awaited wait in `events`."""

    def __init__(self, port, name=None, token=None, host="127.0.0.1"):
        self.socket = socket.create_connection((host, port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.file = self.socket.makefile("r", encoding="utf-8", newline="\n")
        self.events = []
        self.token = None
        greeting = self.line()
        if greeting[:1] != ["arena"]:
            raise Refused(" ".join(greeting))
        if name:
            for words in self.ask("hello", name, *([token] if token else [])):
                if words[0] == "token":
                    self.token = words[1]

    def line(self):
        text = self.file.readline()
        if not text.endswith("\n"):
            raise ConnectionError("the server closed the connection")
        return text.rstrip("\r\n").split(" ")

    EVENTS = {"start", "moved", "state", "draw-offered", "result", "rating", "challenge",
              "declined", "cancelled", "bye", "note"}

    def send(self, *words):
        self.socket.sendall((" ".join(map(str, words)) + "\n").encode())

    def ask(self, *words):
        """Says a line and returns the lines of its answer but for the final one."""
        self.send(*words)
        return self.answer()

    def answer(self):
        lines = []
        while True:
            words = self.line()
            if words[0] == "error":
                raise Refused(" ".join(words[1:]))
            if words[0] == "ok":
                self.events += [line for line in lines if line[0] in self.EVENTS]
                return lines
            lines.append(words)

    def event(self, *kinds):
        """The next event of one of these kinds; others before it are dropped."""
        while True:
            words = self.events.pop(0) if self.events else self.line()
            if words[0] in kinds:
                return words

    def close(self):
        self.file.close()
        self.socket.close()


def finish(clients, table, turn, chance, resign_after=400):
    """Plays random legal moves to the end. The clients are in the order of the seats."""
    seats = ["first", "second"]
    plies = 0
    while turn != "over":
        mover = clients[seats.index(turn)]
        legal = mover.ask("legal", table)[0][2:]
        plies += 1
        if plies > resign_after:
            mover.ask("resign", table)
            break
        mover.ask("move", table, chance.choice(legal))
        moved = [client.event("moved") for client in clients]
        assert moved[0] == moved[1] and moved[0][3] == turn, moved
        turn = moved[0][5]
    results = [client.event("result") for client in clients]
    assert results[0] == results[1] and results[0][2] in ("first", "second", "draw"), results
    return results[0]


def sit(first, second, game, *terms):
    """Begins a game between two clients and returns its table."""
    first.send("seek", game, *terms, "seat=first", "people")
    offer = None
    while offer is None:
        words = first.line()
        if words[0] == "error":
            raise Refused(" ".join(words))
        offer = words[2] if words[:2] == ["ok", "seek"] else None
    second.ask("accept", offer)
    starts = [client.event("start") for client in (first, second)]
    assert starts[0][:-1] == starts[1][:-1] and starts[0][-1] == "first", starts
    return starts[0][1]


def play(port):
    chance = random.Random(1)
    ann, bob, eve = Client(port, "py-ann"), Client(port, "py-bob"), Client(port)
    for game in [words[1] for words in ann.ask("games")]:
        assert ann.ask("games", game) is not None
        table = sit(ann, bob, game, "clock=none")
        eve.ask("watch", table)
        result = finish([ann, bob], table, "first", chance)
        seen = eve.event("result")
        assert seen == result, (seen, result)
        print("played", game, *result[2:4])


def begin(port, path):
    ann, bob = Client(port, "py-cat"), Client(port, "py-dan")
    table = sit(ann, bob, "connect-four", "clock=300+2")
    moves = ["4", "4", "3"]
    for index, move in enumerate(moves):
        (ann, bob)[index % 2].ask("move", table, move)
    # A guest's token takes its name up again, also after a restart of the server.
    saved = {"table": table, "moves": moves, "tokens": [ann.token, bob.token]}
    json.dump(saved, open(path, "w"))
    print("began", table)


def resume(port, path):
    saved = json.load(open(path))
    tokens = saved["tokens"]
    ann, bob = Client(port, "py-cat", tokens[0]), Client(port, "py-dan", tokens[1])
    for client in (ann, bob):
        assert client.event("start")[1] == saved["table"]
        state = client.event("state")
        assert state[6:] == saved["moves"] and state[3] == "second", state
    result = finish([ann, bob], saved["table"], "second", random.Random(2))
    print("resumed", *result[2:4])


def analyse(port):
    client = Client(port, "py-eve")
    lines = client.ask("analyse", "connect-four", *"1 7 1 7 1 6".split())
    analysis = [words for words in lines if words[0] == "analysis"][0]
    candidates = [words for words in lines if words[0] == "candidate"]
    # The first seat has three in column 1 and is to move.
    assert analysis[1] == "1.000" and analysis[3:5] == ["win", "1"] and analysis[5] == "1", analysis
    assert candidates[0][1] == "1", candidates
    print("analysed", *analysis[1:6])


def floats(text):
    data = base64.b64decode(text)
    return struct.unpack("<%df" % (len(data) // 4), data)


def act(actions):
    return base64.b64encode(struct.pack("<%df" % len(actions), *actions)).decode()


def task(port):
    """A policy that balances the pole, with both forms: they must agree."""
    client = Client(port)
    tasks = {words[1]: words[2:] for words in client.ask("task")}
    assert tasks["CartPole-v1"] == ["4", "2"], tasks["CartPole-v1"]
    copies = 8
    returns = []
    for form in ("text", "base64"):
        lines = client.ask("task", "CartPole-v1", "seed=7", "count=%d" % copies, "form=" + form)

        def rows(lines, word, extra):
            if form == "text":
                out = []
                for words in lines:
                    if words[0] != word:
                        continue
                    ends = ["-", "terminated", "truncated", "both"]
                    head = [float(words[2]), ends.index(words[3])] if extra else []
                    out.append(tuple(head + [float(w) for w in words[(4 if extra else 2):]]))
                return out
            flat = floats([words for words in lines if words[0] == word][0][1])
            width = 4 + extra
            return [flat[i:i + width] for i in range(0, len(flat), width)]

        seen = rows(lines, "observed", 0)
        total, done, lengths = [0.0] * copies, [False] * copies, [0] * copies
        while not all(done):
            actions = [1 if row[2] + 0.5 * row[3] > 0 else 0 for row in seen]
            written = [act(actions)] if form == "base64" else actions
            stepped = rows(client.ask("step", *written), "stepped", 2)
            for copy, row in enumerate(stepped):
                if not done[copy]:
                    total[copy] += row[0]
                    lengths[copy] += 1
                    done[copy] = row[1] != 0
            seen = [row[2:] for row in stepped]
        returns.append(total)
    assert returns[0] == returns[1] and min(returns[0]) > 150, returns
    print("task", sum(returns[0]) / copies)


def speed(port, seconds, copies=128, ahead=16):
    client = Client(port)
    client.ask("task", "CartPole-v1", "seed=1", "count=%d" % copies, "form=base64")
    line = ("step " + act([i % 2 for i in range(copies)]) + "\n").encode()
    client.socket.sendall(line * ahead)
    end, steps, begun = time.time() + float(seconds), 0, time.time()
    while time.time() < end:
        for _ in range(ahead):
            while client.file.readline() != "ok step\n":
                pass
            steps += copies
        client.socket.sendall(line * ahead)
    print("%d steps/s" % (steps / (time.time() - begun)))


if __name__ == "__main__":
    actions = {"play": play, "begin": begin, "resume": resume, "analyse": analyse, "task": task,
               "speed": speed}
    actions[sys.argv[2]](int(sys.argv[1]), *sys.argv[3:])
