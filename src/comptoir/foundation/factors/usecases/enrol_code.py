"""One-time codes: a secret is shown, and counts once a first code shows that an app has it."""

from uuid import UUID

from comptoir.foundation.factors import model, repository
from comptoir.foundation.factors.contracts import Added, CodeDraft, Kind
from comptoir.foundation.factors.errors import UnknownFactor, WrongFirstCode
from comptoir.foundation.factors.usecases.keep_recovery_codes import first_codes
from comptoir.foundation.factors.usecases.limit_factors import check_room
from comptoir.kernel.actor import Actor
from comptoir.kernel.ids import new_id
from comptoir.platform.context import Platform


def sealed_for(user_id: UUID, factor_id: UUID) -> str:
    """Return what binds a sealed secret to its place."""
    return f"second_factor/{user_id}/{factor_id}"


async def start_code(actor: Actor, platform: Platform, *, user_id: UUID, account: str) -> CodeDraft:
    """Store a secret that does not count yet; one that was shown before is forgotten."""
    secret, factor_id = model.new_secret(), new_id()
    async with platform.database.begin_system(by=actor) as uow:
        await check_room(uow, user_id=user_id)
        await repository.drop_drafts(uow, user_id=user_id)
        await repository.add_factor(
            uow,
            values={
                "id": factor_id,
                "user_id": user_id,
                "kind": Kind.CODE,
                "name": "",
                "is_confirmed": False,
                "secret": uow.secrets.seal(secret.encode(), sealed_for(user_id, factor_id)),
                "created_at": platform.clock(),
            },
        )
    uri = model.enrolment_uri(secret, account=account)
    return CodeDraft(id=factor_id, secret=secret, uri=uri, picture=_picture(uri))


async def confirm_code(
    actor: Actor, platform: Platform, *, user_id: UUID, factor_id: UUID, code: str, name: str
) -> Added:
    """Let the codes count from now on."""
    name, now = model.factor_name(name), platform.clock()
    async with platform.database.begin_system(by=actor) as uow:
        found = await repository.draft(uow, user_id=user_id, factor_id=factor_id, since=now - model.DRAFT_LIFETIME)
        if found is None:
            raise UnknownFactor("This enrolment is over.", hint="Begin again: the app gets a new secret.")
        secret = uow.secrets.open(found.secret, sealed_for(user_id, factor_id)).decode()
        step = model.step_of(code, secret=secret, now=now)
        if step is None:
            raise WrongFirstCode(
                "This code does not fit.", hint="Type the code the app shows now, and check its clock.", field="code"
            )
        before = await repository.enrolled(uow, user_id=user_id)
        factor = await repository.confirm(uow, factor_id=factor_id, name=name, step=step, at=now)
        uow.audit("factor.added", str(factor.id), after={"kind": factor.kind, "name": factor.name})
        return Added(factor, await first_codes(uow, user_id=user_id, before=before))


def _picture(uri: str) -> str:
    import segno  # few people enrol, and nothing else draws

    return segno.make(uri, error="m").svg_data_uri(scale=4, border=4, dark="#000", light="#fff")
