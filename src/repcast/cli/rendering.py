"""What every command does that renders: show the progress, then what was written, or with `--quiet` problems only."""

from typing import TYPE_CHECKING

from repcast.cli import clock, output

if TYPE_CHECKING:
    from repcast.files.outputs import Output
    from repcast.opening import Opened
    from repcast.session.customise import Customisation
    from repcast.session.model import Session


def render_opened(reference: str, opened: "Opened", wanted: "Customisation", to: "Output", *, quiet: bool) -> None:
    """Render what a user's reference meant, and tell what of it the file that it comes from did not carry."""
    render_session(opened.session, wanted, to, quiet=quiet)
    if lacking := opened.lacking(wanted):
        output.note(f"not in {reference}, and so not in this file: {', '.join(lacking)}")


def render_session(session: "Session", wanted: "Customisation", to: "Output", *, quiet: bool) -> None:
    """Render a session, and tell what became of it."""
    from repcast import pipeline  # noqa: PLC0415

    with output.progress(quiet=quiet) as report:
        rendered = pipeline.render(session, wanted, to, report, pipeline.Environment(date=clock.today()))
    if quiet:
        output.shortcomings(rendered)
    else:
        output.summary(rendered)
