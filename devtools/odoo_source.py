"""Getting Odoo 19: an existing one named by ``ODOO``, or Debian's package, unpacked privately."""

import os
import shutil
import urllib.parse
from dataclasses import dataclass
from pathlib import Path

from . import stamps
from .config import PATHS
from .proc import need_space, output, run, watch
from .ui import DevError, Meter, say

# The web client's links point to these; font-awesome must be 4.7, which sid no longer has.
SID_PACKAGES = (
    "odoo-19",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-inconsolata",
    "fonts-ocr-b",
)
STABLE_PACKAGES = ("fonts-font-awesome",)
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
LAYOUT = 3


@dataclass(frozen=True)
class Odoo:
    """An Odoo 19: the program, the folder that holds the package ``odoo``, core's addons."""

    program: Path
    library: Path

    @property
    def addons(self) -> Path:
        """The folder of core's addons, which a checkout keeps beside the package."""
        inside = self.library / "odoo" / "addons"
        return inside if (inside / "sale").is_dir() else self.library / "addons"


def ensure() -> Odoo:
    """Return a usable Odoo 19, downloading it when none is named and none is there."""
    named = os.environ.get("ODOO")
    if named:
        return _existing(Path(named))
    key = stamps.key_of(LAYOUT, SID_PACKAGES, STABLE_PACKAGES)
    odoo = _in_prefix()
    if not (stamps.done("odoo", key) and _complete(odoo)):
        _install(key)
    return odoo


def _complete(odoo: Odoo) -> bool:
    """Tell whether Odoo is there, with as many addons as there were when it was unpacked."""
    needed = (odoo.program, odoo.library / "odoo" / "release.py", odoo.addons / "sale" / "__manifest__.py")
    if not all(path.exists() for path in needed):
        return False
    return stamps.read("odoo").get("addons", 0) <= _count(odoo)


def _count(odoo: Odoo) -> int:
    return sum(1 for _path in odoo.addons.glob("*/__manifest__.py"))


def _in_prefix() -> Odoo:
    usr = PATHS.odoo_prefix / "usr"
    return Odoo(usr / "bin" / "odoo", usr / "lib" / "python3" / "dist-packages")


def _existing(named: Path) -> Odoo:
    """Accept a checkout, a program, or the folder that holds the package ``odoo``."""
    for program, library in (
        (named / "odoo-bin", named),
        (named, Path(os.environ.get("ODOO_LIBRARY") or named.parent)),
        (named, named.parent.parent / "lib/python3/dist-packages"),
        (named / "usr/bin/odoo", named / "usr/lib/python3/dist-packages"),
        (Path(shutil.which("odoo") or "/nowhere"), named),
    ):
        release = library / "odoo" / "release.py"
        if program.is_file() and release.is_file():
            if "version_info = (19," not in release.read_text():
                raise DevError(f"ODOO={named} is not Odoo 19: see {release}. Name an Odoo 19, or unset ODOO.")
            return Odoo(program, library)
    raise DevError(
        f"ODOO={named} holds no Odoo: expected a checkout with odoo-bin, or a program with the package "
        "'odoo' beside it (else set ODOO_LIBRARY to that package's parent folder)."
    )


def _install(key: str) -> None:
    _check_tools()
    need_space(PATHS.dev, 2500)
    stamps.clear("odoo")
    say("Odoo 19: fetching Debian's package (about 130 MB, once)")
    debs = PATHS.apt / "debs"
    debs.mkdir(parents=True, exist_ok=True)
    _download("sid", SID_PACKAGES, debs)
    _download(_system_suite(), STABLE_PACKAGES, debs)
    _unpack(debs)
    _fill_gaps()
    odoo = _in_prefix()
    if not _complete(odoo):
        raise DevError(f"The Odoo package lacks {odoo.program}. Remove {PATHS.odoo_prefix} and run again.")
    shutil.rmtree(debs)
    stamps.mark("odoo", key, addons=_count(odoo))


