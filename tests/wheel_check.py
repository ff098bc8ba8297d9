"""Build the wheel, install it into an empty environment, and do the main job from another folder."""

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


def main() -> None:
    """Exit with a sentence when anything fails."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT, cwd=folder)
        wheel = next(folder.glob("trialscape-*.whl"))
        venv.create(folder / "env", with_pip=True)
        python = folder / "env" / "bin" / "python"
        run(python, "-m", "pip", "--quiet", "install", "--constraint", ROOT / "constraints.txt", wheel, cwd=folder)
        command = folder / "env" / "bin" / "trialscape"
        elsewhere = folder / "elsewhere"
        elsewhere.mkdir()
        told = run(command, "refresh", "--replay", ROOT / "cassettes" / "demo", "--data", "store", cwd=elsewhere)
        assert "Published" in told, told
        assert "stand-in" in told.splitlines()[0], told
        assert '"segment"' in run(command, "segments", "--data", "store", "--format", "json", cwd=elsewhere)
        assert "is sound" in run(command, "config", "check", cwd=elsewhere)
    print(f"{wheel.name} does the main job from another folder.")


if __name__ == "__main__":
    main()
