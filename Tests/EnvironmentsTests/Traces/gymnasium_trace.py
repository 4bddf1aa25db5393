"""Plays a task of Gymnasium and writes every bit of it.

usage: gymnasium_trace.py TASK FIRST_SEED SEEDS STEPS [KEY=VALUE ...]

For each seed: a line "seed N"; then a line "reset WORDS" or "step ACTION : REWARD FLAGS WORDS".
ACTION is an index or the bits of a float32. All words are hexadecimal: REWARD the bits of a float64,
FLAGS 1 for terminated plus 2 for truncated, WORDS the bits of the state as float64 (control tasks
only) and of the observation as float32, or the whole numbers of a toy task's observation. After the
last step of an episode comes a reset without a seed.

Actions come from Python's own generator and lean towards what solves the task, more for odd seeds, so
that episodes end in every way.
"""

import random
import struct
import sys
import warnings

import gymnasium
import numpy

warnings.filterwarnings("ignore")
task, first_seed, seeds, steps = sys.argv[1], *map(int, sys.argv[2:5])
options = {}
for setting in sys.argv[5:]:
    key, value = setting.split("=")
    options[key] = value == "true" if value in ("true", "false") else (
        value if key == "map_name" else float(value))

environment = gymnasium.make(task, disable_env_checker=True, **options)
bare = environment.unwrapped
is_control = isinstance(environment.observation_space, gymnasium.spaces.Box)
is_discrete = isinstance(environment.action_space, gymnasium.spaces.Discrete)


def float64_bits(number):
    return format(struct.unpack("<Q", struct.pack("<d", float(number)))[0], "x")


def float32_bits(number):
    return format(struct.unpack("<I", struct.pack("<f", number))[0], "x")


def words(observation):
    if not is_control:
        numbers = observation if isinstance(observation, tuple) else (observation,)
        return [format(int(number), "x") for number in numbers]
    assert observation.dtype == numpy.float32
    return [float64_bits(x) for x in bare.state] + [float32_bits(x) for x in observation]


def chosen_action(chance, lean):
    if not is_discrete:
        top = float(environment.action_space.high[0])
        if chance.random() < 0.7:
            return numpy.float32(numpy.copysign(top * chance.uniform(0.5, 1.3), bare.state[1]))
        return numpy.float32(top * chance.uniform(-1.5, 1.5))
    count = int(environment.action_space.n)
    if chance.random() < lean:
        if task.startswith("MountainCar"):
            return 2 if bare.state[1] >= 0 else 0
        if task.startswith("Acrobot"):
            return 2 if bare.state[3] >= 0 else 0
        if task.startswith("CartPole"):
            return 1 if bare.state[2] + 0.3 * bare.state[3] > 0 else 0
        if task.startswith("FrozenLake"):
            return chance.randrange(1, 3)
        if task.startswith("CliffWalking"):
            return 1 if bare.s != 36 and bare.s % 12 < 11 else 2 if bare.s % 12 == 11 else 0
    if task.startswith("Taxi") and chance.random() < 0.5:
        return int(chance.choice(numpy.flatnonzero(bare.action_mask(bare.s))))
    return chance.randrange(count)


def main():
    write = sys.stdout.write
    for seed in range(first_seed, first_seed + seeds):
        chance = random.Random(seed)
        write(f"seed {seed}\n")
        observation, _ = environment.reset(seed=seed)
        write(" ".join(["reset"] + words(observation)) + "\n")
        for _ in range(steps):
            action = chosen_action(chance, 0.8 if seed % 2 else 0.4)
            if is_discrete:
                played, written = action, format(action, "x")
            else:
                played, written = numpy.array([action], dtype=numpy.float32), float32_bits(action)
            observation, reward, terminated, truncated, _ = environment.step(played)
            flags = str(int(terminated) + 2 * int(truncated))
            write(" ".join(["step", written, ":", float64_bits(reward), flags]
                           + words(observation)) + "\n")
            if terminated or truncated:
                observation, _ = environment.reset()
                write(" ".join(["reset"] + words(observation)) + "\n")


main()
