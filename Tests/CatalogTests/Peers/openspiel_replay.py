"""Replays games in OpenSpiel and compares legal moves and results.

Each line of the input is one game: OpenSpiel's name of it, then for each ply the move and the legal
moves, then the first player's result, all separated by semicolons:

    tic_tac_toe;b2:a1,a2,...;a1:a1,...;end 1.0

Each line of the output: name, games, plies, plies whose legal moves differ, results that differ.
"""

import sys

import pyspiel


def column(letter):
    return ord(letter) - ord("a")


def ours(game, move):
    """Our notation in the terms that `theirs` uses."""
    if game == "connect_four":
        return int(move) - 1
    if game == "breakthrough":  # rows are counted from the other side
        return "".join(str(9 - int(c)) if c.isdigit() else c for c in move)
    if game.startswith(("tic", "mnk", "gomoku")):
        return (int(move[1:]) - 1, column(move[0]))
    return move.lower()


def theirs(game, state, action):
    text = state.action_to_string(action)
    if game == "connect_four":
        return int(text[1:])
    if game.startswith(("tic", "mnk")):
        return tuple(map(int, text[2:-1].split(",")))
    if game == "gomoku":
        return tuple(map(int, text.split(",")))
    if game.startswith("go("):
        return text.split()[1].lower()
    return text.lower().replace("*", "")


def replay(game, state, plies, result):
    """Plies compared, plies whose legal moves differ, whether the result differs."""
    differences = 0
    for count, ply in enumerate(plies):
        move, legal = ply.split(":")
        legal = {ours(game, name) for name in legal.split(",")}
        if state.is_terminal():
            return count, differences + 1, True
        actions = {theirs(game, state, action): action for action in state.legal_actions()}
        # OpenSpiel's Go forbids simple ko only: exact superko forbids more, never less.
        agree = legal <= set(actions) if game.startswith("go(") else legal == set(actions)
        differences += not agree
        state.apply_action(actions[ours(game, move)])
    ended = state.is_terminal()
    return len(plies), differences, not ended or state.returns()[0] != result


games, totals = {}, {}
for line in sys.stdin:
    game, *plies, end = line.strip().split(";")
    loaded = games.setdefault(game, pyspiel.load_game(game))
    count, legal, result = replay(game, loaded.new_initial_state(), plies, float(end.split()[1]))
    total = totals.setdefault(game, [0, 0, 0, 0])
    for index, value in enumerate((1, count, legal, result)):
        total[index] += value
for game, total in totals.items():
    print(game, *total)
