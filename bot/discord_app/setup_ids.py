"""Say what the custom ids of `/setup` and `/settings` look like; they carry no secrets and no server."""

from __future__ import annotations

MENU = r"p1:(?P<menu>channels|auto_channels|maintainers)"
PLAIN = r"p1:plain:(?P<server_plain>on|off)"
COOLDOWN = r"p1:cooldown"
MINE = r"p1:mine:(?P<my_plain>on|off)"
PATTERNS = (MENU, PLAIN, COOLDOWN, MINE)
