"""The command that opens the studio."""

import webbrowser
from typing import TYPE_CHECKING

import click

from repcast.cli import interruption, output, surroundings
from repcast.cli.options import complete_session, customising

if TYPE_CHECKING:
    from repcast.session.customise import Customisation


@click.command()
@click.argument("session", default="", shell_complete=complete_session)
@click.option("--phone", is_flag=True, help="Show what is rendered on your phone, too: prints a QR code.")
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=None, metavar="NUMBER", help="On this machine; 0 for any."
)
@click.option("--no-browser", is_flag=True, help="Print the address; open no browser.")
@customising
def studio(session: str, *, phone: bool, port: int | None, no_browser: bool, customisation: "Customisation") -> None:
    """Open the studio: change SESSION, or choose one, hear what will be said, render it, all in the browser.

    Only this computer can reach the studio. With --phone, whoever knows the address that is printed can listen to what
    you render. ^C ends it.

    \b
    Examples:
      repcast studio
      repcast studio core
      repcast studio my-circuit.yaml --set rounds=2
      repcast studio core --phone
    """
    from repcast import opening  # noqa: PLC0415
    from repcast.session.flags import address as address_of  # noqa: PLC0415
    from repcast.studio.choices import Choices  # noqa: PLC0415
    from repcast.studio.desk import Desk  # noqa: PLC0415
    from repcast.studio.qr import to_text  # noqa: PLC0415
    from repcast.studio.server import Studio  # noqa: PLC0415

    opened = opening.opened(session) if session else opening.plain()
    choices = Choices(session, surroundings.local_today())
    with surroundings.here(opened.settings) as environment, Desk(choices, environment) as desk:
        running = Studio(desk, port)
        address = running.address + (f"/{address_of(session, customisation)}" if session else "")

        def started(on_phone: str) -> None:
            output.say(f"Studio: {address}")
            if on_phone:
                for line in to_text(on_phone).splitlines():
                    output.say(line)
                output.say(f"Phone: {on_phone}")
            if not no_browser:
                webbrowser.open(address)

        running.run(interruption.redirected_to, started, with_phone=phone)
