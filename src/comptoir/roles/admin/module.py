"""The administrator's commands: they belong to no part of the business."""

from comptoir.manifest import Command, Module

MODULE = Module(
    name="admin",
    description="Looks after an installation: settings, engines, versions.",
    commands=(
        Command(
            path=("doctor",),
            help="look at settings, home, engines and data, and say what is wrong",
            handler="comptoir.roles.admin.commands:doctor",
        ),
        Command(
            path=("migrate",),
            help="bring the data of both engines to this program's version",
            handler="comptoir.roles.admin.commands:migrate",
        ),
    ),
)
