"""What each operator of a filter is in SQL, for one value and for an array of them. Values are always parameters."""

from comptoir.semantic.query import Op

_MARKS = {Op.EQ: "=", Op.GT: ">", Op.GTE: ">=", Op.LT: "<", Op.LTE: "<="}


def any_of(values: str, op: Op, *, name: str) -> str:
    """Many-valued: a condition holds where it holds for any of the values."""
    if op is Op.NOT_NULL:
        return f"notEmpty({values})"
    if op is Op.IN:
        return f"hasAny({values}, {{{name}:Array(String)}})"
    if op is Op.STARTS_WITH:
        return f"arrayExists(one -> startsWith(lowerUTF8(one), lowerUTF8({{{name}:String}})), {values})"
    return f"has({values}, {{{name}:String}})"


def compared(tree: str, op: Op, *, name: str, kind: str) -> str:
    """Return one comparison with parameters ``name``."""
    match op:
        case Op.NE:
            return f"({tree} IS NULL OR {tree} != {{{name}:{kind}}})"
        case Op.IN:
            return f"{tree} IN {{{name}:Array({kind})}}"
        case Op.NOT_IN:
            return f"({tree} IS NULL OR NOT {tree} IN {{{name}:Array({kind})}})"
        case Op.BETWEEN:
            return f"{tree} BETWEEN {{{name}_low:{kind}}} AND {{{name}_high:{kind}}}"
        case Op.CONTAINS:
            return f"positionCaseInsensitiveUTF8({tree}, {{{name}:String}}) > 0"
        case Op.STARTS_WITH:
            return f"startsWith(lowerUTF8({tree}), lowerUTF8({{{name}:String}}))"
        case Op.IS_NULL:
            return f"{tree} IS NULL"
        case Op.NOT_NULL:
            return f"{tree} IS NOT NULL"
        case _:
            return f"{tree} {_MARKS[op]} {{{name}:{kind}}}"
