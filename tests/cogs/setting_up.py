"""What the tests of the setup share: its controls, by what stands in their ids, and what it shows."""

from __future__ import annotations

from typing import Any

import discord
import simcord

from tests.world import World, press


async def opened(world: World, label: str | None = None) -> simcord.InteractionResult:
    """Have the keeper open the setup, and a page of it."""
    panel = await world.keeper.slash(world.channel, "setup")
    assert panel.ephemeral
    return panel if label is None else await press(world.keeper, panel, label)


async def choose(
    world: World, panel: simcord.InteractionResult, custom_id: str, *values: Any
) -> simcord.InteractionResult:
    """Have the keeper pick something in a select of the panel."""
    assert panel.response is not None, "nothing was answered"
    return await world.keeper.select(panel.response, values, custom_id=custom_id)


def grant(world: World, guild: simcord.GuildHandle | None = None, **rights: bool) -> None:
    """Leave everyone in a guild the right to use commands, and those that are named, by their roles."""
    of = world.env.backend.get_guild((guild or world.guild).id)
    left = discord.Permissions(use_application_commands=True, **rights).value
    keeps = discord.Permissions(manage_guild=True).value
    for role in of.roles.values():
        world.env.backend.edit_role(of.id, role.id, {"permissions": role.permissions & keeps | left})
