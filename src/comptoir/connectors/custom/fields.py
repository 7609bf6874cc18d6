"""The fields that mapped formats take, and the words for them in English, German, French and Spanish."""

from comptoir.connectors.sdk.formats import Field


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(","))


TRANSACTION_FIELDS = (
    Field(
        "order_id", "Order id", "What the rows of one order share", "id", required=True,
        synonyms=_words("order id, order number, order no, order, invoice no, invoice, invoice id, invoice number, transaction id, receipt number, bestellnummer, auftragsnummer, rechnungsnummer, bestellung, belegnummer, numéro de commande, commande, facture, número de pedido, pedido, factura"),
    ),
    Field(
        "ordered_at", "Date", "Date or date and time; without a zone it is the store's", "date", required=True,
        synonyms=_words("order date, ordered at, invoice date, date, created at, order time, transaction date, timestamp, purchase date, datetime, bestelldatum, auftragsdatum, rechnungsdatum, datum, date de commande, date commande, fecha, fecha de pedido, fecha del pedido"),
    ),
    Field(
        "sku", "SKU", "Article number", "id",
        synonyms=_words("sku, product id, stock code, stockcode, item sku, product sku, article number, item id, product code, variant sku, artikelnummer, artikelnr, référence, ref, code article, referencia, código, article"),
    ),
    Field("title", "Product", "Product name", synonyms=_words("product name, description, product, item name, item, title, name, product title, artikel, bezeichnung, produkt, produktname, désignation, produit, libellé, descripción, producto, nombre del producto")),
    Field("category", "Category", "Product category", synonyms=_words("category, product category, department, product type, kategorie, warengruppe, catégorie, categoría")),
    Field("subcategory", "Subcategory", "Second level of the category", synonyms=_words("sub category, subcategory, product subcategory, unterkategorie, sous catégorie, subcategoría")),
    Field("quantity", "Quantity", "Pieces; 1 if not given, negative is a return", "number", synonyms=_words("quantity, qty, units, quantity ordered, pieces, menge, anzahl, stück, stückzahl, quantité, qté, cantidad, unidades")),
    Field("unit_price", "Unit price", "Price of one piece before discount", "number", synonyms=_words("unit price, price, item price, price each, preis, einzelpreis, stückpreis, prix unitaire, prix, precio unitario, precio, precio unidad")),
    Field("line_total", "Line total", "Amount of the row after discount", "number", synonyms=_words("line total, sales, total, amount, net amount, revenue, subtotal, line amount, row total, umsatz, betrag, gesamtbetrag, nettobetrag, summe, gesamt, montant, total ligne, montant ht, importe, ventas, total línea")),
    Field("discount", "Discount", "Discount on the row", "number", synonyms=_words("discount, discount amount, rabatt, nachlass, remise, réduction, descuento")),
    Field("tax", "Tax", "Tax on the row", "number", synonyms=_words("tax, vat, sales tax, tax amount, gst, mwst, ust, steuer, mehrwertsteuer, tva, taxe, iva, impuesto")),
    Field("shipping", "Shipping", "Shipping charge, counted once an order", "number", synonyms=_words("shipping, shipping cost, freight, delivery fee, shipping amount, shipping price, postage, versand, versandkosten, porto, frais de port, livraison, envío, gastos de envío")),
    Field("cost", "Cost", "Cost of goods of the row", "number", synonyms=_words("cost, cogs, cost of goods, total cost, einstandspreis, einkaufspreis, wareneinsatz, kosten, coût, coût d'achat, coste, costo")),
    Field("profit", "Profit", "Profit of the row; the cost is line total − profit", "number", synonyms=_words("profit, gross profit, margin, gewinn, rohertrag, deckungsbeitrag, bénéfice, marge, beneficio, ganancia, margen")),
    Field("customer_id", "Customer id", "The store's id of the buyer; empty is a guest", "id", synonyms=_words("customer id, customer, client id, customer number, user id, buyer id, kundennummer, kunden id, kunde, numéro client, client, id cliente, cliente, número de cliente")),
    Field("customer_name", "Customer name", "Stored encrypted", synonyms=_words("customer name, buyer name, full name, kundenname, nom du client, nom client, nombre del cliente, nombre cliente")),
    Field("customer_email", "E-mail", "Stored encrypted", synonyms=_words("customer email, email, e-mail, buyer email, email address, kunden email, e-mail-adresse, courriel, adresse e-mail, correo, correo electrónico")),
    Field("country", "Country", "Name or ISO code", synonyms=_words("country, shipping country, country code, ship country, land, lieferland, pays, país")),
    Field("region", "Region", "State or province", synonyms=_words("region, state, province, shipping state, bundesland, région, provincia, estado")),
    Field("city", "City", "Town", synonyms=_words("city, town, shipping city, stadt, ort, ville, ciudad")),
    Field("postal_code", "Postal code", "Stored encrypted", "id", synonyms=_words("postal code, zip, zip code, postcode, plz, postleitzahl, code postal, código postal")),
    Field("channel", "Channel", "Where it was sold", synonyms=_words("channel, sales channel, source, marketplace, kanal, vertriebskanal, canal")),
    Field("status", "Status", "Word for the state of the order", synonyms=_words("status, order status, state of order, financial status, bestellstatus, statut, estado del pedido")),
    Field("currency", "Currency", "ISO 4217 code", synonyms=_words("currency, currency code, währung, devise, moneda, divisa")),
)  # fmt: skip