def _check_tools() -> None:
    missing = [name for name in ("apt-get", "dpkg-deb") if not shutil.which(name)]
    if missing:
        raise DevError(
            f"This machine has no {' or '.join(missing)}, which fetches Odoo from Debian. "
            "Set ODOO to an Odoo 19 that is already here (a checkout or its program)."
        )
    if not KEYRING.is_file():
        raise DevError(f"{KEYRING} is missing: install debian-archive-keyring, or set ODOO to an Odoo 19.")


def _mirror() -> str:
    """Return the Debian mirror that this machine's own apt uses."""
    text = output(["apt-get", "indextargets", "--format", "$(SITE) $(COMPONENT)", "Created-By: Packages"])
    for line in text.splitlines():
        site = line.split(" ")[0]
        if urllib.parse.urlsplit(site).path.rstrip("/").endswith("/debian"):
            return site
    raise DevError("apt knows no Debian mirror on this machine. Set ODOO to an Odoo 19 that is already here.")


def _system_suite() -> str:
    for line in Path("/etc/os-release").read_text().splitlines():
        if line.startswith("VERSION_CODENAME="):
            name = line.split("=", 1)[1].strip('"')
            # Later suites carry font-awesome 7, whose file layout leaves icons blank.
            return name if name in ("bookworm", "trixie") else "bookworm"
    return "bookworm"


def _apt_options(suite: str) -> list[str]:
    base = PATHS.apt / suite
    for folder in ("lists/partial", "cache/archives/partial"):
        (base / folder).mkdir(parents=True, exist_ok=True)
    sources = base / "sources.list"
    sources.write_text(f"deb [signed-by={KEYRING}] {_mirror()} {suite} main\n")
    options = {
        "Dir::Etc::sourcelist": sources,
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::State::lists": base / "lists",
        "Dir::Cache": base / "cache",
        "APT::Sandbox::User": "root",
        "Acquire::Languages": "none",
        "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled": "false",
        "Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled": "false",
        "Acquire::Retries": "3",
        "APT::Update::Error-Mode": "any",
        "Debug::NoLocking": "true",
    }
    return [part for name, value in options.items() for part in ("-o", f"{name}={value}")]


def _download(suite: str, packages: tuple[str, ...], into: Path) -> None:
    options = _apt_options(suite)
    hint = "Check the network and run again: what is already there is kept."
    say(f"  reading the index of {suite}")
    run(["apt-get", *options, "update"], log=f"apt-{suite}-update", hint=hint)
    meter = Meter(f"downloading {len(packages)} packages from {suite}")
    stop = watch(into, meter.show)
    try:
        run(["apt-get", *options, "download", *packages], log=f"apt-{suite}", hint=hint, cwd=into)
    finally:
        stop()
        meter.close()


def _unpack(debs: Path) -> None:
    say("  unpacking (1.2 GB)")
    shutil.rmtree(PATHS.odoo_prefix, ignore_errors=True)
    PATHS.odoo_prefix.mkdir(parents=True)
    for deb in sorted(debs.glob("*.deb")):
        try:
            run(
                ["dpkg-deb", "-x", deb, PATHS.odoo_prefix],
                log="unpack",
                hint="Run again to fetch it anew.",
            )
        except DevError:
            # apt-get would take a damaged file that is already there for good.
            deb.unlink(missing_ok=True)
            raise


def _fill_gaps() -> None:
    """Repair what the package leaves out or points outside its own tree."""
    usr = PATHS.odoo_prefix / "usr"
    gap = _in_prefix().addons / "mail/static/lib/selfie_segmentation/selfie_segmentation.js"
    if not gap.exists():
        gap.parent.mkdir(parents=True, exist_ok=True)
        gap.unlink(missing_ok=True)
        gap.write_text("")
    for link in usr.rglob("*"):
        if link.is_symlink() and not link.exists():
            target = Path(os.readlink(link))
            inside = PATHS.odoo_prefix / str(target).lstrip("/")
            if target.is_absolute() and inside.exists():
                link.unlink()
                link.symlink_to(inside)
