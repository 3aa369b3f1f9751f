"""An address as a QR code, for a phone's camera."""

import io

import segno


def to_svg(address: str) -> str:
    """Return an address as a QR code in SVG, for a page; dark on light, with its quiet zone."""
    file = io.BytesIO()
    segno.make_qr(address, error="m").save(
        file, kind="svg", scale=8, border=4, light="#fff", xmldecl=False, svgns=True, omitsize=True
    )
    return file.getvalue().decode()


def to_text(address: str) -> str:
    """Return an address as a QR code in lines of text, for a terminal."""
    file = io.StringIO()
    segno.make_qr(address, error="l").terminal(file, compact=True, border=2)
    return file.getvalue()
