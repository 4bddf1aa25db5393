"""Arena's games and tasks for Python: the standard library alone, one file, copied wherever it is needed.

    env = ArenaEnv("CartPole-v1")                 # Gymnasium's reset and step, over `arena rollout`
    match = ArenaMatch("connect-four")            # PettingZoo's AEC conventions, over `arena rules`
    client = MatchClient("localhost", 7777, "ann")  # a player on a match server

Where Gymnasium, PettingZoo and NumPy are installed the environments are of their classes, with their
spaces and arrays; elsewhere they give plain lists and numbers. `ARENA` in the environment names the
program; by default it is `arena` in PATH.
"""

import json
import os
import socket
import subprocess

try:
    import numpy
except ImportError:
    numpy = None
try:
    import gymnasium
    from gymnasium import spaces
except ImportError:
    gymnasium = spaces = None
try:
    from pettingzoo import AECEnv
except ImportError:
    AECEnv = object


class ArenaError(Exception):
    """What the program or the server refused, in its own words."""


class Program:
    """The program with a line of JSON for each line that it is sent."""

    def __init__(self, *words):
        command = [os.environ.get("ARENA", "arena"), *words]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def ask(self, line):
        try:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            raise ArenaError(self._process.stderr.read().strip() or "the program ended")
        answer = json.loads(answer)
        if "error" in answer:
            raise ArenaError(answer["error"])
        return answer

    def close(self):
        if self._process.poll() is None:
            self._process.stdin.close()
            self._process.wait(timeout=10)
        self._process.stdout.close()
        self._process.stderr.close()


def _flags(options):
    return [word for name, value in (options or {}).items() for word in ("--set", f"{name}={value}")]


class ArenaEnv(gymnasium.Env if gymnasium else object):
    """A control task: what Gymnasium's own task of that name does, bit for bit."""

    metadata = {"render_modes": []}
    render_mode = None

    def __init__(self, task, options=None):
        self._program = Program("rollout", task, "--interactive", *_flags(options))
        known = self._program.ask("spaces")
        self._action, self._observation = known["action"], known["observation"]
        self._numbers = "n" in self._action
        if spaces:
            self.action_space = self._space(self._action)
            self.observation_space = self._space(self._observation)

    @staticmethod
    def _space(known):
        if "n" in known:
            return spaces.Discrete(known["n"])
        if "tuple" in known:
            return spaces.Tuple([spaces.Discrete(n) for n in known["tuple"]])
        low, high = known.get("low"), known.get("high")
        shape = (known["shape"],) if "shape" in known else (len(low),)
        low = numpy.full(shape, -numpy.inf) if low is None else numpy.array(low)
        high = numpy.full(shape, numpy.inf) if high is None else numpy.array(high)
        return spaces.Box(low.astype(numpy.float32), high.astype(numpy.float32), dtype=numpy.float32)

    def _see(self, observation):
        if isinstance(observation, list):
            if "tuple" in self._observation:
                return tuple(int(value) for value in observation)
            return numpy.array(observation, dtype=numpy.float32) if numpy else observation
        return observation

    def reset(self, *, seed=None, options=None):
        if gymnasium:
            super().reset(seed=seed)
        answer = self._program.ask("reset" if seed is None else f"reset {seed}")
        return self._see(answer["observation"]), {}

    def step(self, action):
        if self._numbers:
            text = str(int(action))
        else:
            text = " ".join(repr(float(value)) for value in action)
        answer = self._program.ask(text)
        return (
            self._see(answer["observation"]), float(answer["reward"]),
            answer["terminated"], answer["truncated"], {})

    def render(self):
        return None

    def close(self):
        self._program.close()


