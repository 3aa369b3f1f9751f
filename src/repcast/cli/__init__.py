"""The command line. With `output`, the only place that prints or exits."""

import errno
import io
import os
import sys
from contextlib import suppress
from typing import Final

import click

from repcast.cli import interruption
from repcast.errors import Fault, RepcastError

_UNWRITABLE: Final = {
    getattr(errno, name, errno.ENOSPC) for name in ("EBADF", "EDQUOT", "EFBIG", "EIO", "ENOSPC", "ESTALE")
}
"""How writing fails where the disk is full, or the file or the terminal is gone."""


def main() -> None:
    """Run `repcast`; the process ends with 0 done, 1 the user's problem, 2 usage, 3 a fault of ours, 130 ^C."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - until we end
    _buffer_stdout()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # print what the terminal can show of a name
            stream.reconfigure(errors="backslashreplace")
    # numpy's BLAS would start a thread for each core, and repcast multiplies no matrices.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    interruption.listen()
    sys.exit(_exit_code())


def _buffer_stdout() -> None:
    """Buffer a raw standard output (PYTHONUNBUFFERED), which would lose text on a full disk without an error."""
    if sys.stdout is not sys.__stdout__ or not isinstance(sys.stdout, io.TextIOWrapper):
        return
    if isinstance(sys.stdout.buffer, io.RawIOBase):
        encoding = sys.stdout.encoding
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(sys.stdout.detach()), encoding=encoding, write_through=True)


def _exit_code() -> int:
    try:
        from repcast.cli.commands import cli  # noqa: PLC0415 - so that ^C works while this loads

        code = cli.main(prog_name="repcast", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        with suppress(OSError):  # the terminal may be gone
            click.echo("stopped", err=True)
        return 130
    except BrokenPipeError:
        # Nobody reads our output any more; Python must not complain of that while it shuts down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        if error.errno not in _UNWRITABLE:
            return _fault(error)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        click.echo(f"cannot write the output: {error.strerror}", err=True)
        return 1
    except Fault as error:
        return _fault(error)
    except RepcastError as error:
        click.echo(str(error), err=True)
        return error.exit_code
    except Exception as error:  # noqa: BLE001 - the one place where an unknown error becomes a message
        return _fault(error)
    return code if isinstance(code, int) else 0


def _fault(error: Exception) -> int:
    from repcast.cli.fault import write_log  # noqa: PLC0415

    click.echo(f"repcast has a fault: {type(error).__name__}: {error}", err=True)
    click.echo(f"Please send us this log: {write_log(error)}", err=True)
    return 3
