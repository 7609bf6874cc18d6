"""Which format a file is: every format says how well it fits, the best one is proposed."""

from collections.abc import Sequence
from dataclasses import dataclass

from comptoir.connectors.sdk.errors import WrongFormat
from comptoir.connectors.sdk.files.inspection import Inspection, sample_documents
from comptoir.connectors.sdk.formats import DocumentFormat, FileFormat, Recognition, TableFormat

_PROPOSED = 0.5


@dataclass(frozen=True, slots=True)
class Fit:
    """A format and how well the file fits it."""

    form: FileFormat
    recognition: Recognition

    @property
    def fits(self) -> bool:
        """Whether the file can be imported as this format."""
        return self.recognition.confidence >= _PROPOSED


def fits_of(inspection: Inspection, formats: Sequence[FileFormat]) -> list[Fit]:
    """Return every format with how well the file fits it, the best first."""
    documents = sample_documents(inspection, count=1) if inspection.kind == "json" else []
    found = []
    for form in formats:
        if isinstance(form, TableFormat) and inspection.kind == "table":
            recognition = form.recognise(inspection.columns)
        elif isinstance(form, DocumentFormat) and documents:
            recognition = form.recognise(documents[0].body)
        else:
            wanted = "tables" if isinstance(form, TableFormat) else "JSON"
            recognition = Recognition(0.0, f"{form.label} come as {wanted}, this is {inspection.what}")
        found.append(Fit(form, recognition))
    return sorted(found, key=lambda fit: -fit.recognition.confidence)


def check_format(inspection: Inspection, form: FileFormat, fits: Sequence[Fit]) -> None:
    """Raise ``WrongFormat``, saying what was found and what would fit, when the file cannot be of ``form``.

    A format whose columns the person maps takes any table: its mapping decides.
    """
    fit = next(one for one in fits if one.form.key == form.key)
    if fit.fits or (form.fields and inspection.kind == "table"):
        return
    better = [one.form.key for one in fits if one.fits]
    raise WrongFormat(
        f"{inspection.path.name} is not a {form.key} file: {fit.recognition.reason}; it is {inspection.what}.",
        hint=f"It fits: {', '.join(better)}."
        if better
        else "No known format fits it; map the columns with --format transactions --map FIELD=COLUMN.",
    )
