"""WebKitGTK's own browser, driven by Selenium: the engine that Safari shares."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from selenium.webdriver import Remote
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from browser.programs import display, mini_browser, program


@contextmanager
def started(bus: str) -> Iterator[Remote]:
    """Start WebKitGTK, on a display that nobody sees where there is none, with media keys over a session bus."""
    with display() as name:
        environment = {**os.environ, "DISPLAY": name, "DBUS_SESSION_BUS_ADDRESS": bus}
        service = Service(program("WebKitWebDriver"), env=environment)
        options = Options()
        options.binary_location = mini_browser()
        options.add_argument("--automation")
        service.start()
        try:
            # Selenium's class for WebKitGTK connects in a way that Selenium warns about.
            connection = RemoteConnection(client_config=ClientConfig(remote_server_addr=service.service_url))
            driver = Remote(command_executor=connection, options=options)
            try:
                yield driver
            finally:
                driver.quit()
        finally:
            service.stop()
