"""Bodies are taken as they are described: a number is no truth value, text is no number."""

from typing import Any

import msgspec
from litestar import Request
from litestar.exceptions import ValidationException


class StrictRequest(Request[Any, Any, Any]):
    """Proves a JSON body against the type of the handler's ``data`` before the framework converts it leniently."""

    async def json(self) -> Any:
        """Return the decoded body. Raises ``ValidationException`` naming the field that is wrong."""
        found = await super().json()
        field = self.route_handler.parsed_data_field
        if field is not None and _is_described(field.annotation):
            try:
                msgspec.convert(found, field.annotation, strict=True, str_keys=True)
            except msgspec.ValidationError as error:
                raise ValidationException("The body is wrong.", extra=[{"message": str(error)}]) from error
        return found


def _is_described(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, msgspec.Struct)