PRODUCT_FIELDS = (
    Field("product_id", "Product id", "What the variants of one product share", "id", synonyms=_words("product id, id, handle, parent sku, produkt id, identifiant, id producto")),
    Field("sku", "SKU", "Article number", "id", synonyms=_words("sku, variant sku, article number, stock code, stockcode, product code, artikelnummer, référence, ref, referencia, código")),
    Field("title", "Title", "Product name", synonyms=_words("title, name, product name, product, description, bezeichnung, produktname, nom, désignation, nombre, producto")),
    Field("variant_title", "Variant", "Name of the variant", synonyms=_words("variant title, variant, option, size, variante")),
    Field("vendor", "Vendor", "Maker or brand", synonyms=_words("vendor, brand, manufacturer, supplier, hersteller, marke, marque, fabricant, marca, fabricante")),
    Field("category", "Category", "Product category", synonyms=_words("category, product category, type, product type, department, kategorie, warengruppe, catégorie, categoría")),
    Field("subcategory", "Subcategory", "Second level of the category", synonyms=_words("sub category, subcategory, unterkategorie, sous catégorie, subcategoría")),
    Field("price", "Price", "Selling price of one piece", "number", synonyms=_words("price, unit price, regular price, list price, preis, prix, precio")),
    Field("cost", "Cost", "Cost of one piece", "number", synonyms=_words("cost, unit cost, cost per item, purchase price, einkaufspreis, coût, prix d'achat, coste, costo")),
    Field("barcode", "Barcode", "GTIN, EAN, UPC or ISBN", "id", synonyms=_words("barcode, ean, gtin, upc, isbn, code barre, código de barras")),
    Field("weight_grams", "Weight in grams", "Weight of one piece", "number", synonyms=_words("weight grams, variant grams, grams, gewicht g, poids g, peso g")),
    Field("status", "Status", "active, draft …", synonyms=_words("status, state, statut, estado")),
    Field("tags", "Tags", "Separated by commas", synonyms=_words("tags, labels, schlagwörter, étiquettes, etiquetas")),
    Field("currency", "Currency", "ISO 4217 code of price and cost", synonyms=_words("currency, währung, devise, moneda")),
)  # fmt: skip

CUSTOMER_FIELDS = (
    Field("customer_id", "Customer id", "The store's own id", "id", synonyms=_words("customer id, id, customer number, client id, kundennummer, numéro client, id cliente")),
    Field("email", "E-mail", "Stored encrypted", synonyms=_words("email, e-mail, email address, customer email, e-mail-adresse, courriel, correo, correo electrónico")),
    Field("name", "Name", "Full name, stored encrypted", synonyms=_words("name, customer name, full name, kundenname, nom complet, nombre completo")),
    Field("first_name", "First name", "Stored encrypted", synonyms=_words("first name, firstname, given name, vorname, prénom, nombre")),
    Field("last_name", "Last name", "Stored encrypted", synonyms=_words("last name, lastname, surname, family name, nachname, nom, nom de famille, apellido, apellidos")),
    Field("phone", "Phone", "Stored encrypted", synonyms=_words("phone, telephone, mobile, telefon, téléphone, teléfono")),
    Field("company", "Company", "Stored encrypted", synonyms=_words("company, organisation, organization, firma, société, empresa")),
    Field("address", "Address", "Street and number, stored encrypted", synonyms=_words("address, street, address1, street address, straße, strasse, anschrift, adresse, rue, dirección, calle")),
    Field("postal_code", "Postal code", "Stored encrypted", "id", synonyms=_words("postal code, zip, zip code, postcode, plz, postleitzahl, code postal, código postal")),
    Field("city", "City", "Town", synonyms=_words("city, town, stadt, ort, ville, ciudad")),
    Field("region", "Region", "State or province", synonyms=_words("region, state, province, bundesland, région, provincia, estado")),
    Field("country", "Country", "Name or ISO code", synonyms=_words("country, country code, land, pays, país")),
    Field("created_at", "Customer since", "Date", "date", synonyms=_words("created at, customer since, registered, registration date, kunde seit, date de création, fecha de alta")),
    Field("accepts_marketing", "Accepts marketing", "yes or no", "flag", synonyms=_words("accepts marketing, newsletter, opt in, marketing consent")),
    Field("tags", "Tags", "Separated by commas", synonyms=_words("tags, labels, groups, schlagwörter")),
)  # fmt: skip