class ArenaMatch(AECEnv):
    """A board game between `first` and `second`, by PettingZoo's AEC conventions.

    Actions are the game's own numbers, `moves[action]` is the notation. An observation has `observation`,
    planes of the own pieces and of the other side's by row and column, and `action_mask`.
    """

    metadata = {"name": "arena", "render_modes": ["ansi"], "is_parallelizable": False}

    def __init__(self, game, options=None, render_mode=None):
        self.render_mode = render_mode
        self._program = Program("rules", game, *_flags(options))
        self.moves = self._program.ask("actions")["actions"]
        self._number = {move: action for action, move in enumerate(self.moves) if move}
        self.possible_agents = ["first", "second"]
        self.reset()
        shape = self._planes("first")[1]
        if spaces:
            self.observation_spaces = {agent: spaces.Dict({
                "observation": spaces.Box(0, 1, shape, dtype=numpy.int8),
                "action_mask": spaces.Box(0, 1, (len(self.moves),), dtype=numpy.int8),
            }) for agent in self.possible_agents}
            self.action_spaces = {
                agent: spaces.Discrete(len(self.moves)) for agent in self.possible_agents}

    def observation_space(self, agent):
        return self.observation_spaces[agent]

    def action_space(self, agent):
        return self.action_spaces[agent]

    def reset(self, seed=None, options=None):
        self._program.ask("reset")
        self.agents = list(self.possible_agents)
        self.rewards = dict.fromkeys(self.agents, 0)
        self._cumulative_rewards = dict.fromkeys(self.agents, 0)
        self.terminations = dict.fromkeys(self.agents, False)
        self.truncations = dict.fromkeys(self.agents, False)
        self.infos = {agent: {} for agent in self.agents}
        self._look()

    def _look(self):
        self._state = self._program.ask("show")
        legal = [] if self._state["over"] else self._program.ask("legal")["legal"]
        self.legal = [self._number[move] for move in legal]
        if self._state["turn"]:
            self.agent_selection = self._state["turn"]

    def _planes(self, agent):
        own = {"first": "x", "second": "o"}[agent]
        rows = []
        for line in self._state["board"]:
            words = line.split()
            if len(words) > 1 and words[0].isdigit():
                words = words[1:]
            if words and all(word in ("x", "o", ".") for word in words):
                rows.append(words)
        planes = [[[int(word not in (".", own)) if other else int(word == own) for word in row]
                   for row in rows] for other in (False, True)]
        return planes, (2, len(rows), len(rows[0]))

    def observe(self, agent):
        mask = [0] * len(self.moves)
        if agent == self._state["turn"]:
            for action in self.legal:
                mask[action] = 1
        planes = self._planes(agent)[0]
        if numpy:
            planes, mask = numpy.array(planes, numpy.int8), numpy.array(mask, numpy.int8)
        return {"observation": planes, "action_mask": mask}

    def last(self, observe=True):
        agent = self.agent_selection
        return (
            self.observe(agent) if observe else None, self._cumulative_rewards[agent],
            self.terminations[agent], self.truncations[agent], self.infos[agent])

    def agent_iter(self, max_iter=2 ** 63):
        while self.agents and max_iter > 0:
            max_iter -= 1
            yield self.agent_selection

    def step(self, action):
        agent = self.agent_selection
        if self.terminations[agent]:
            if action is not None:
                raise ValueError("the only step of an agent whose game is over is None")
            self.agents.remove(agent)
            for kept in (self.rewards, self._cumulative_rewards, self.terminations, self.truncations,
                         self.infos):
                kept.pop(agent)
            # The result was given with the last move, once.
            self.rewards = dict.fromkeys(self.agents, 0)
            if self.agents:
                self.agent_selection = self.agents[0]
            return
        self._program.ask(f"play {self.moves[int(action)]}")
        self._cumulative_rewards[agent] = 0
        self._look()
        self.rewards = dict.fromkeys(self.agents, 0)
        if self._state["over"]:
            result = self._state["result"]
            self.rewards = {name: result[name] for name in self.agents}
            self.terminations = dict.fromkeys(self.agents, True)
            self.agent_selection = self.agents[0]
        for name, reward in self.rewards.items():
            self._cumulative_rewards[name] += reward

    def render(self):
        return "\n".join(self._state["board"])

    def close(self):
        self._program.close()


class MatchClient:
    """A player on a match server: see PROTOCOL.md.

        client = MatchClient("localhost", 7777, "ann")
        print(client.play("connect-four", lambda game: game.legal[0]))
    """

    class Game:
        """A game as it stands: `table`, `seat`, `moves` so far and the `legal` ones now."""

        def __init__(self, table, seat, moves):
            self.table, self.seat, self.moves, self.legal = table, seat, moves, []

    def __init__(self, host, port, name, timeout=120):
        self._socket = socket.create_connection((host, port), timeout=timeout)
        self._lines = self._socket.makefile("r", encoding="utf-8", newline="\n")
        self._events = []
        greeting = self._read()
        if greeting[:2] != ["arena", "1"]:
            raise ArenaError(f"this is no arena server of version 1: {' '.join(greeting)}")
        self.ask(f"hello {name}")

    def _read(self):
        line = self._lines.readline()
        if not line:
            raise ArenaError("the server closed the connection")
        return line.rstrip("\r\n").split(" ")

    def ask(self, command):
        """Sends a command; the lines of its answer. What happens meanwhile waits for `event`."""
        self._socket.sendall((command + "\n").encode())
        answer = []
        word = command.split()[0]
        events = ("start", "moved", "state", "draw-offered", "result", "rating", "challenge",
                  "declined", "cancelled", "bye")
        while True:
            words = self._read()
            if words[0] == "ok" and words[1] == word:
                return answer
            if words[0] == "error":
                raise ArenaError(" ".join(words[1:]))
            (self._events if words[0] in events else answer).append(words)

    def event(self):
        """The next event, a list of words."""
        return self._events.pop(0) if self._events else self._read()

    def play(self, game, choose, options=""):
        """Seeks a game and plays it by `choose(game)`, which gives a move; the result's words."""
        self.ask(f"seek {game} {options}".strip())
        playing = None
        while True:
            words = self.event()
            if words[0] == "start" and words[-1] in ("first", "second"):
                playing = self.Game(words[1], words[-1], [])
                turn = "first"
            elif playing and words[0] == "moved" and words[1] == playing.table:
                playing.moves.append(words[4])
                turn = words[5]
            elif playing and words[0] == "result" and words[1] == playing.table:
                return words[2:]
            else:
                continue
            if turn == playing.seat:
                playing.legal = self.ask(f"legal {playing.table}")[0][2:]
                self.ask(f"move {playing.table} {choose(playing)}")

    def close(self):
        try:
            self.ask("quit")
        except (ArenaError, OSError):
            pass
        self._socket.close()
