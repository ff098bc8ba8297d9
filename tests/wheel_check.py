"""Build the wheel, install it into an empty environment, list what is there, and do the main job from another folder.

usage: python tests/wheel_check.py CYCLONEDX     writes the bill of materials into dist/
"""

import json
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command that must succeed and return what it prints."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def bill_of_materials(tool: Path, python: Path, wheel: Path) -> Path:
    """Write the CycloneDX bill of an environment into dist/; exit unless it names the locked versions and no others."""
    bill = ROOT / "dist" / f"{wheel.stem}.cdx.json"
    bill.parent.mkdir(exist_ok=True)
    options = ("--output-reproducible", "--pyproject", ROOT / "pyproject.toml", "--of", "JSON", "--output-file", bill)
    run(tool.absolute(), "environment", *options, python, cwd=ROOT)
    components = json.loads(bill.read_text(encoding="utf-8"))["components"]
    found = {(re.sub(r"[-_.]+", "-", item["name"]).lower(), item["version"]) for item in components}
    found = {pair for pair in found if pair[0] not in ("pip", "setuptools", "trialscape")}
    locked = set(re.findall(r"^([a-z0-9.-]+)==(\S+)", (ROOT / "requirements" / "run.txt").read_text("utf-8"), re.M))
    assert found, "the bill of materials is empty"
    assert found <= locked, f"these versions are not those of requirements/run.txt: {sorted(found - locked)}"
    return bill


def main(tool: Path) -> None:
    """Exit with a sentence when anything fails."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
        wheel = next(folder.glob("trialscape-*.whl"))
        venv.create(folder / "env", with_pip=True)
        python = folder / "env" / "bin" / "python"
        install = (python, "-m", "pip", "--quiet", "install")
        run(*install, "--require-hashes", "--requirement", ROOT / "requirements" / "run.txt", cwd=folder)
        run(*install, "--no-deps", wheel, cwd=folder)
        bill = bill_of_materials(tool, python, wheel)
        command = folder / "env" / "bin" / "trialscape"
        elsewhere = folder / "elsewhere"
        elsewhere.mkdir()
        reported = run(command, "refresh", "--replay", ROOT / "cassettes" / "demo", "--data", "store", cwd=elsewhere)
        assert "Published" in reported, reported
        assert "stand-in" in reported.splitlines()[0], reported
        assert '"segment"' in run(command, "segments", "--data", "store", "--format", "json", cwd=elsewhere)
        assert "Try:" in run(command, "demo", cwd=elsewhere)
        assert "is sound" in run(command, "config", "check", cwd=elsewhere)
    print(f"{wheel.name} does the main job from another folder; {bill.relative_to(ROOT)} lists what it runs with.")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
