"""What goes wrong on real machines: one line that says what and what to do, and the next run repairs."""

import errno
import os
import socket

import pytest

from devtools import cli, demo_server, instance, machine, odoo_source, postgres, proc, python_env, stamps
from devtools.config import Paths
from devtools.ui import DevError


@pytest.fixture
def paths(tmp_path, monkeypatch):
    """Everything of ./dev in an empty folder."""
    here = Paths(dev=tmp_path)
    for module in (odoo_source, postgres, proc, python_env, stamps):
        monkeypatch.setattr(module, "PATHS", here)
    return here


def program(path, text):
    """Write a small program that stands for a real one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def one_line(error):
    text = str(error.value)
    assert "\n" not in text
    return text


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe", b'"key"'])
def test_a_damaged_stamp_counts_as_none(paths, content):
    paths.stamps.mkdir()
    (paths.stamps / "venv").write_bytes(content)
    assert stamps.read("venv") == {}
    assert not stamps.done("venv", "k")
    stamps.mark("venv", "k")
    assert stamps.done("venv", "k")


def test_a_taken_port_is_named(monkeypatch):
    with socket.socket() as other:
        other.bind((instance.HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(DevError, match=f"Port {port} is taken.*--port") as error:
            demo_server._check_ports(port)
        one_line(error)
        monkeypatch.setattr(demo_server, "CARRIER_PORT", port)
        with pytest.raises(DevError, match=f"Port {port}, the demo carrier's, is taken"):
            demo_server._check_ports(instance.free_port())


@pytest.mark.parametrize("port", [0, 65536, -1])
def test_a_port_that_cannot_be_is_refused(port):
    with pytest.raises(DevError, match="no port"):
        demo_server._check_ports(port)


def test_an_old_postgresql_is_refused(tmp_path, monkeypatch):
    for name in ("initdb", "postgres", "pg_ctl", "psql", "pg_isready"):
        program(tmp_path / name, "echo 'postgres (PostgreSQL) 12.9'")
    monkeypatch.setattr(machine, "_bin_folders", lambda: [tmp_path])
    with pytest.raises(DevError, match="PostgreSQL 12 .* too old: Odoo 19 needs 13 or later") as error:
        machine.postgres_bin()
    one_line(error)


def test_a_pghost_that_leads_nowhere_is_named(tmp_path, monkeypatch):
    program(tmp_path / "psql", "echo 'psql: error: connection\nrefused' >&2; exit 2")
    monkeypatch.setattr(machine, "client_bin", lambda: tmp_path)
    monkeypatch.setattr(machine, "ensure", lambda needs: None)
    monkeypatch.setenv("PGHOST", "nowhere.example")
    with pytest.raises(DevError, match="PGHOST=nowhere.example.*connection refused.*Correct PGHOST") as error:
        postgres.ensure()
    one_line(error)


def test_the_cluster_of_another_version_is_not_touched(tmp_path, monkeypatch):
    monkeypatch.setattr(machine, "_bin_folders", list)
    (tmp_path / "PG_VERSION").write_text("99\n")
    with pytest.raises(DevError, match="made by PostgreSQL 99.*Install postgresql-99") as error:
        postgres._fitting_bin(tmp_path)
    one_line(error)


@pytest.mark.parametrize("number", [os.getpid(), 2**22 + 1, "nonsense"])
def test_the_mark_of_a_dead_server_is_removed(tmp_path, number):
    data, sockets = tmp_path / "data", tmp_path / "s"
    data.mkdir()
    sockets.mkdir()
    marks = (data / "postmaster.pid", sockets / f".s.PGSQL.{postgres.PORT}.lock")
    for mark in marks:
        mark.write_text(f"{number}\nmore\n")
    assert postgres._forget_dead(data, sockets) is False
    assert not any(mark.exists() for mark in marks)


def test_a_broken_environment_is_noticed(tmp_path):
    assert not python_env._works(tmp_path / "python")
    assert not python_env._works(program(tmp_path / "python", "exit 1"))
    assert python_env._works(program(tmp_path / "python", "exit 0"))


def test_an_odoo_that_lost_addons_is_not_complete(paths):
    odoo = odoo_source._in_prefix()
    for name in ("web", "sale"):
        (odoo.addons / name).mkdir(parents=True)
        (odoo.addons / name / "__manifest__.py").touch()
    program(odoo.program, "")
    program(odoo.library / "odoo" / "release.py", "")
    stamps.mark("odoo", "k", addons=2)
    assert odoo_source._complete(odoo)
    (odoo.addons / "web" / "__manifest__.py").unlink()
    assert not odoo_source._complete(odoo)


def test_no_disk_space_is_told_before_the_work(tmp_path):
    with pytest.raises(DevError, match="No disk space.*DEV_DIR") as error:
        proc.need_space(tmp_path, 10**9)
    one_line(error)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "No disk space left at /x: free some"),
        (errno.EACCES, "/x cannot be written by user"),
        (errno.EROFS, "/x cannot be written by user"),
        (errno.ENOTDIR, "Not a directory: /x"),
    ],
)
def test_what_the_system_refuses_is_told_in_one_line(monkeypatch, capsys, number, words):
    def refuse(_argv):
        raise OSError(number, os.strerror(number), "/x")

    monkeypatch.setattr(cli, "_dispatch", refuse)
    assert cli.main([]) == 1
    assert capsys.readouterr().err.startswith(f"dev: {words}")


def test_what_fails_says_where_its_output_is(paths):
    with pytest.raises(DevError, match=r"failed \(3\)\. Do this\. It said: it broke .*x\.log") as error:
        proc.run(["sh", "-c", "echo it broke; exit 3"], log="x", hint="Do this.")
    one_line(error)


def test_a_service_that_ends_by_itself_is_told(paths):
    service = proc.Service(["sh", "-c", "echo no port; exit 4"], log="carrier", on_line=lambda line: None)
    service.process.wait(10)
    with pytest.raises(DevError, match=r"carrier stopped \(4\): no port"):
        service.check()


def test_stopping_a_service_ends_it(paths):
    service = proc.Service(["sleep", "60"], log="carrier", on_line=lambda line: None)
    service.check()
    service.stop()
    assert service.process.returncode is not None
