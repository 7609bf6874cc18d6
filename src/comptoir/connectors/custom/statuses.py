"""What the words in a status column mean. A word nobody knows counts as paid: a file lists what was sold."""

from comptoir.connectors.sdk.canonical import OrderStatus
from comptoir.connectors.sdk.statuses import StatusTable

_WORDS = {
    OrderStatus.PAID: "paid complete completed shipped delivered closed fulfilled processing done success succeeded"
    " bezahlt abgeschlossen versendet versandt geliefert zugestellt payé payée terminée expédiée livrée"
    " pagado completado enviado entregado",
    OrderStatus.OPEN: "open pending new on-hold on_hold unpaid authorized confirmed offen neu ausstehend"
    " ouverte nouvelle pendiente abierto nuevo",
    OrderStatus.REFUNDED: "refunded returned erstattet zurückgesendet remboursée remboursé retournée reembolsado devuelto",
    OrderStatus.PARTLY_REFUNDED: "partially_refunded partly_refunded partially-refunded teilerstattet",
    OrderStatus.VOIDED: "void voided failed expired cancelled canceled declined rejected storniert abgebrochen"
    " fehlgeschlagen annulé annulée échouée cancelado anulado fallido",
    OrderStatus.DRAFT: "draft quote entwurf angebot brouillon devis borrador presupuesto",
    OrderStatus.TEST: "test",
}

# A file states no moment of payment or cancellation: a cancelled row is taken as ended before payment.
TRANSACTION_STATUSES = StatusTable(
    platform="custom",
    words={word: status for status, words in _WORDS.items() for word in words.split()}
    | {"partially refunded": OrderStatus.PARTLY_REFUNDED, "on hold": OrderStatus.OPEN, "": OrderStatus.PAID},
    otherwise=OrderStatus.PAID,
)
