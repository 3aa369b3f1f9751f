"""The command line. With `output`, the only place that prints or exits."""

import gc
import io
import os
import sys
from typing import Final

import click

from repcast.cli import interruption, output, streams
from repcast.errors import Fault, OutputFailed, RepcastError, printable
from repcast.refusals import refusal

_OBJECTS_BETWEEN_COLLECTIONS: Final = 100_000
"""Most objects of a start are kept. As often as Python does by itself, looking for others takes a tenth of the time."""


def main() -> None:
    """Run `repcast`; the process ends with 0 done, 1 the user's problem, 2 usage, 3 a fault of ours, 130 ^C."""
    streams.prepare()
    # numpy's BLAS would start a thread for each core, and repcast multiplies no matrices.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # else it looks for some in every installed package
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    interruption.listen()
    code = _exit_code()
    interruption.ignore()
    gc.freeze()  # else Python looks through all objects several times more before it ends
    sys.exit(code)


def _exit_code() -> int:
    try:
        from repcast.cli.commands import cli  # noqa: PLC0415 - so that ^C works while this loads

        code = cli.main(prog_name="repcast", standalone_mode=False)
    except click.NoSuchOption as error:
        from repcast.cli.misnamed import as_setting  # noqa: PLC0415 - it loads the session's model

        return _misused(as_setting(error, sys.argv[1:]))
    except click.ClickException as error:
        return _misused(error)
    except (click.Abort, KeyboardInterrupt):
        output.note("stopped")
        return 130
    except BrokenPipeError:
        streams.give_up_output()
        return 1
    except Fault as error:
        return _fault(error)
    except RepcastError as error:
        return _refused(error)
    except Exception as error:  # noqa: BLE001 - the one place where an unknown error becomes a message
        refused = refusal(error)
        return _refused(refused) if refused else _fault(error)
    return code if isinstance(code, int) else 0


def _misused(error: click.ClickException) -> int:
    shown = io.StringIO()
    error.show(shown)
    output.note(shown.getvalue().rstrip())
    return error.exit_code


def _refused(error: RepcastError) -> int:
    if isinstance(error, OutputFailed):
        streams.give_up_output()
    output.note(str(error))
    return error.exit_code


def _fault(error: Exception) -> int:
    from repcast.cli.fault import write_log  # noqa: PLC0415

    output.note(printable(f"repcast has a fault: {type(error).__name__}: {error}"))
    output.note(write_log(error))
    return 3
