"""`overblik explore`: the explorer in a browser on this machine, and nowhere else."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines import speaking

StudyOption = Annotated[str | None, typer.Option("--study", help="which study; the last published one if not said")]


def explore(
    study: StudyOption = None,
    port: Annotated[int, typer.Option("--port", help="a port on 127.0.0.1", min=1, max=65535)] = 8765,
) -> None:
    """Explore the current edition in a browser: filters over every mart, and SQL; read-only, on 127.0.0.1 alone."""
    from pipelines.cli import refusing

    with refusing():
        import uvicorn

        from dashboards.explorer import HOST, make_app
        from pipelines.looking import choose
        from pipelines.night import NightRefusedError
        from warehouse.settings import Settings

        settings = Settings()
        speaking.set_up_logs(settings.log_format)
        place = choose(settings, study, published=True)
        speaking.say(f"The explorer answers on http://{HOST}:{port}/ until you stop it with Ctrl-C.")
        try:
            uvicorn.run(make_app(place.current.resolve), host=HOST, port=port, log_level="warning")
        except SystemExit:
            raise NightRefusedError(f"The port {port} cannot be had; choose another with --port.") from None
