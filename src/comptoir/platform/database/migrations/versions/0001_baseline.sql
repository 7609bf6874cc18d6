-- The first shape of the database, as of its first release. Never edited: a change is a revision of its own.
-- The job queue's own objects come from its package, before this.
SET LOCAL check_function_bodies = off;

CREATE FUNCTION public.comptoir_inbox_partition(wanted date) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  name text := 'inbox_' || to_char(wanted, 'YYYYMMDD');
begin
  if to_regclass(name) is not null or exists (select from inbox_default where day = wanted) then
    return false;
  end if;
  execute format('create table %I partition of inbox for values from (%L) to (%L)', name, wanted, wanted + 1);
  execute format('alter table %I enable row level security', name);
  return true;
exception when duplicate_table then
  return false;
end
$$;

CREATE FUNCTION public.comptoir_search_orders(wanted uuid, prefix text, most integer) RETURNS TABLE(order_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  (select o.id from orders o where o.organisation_id = wanted and o.number like prefix || '%'
    and wanted = nullif(current_setting('comptoir.organisation', true), '')::uuid order by o.number limit most)
  union all
  (select o.id from orders o where o.organisation_id = wanted and o.number like '#' || prefix || '%'
    and wanted = nullif(current_setting('comptoir.organisation', true), '')::uuid order by o.number limit most)
  limit most
$$;

CREATE FUNCTION public.comptoir_search_persons(wanted uuid, words bigint[], most integer) RETURNS TABLE(customer_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select p.customer_id from persons p
  where p.tokens @> words and cardinality(words) > 0 and p.organisation_id = wanted
    and wanted = nullif(current_setting('comptoir.organisation', true), '')::uuid
  limit most
$$;

CREATE FUNCTION public.comptoir_search_products(wanted uuid, words text, prefix text, most integer) RETURNS TABLE(product_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select distinct f.id from (
    (select p.id from products p
      where words <> '' and p.organisation_id = wanted and not p.is_deleted
        and to_tsvector('simple', coalesce(p.title, '') || ' ' || coalesce(p.vendor, '') || ' '
          || coalesce(p.category, '')) @@ to_tsquery('simple', words)
        and wanted = nullif(current_setting('comptoir.organisation', true), '')::uuid limit most)
    union all
    (select v.product_id from variants v
      where prefix <> '' and v.organisation_id = wanted and lower(v.sku) like prefix || '%'
        and wanted = nullif(current_setting('comptoir.organisation', true), '')::uuid limit most)
  ) f limit most
$$;

CREATE TABLE public.api_tokens (
    organisation_id uuid NOT NULL,
    id uuid NOT NULL,
    token_hash bytea NOT NULL,
    prefix text NOT NULL,
    name text NOT NULL,
    user_id uuid,
    scopes text[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone
);

ALTER TABLE ONLY public.api_tokens FORCE ROW LEVEL SECURITY;

CREATE TABLE public.bucket_versions (
    organisation_id uuid NOT NULL,
    fact text NOT NULL,
    store_id uuid NOT NULL,
    day date NOT NULL,
    version bigint NOT NULL
);

ALTER TABLE ONLY public.bucket_versions FORCE ROW LEVEL SECURITY;

CREATE TABLE public.customer_links (
    organisation_id uuid NOT NULL,
    id uuid NOT NULL,
    store_id uuid,
    kind text NOT NULL,
    value text NOT NULL,
    customer_id uuid NOT NULL
);

ALTER TABLE ONLY public.customer_links FORCE ROW LEVEL SECURITY;

CREATE TABLE public.customers (
    organisation_id uuid NOT NULL,
    id uuid NOT NULL,
    country text,
    region text,
    city text,
    accepts_marketing boolean,
    tags text[] DEFAULT '{}'::text[] NOT NULL,
    source_created_at timestamp with time zone,
    source_time timestamp with time zone,
    merged_into uuid,
    first_order_id uuid,
    first_ordered_at timestamp with time zone,
    provenance_id uuid,
    revision bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.customers FORCE ROW LEVEL SECURITY;

CREATE TABLE public.data_versions (
    organisation_id uuid NOT NULL,
    data_version bigint NOT NULL,
    rebuilt_version bigint DEFAULT '0'::bigint NOT NULL,
    as_of timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.data_versions FORCE ROW LEVEL SECURITY;

CREATE TABLE public.demos (
    organisation_id uuid NOT NULL,
    id uuid NOT NULL,
    seed integer NOT NULL,
    store_count integer NOT NULL,
    start_day date NOT NULL,
    filled_from date NOT NULL,
    told_until timestamp with time zone NOT NULL,
    orders_done integer DEFAULT 0 NOT NULL,
    orders_total integer NOT NULL,
    is_live boolean DEFAULT true NOT NULL
);

ALTER TABLE ONLY public.demos FORCE ROW LEVEL SECURITY;

CREATE TABLE public.dimension_versions (
    organisation_id uuid NOT NULL,
    name text NOT NULL,
    version bigint NOT NULL
);

ALTER TABLE ONLY public.dimension_versions FORCE ROW LEVEL SECURITY;

CREATE TABLE public.exchange_rates (
    rate_set text NOT NULL,
    currency text NOT NULL,
    day date NOT NULL,
    rate numeric(24,12) NOT NULL,
    revision bigint NOT NULL,
    source text NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);

CREATE TABLE public.fulfilments (
    organisation_id uuid NOT NULL,
    id uuid NOT NULL,
    order_id uuid NOT NULL,
    source_id text NOT NULL,
    fulfilled_at timestamp with time zone NOT NULL,
    status text NOT NULL,
    carrier text,
    tracking_number text,
    location text,
    lines jsonb DEFAULT '[]'::jsonb NOT NULL
);

ALTER TABLE ONLY public.fulfilments FORCE ROW LEVEL SECURITY;

CREATE TABLE public.imports (
    organisation_id uuid NOT NULL,
    id uuid NOT NULL,
    store_id uuid,
    file text NOT NULL,
    size bigint NOT NULL,
    blob_id uuid,
    content_hash text,
    format text,
    mapping jsonb DEFAULT '{}'::jsonb NOT NULL,
    options jsonb DEFAULT '{}'::jsonb NOT NULL,
    plan bytea,
    state text NOT NULL,
    total bigint DEFAULT '0'::bigint NOT NULL,
    read bigint DEFAULT '0'::bigint NOT NULL,
    created bigint DEFAULT '0'::bigint NOT NULL,
    updated bigint DEFAULT '0'::bigint NOT NULL,
    unchanged bigint DEFAULT '0'::bigint NOT NULL,
    waiting bigint DEFAULT '0'::bigint NOT NULL,
    rejected bigint DEFAULT '0'::bigint NOT NULL,
    statuses jsonb DEFAULT '[]'::jsonb NOT NULL,
    reject_reasons jsonb DEFAULT '[]'::jsonb NOT NULL,
    notes jsonb DEFAULT '[]'::jsonb NOT NULL,
    rejects_blob_id uuid,
    error text,
    user_id uuid,
    created_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    finished_at timestamp with time zone
);

ALTER TABLE ONLY public.imports FORCE ROW LEVEL SECURITY;

CREATE TABLE public.inbox (
    organisation_id uuid NOT NULL,
    day date NOT NULL,
    id uuid NOT NULL,
    store_id uuid NOT NULL,
    platform text NOT NULL,
    topic text NOT NULL,
    delivery_id text NOT NULL,
    identity bytea NOT NULL,
    body bytea NOT NULL,
    size integer NOT NULL,
    headers jsonb DEFAULT '{}'::jsonb NOT NULL,
    received_at timestamp with time zone NOT NULL,
    state text DEFAULT 'new'::text NOT NULL,
    reason text,
    attempts smallint DEFAULT '0'::smallint NOT NULL,
    settled_at timestamp with time zone
)
PARTITION BY RANGE (day);

ALTER TABLE ONLY public.inbox FORCE ROW LEVEL SECURITY;

CREATE TABLE public.inbox_default (
    organisation_id uuid CONSTRAINT inbox_organisation_id_not_null NOT NULL,
    day date CONSTRAINT inbox_day_not_null NOT NULL,
    id uuid CONSTRAINT inbox_id_not_null NOT NULL,
    store_id uuid CONSTRAINT inbox_store_id_not_null NOT NULL,
    platform text CONSTRAINT inbox_platform_not_null NOT NULL,
    topic text CONSTRAINT inbox_topic_not_null NOT NULL,
    delivery_id text CONSTRAINT inbox_delivery_id_not_null NOT NULL,
    identity bytea CONSTRAINT inbox_identity_not_null NOT NULL,
    body bytea CONSTRAINT inbox_body_not_null NOT NULL,
    size integer CONSTRAINT inbox_size_not_null NOT NULL,
    headers jsonb DEFAULT '{}'::jsonb CONSTRAINT inbox_headers_not_null NOT NULL,
    received_at timestamp with time zone CONSTRAINT inbox_received_at_not_null NOT NULL,
    state text DEFAULT 'new'::text CONSTRAINT inbox_state_not_null NOT NULL,
    reason text,
    attempts smallint DEFAULT '0'::smallint CONSTRAINT inbox_attempts_not_null NOT NULL,
    settled_at timestamp with time zone
);

CREATE TABLE public.memberships (
    organisation_id uuid NOT NULL,
    user_id uuid NOT NULL,
    role text NOT NULL,
    created_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.memberships FORCE ROW LEVEL SECURITY;

CREATE TABLE public.order_lines (
    organisation_id uuid NOT NULL,
    id uuid NOT NULL,
    order_id uuid NOT NULL,
    "position" integer NOT NULL,
    source_id text NOT NULL,
    product_id uuid,
    variant_id uuid,
    sku text,
    title text,
    variant_title text,
    category text,
    subcategory text,
    vendor text,
    quantity numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    unit_price numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    gross numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    discount numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    tax numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    cost numeric(20,6),
    cost_source text,
    returned_quantity numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    returned numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    is_gift_card boolean DEFAULT false NOT NULL,
    discounts jsonb DEFAULT '[]'::jsonb NOT NULL,
    taxes jsonb DEFAULT '[]'::jsonb NOT NULL,
    attributes jsonb DEFAULT '{}'::jsonb NOT NULL
);

ALTER TABLE ONLY public.order_lines FORCE ROW LEVEL SECURITY;

CREATE TABLE public.order_revisions (
    organisation_id uuid NOT NULL,
    id uuid NOT NULL,
    order_id uuid NOT NULL,
    store_id uuid NOT NULL,
    source_id text NOT NULL,
    part text NOT NULL,
    source_time timestamp with time zone,
    rank smallint NOT NULL,
    content_hash bytea NOT NULL,
    snapshot bytea NOT NULL,
    customer_id uuid,
    provenance_kind text NOT NULL,
    provenance_id uuid NOT NULL,
    is_replacing boolean DEFAULT false NOT NULL,
    received_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.order_revisions FORCE ROW LEVEL SECURITY;

CREATE TABLE public.orders (
    organisation_id uuid NOT NULL,
    id uuid NOT NULL,
    store_id uuid NOT NULL,
    source_id text NOT NULL,
    number text,
    ordered_at timestamp with time zone NOT NULL,
    order_day date NOT NULL,
    organisation_day date NOT NULL,
    currency text NOT NULL,
    status text NOT NULL,
    source_status text,
    is_counted boolean NOT NULL,
    has_sale boolean NOT NULL,
    channel text,
    customer_id uuid,
    country text,
    region text,
    city text,
    billing_country text,
    discount_code text,
    discount_codes text[] DEFAULT '{}'::text[] NOT NULL,
    payment_method text,
    payment_methods text[] DEFAULT '{}'::text[] NOT NULL,
    tags text[] DEFAULT '{}'::text[] NOT NULL,
    landing_page text,
    referrer text,
    utm_source text,
    utm_medium text,
    utm_campaign text,
    utm_term text,
    utm_content text,
    click_ids jsonb DEFAULT '{}'::jsonb NOT NULL,
    session_id text,
    sales_rep text,
    company text,
    post_id text,
    creator_id text,
    location text,
    tax_jurisdiction text,
    attributes jsonb DEFAULT '{}'::jsonb NOT NULL,
    units numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    gross numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    discount numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    returned numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    shipping numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    tax numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    duties numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    fees numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    tips numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    gift_card_sold numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    gift_card_redeemed numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    total numeric(20,6) GENERATED ALWAYS AS (((((((gross - discount) - returned) + shipping) + tax) + duties) + fees)) STORED,
    cancelled_at timestamp with time zone,
    cancel_reason text,
    edited_at timestamp with time zone,
    revision bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.orders FORCE ROW LEVEL SECURITY;

CREATE TABLE public.organisations (
    id uuid NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    currency text NOT NULL,
    timezone text NOT NULL,
    week_start text NOT NULL,
    is_demo boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_organisations_week_start CHECK ((week_start = ANY (ARRAY['monday'::text, 'sunday'::text])))
);

ALTER TABLE ONLY public.organisations FORCE ROW LEVEL SECURITY;

CREATE TABLE public.outbox (
    organisation_id uuid NOT NULL,
    id bigint NOT NULL,
    kind text NOT NULL,
    key uuid NOT NULL,
    store_id uuid,
    revision bigint NOT NULL,
    days date[] DEFAULT '{}'::date[] NOT NULL,
    state text DEFAULT 'new'::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    done_at timestamp with time zone
);

ALTER TABLE ONLY public.outbox FORCE ROW LEVEL SECURITY;

ALTER TABLE public.outbox ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.outbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.payments (
    organisation_id uuid NOT NULL,
    id uuid NOT NULL,
    order_id uuid NOT NULL,
    source_id text NOT NULL,
    kind text NOT NULL,
    status text NOT NULL,
    method text,
    gateway text,
    gateway_reference text,
    parent_id text,
    amount numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    currency text NOT NULL,
    settlement_amount numeric(20,6),
    settlement_currency text,
    fee numeric(20,6),
    paid_at timestamp with time zone
);

ALTER TABLE ONLY public.payments FORCE ROW LEVEL SECURITY;

CREATE TABLE public.persons (
    organisation_id uuid NOT NULL,
    customer_id uuid NOT NULL,
    wrapped_key bytea,
    document bytea,
    tokens bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    fingerprint text
);

ALTER TABLE ONLY public.persons FORCE ROW LEVEL SECURITY;

CREATE TABLE public.product_revisions (
    organisation_id uuid NOT NULL,
    id uuid NOT NULL,
    product_id uuid NOT NULL,
    source_time timestamp with time zone,
    content_hash text NOT NULL,
    snapshot jsonb NOT NULL,
    provenance_kind text NOT NULL,
    provenance_id uuid NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.product_revisions FORCE ROW LEVEL SECURITY;

CREATE TABLE public.products (
    organisation_id uuid NOT NULL,
    id uuid NOT NULL,
    store_id uuid NOT NULL,
    source_id text NOT NULL,
    title text,
    vendor text,
    category text,
    subcategory text,
    status text,
    tags text[] DEFAULT '{}'::text[] NOT NULL,
    is_deleted boolean DEFAULT false NOT NULL,
    source_time timestamp with time zone,
    provenance_id uuid,
    revision bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.products FORCE ROW LEVEL SECURITY;

CREATE TABLE public.refund_lines (
    organisation_id uuid NOT NULL,
    id uuid NOT NULL,
    refund_id uuid NOT NULL,
    line_id uuid,
    quantity numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    amount numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    tax numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    restocked boolean NOT NULL
);

ALTER TABLE ONLY public.refund_lines FORCE ROW LEVEL SECURITY;

CREATE TABLE public.refunds (
    organisation_id uuid NOT NULL,
    id uuid NOT NULL,
    order_id uuid NOT NULL,
    source_id text NOT NULL,
    refunded_at timestamp with time zone NOT NULL,
    goods numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    goods_tax numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    shipping numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    shipping_tax numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    duties numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    fees numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    tips numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    unallocated numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    is_provisional boolean DEFAULT false NOT NULL,
    reason text
);

ALTER TABLE ONLY public.refunds FORCE ROW LEVEL SECURITY;

CREATE SEQUENCE public.revision_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE public.sales_entries (
    organisation_id uuid NOT NULL,
    id uuid NOT NULL,
    revision bigint NOT NULL,
    order_id uuid NOT NULL,
    store_id uuid NOT NULL,
    line_id uuid,
    kind text NOT NULL,
    reference text,
    occurred_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    order_day date NOT NULL,
    booked_day date NOT NULL,
    organisation_order_day date NOT NULL,
    organisation_booked_day date NOT NULL,
    currency text NOT NULL,
    units numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    units_returned numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    gross numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    discount numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    returned numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    shipping numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    tax numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    duties numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    fees numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    tips numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    gift_card_sold numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    gift_card_redeemed numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    cost numeric(20,6),
    order_count smallint DEFAULT '0'::smallint NOT NULL,
    superseded_by bigint
);

ALTER TABLE ONLY public.sales_entries FORCE ROW LEVEL SECURITY;

CREATE TABLE public.sessions (
    id uuid NOT NULL,
    token_hash bytea NOT NULL,
    user_id uuid NOT NULL,
    current_organisation_id uuid,
    method text NOT NULL,
    address text,
    agent text,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

CREATE TABLE public.shared_versions (
    name text NOT NULL,
    version bigint NOT NULL
);

CREATE TABLE public.shipping_lines (
    organisation_id uuid NOT NULL,
    id uuid NOT NULL,
    order_id uuid NOT NULL,
    title text,
    carrier text,
    amount numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    tax numeric(20,6) DEFAULT '0'::numeric NOT NULL
);

ALTER TABLE ONLY public.shipping_lines FORCE ROW LEVEL SECURITY;

CREATE TABLE public.sign_in_failures (
    key bytea NOT NULL,
    failures integer NOT NULL,
    last_at timestamp with time zone NOT NULL,
    blocked_until timestamp with time zone NOT NULL
);

CREATE TABLE public.sign_in_links (
    id uuid NOT NULL,
    token_hash bytea NOT NULL,
    user_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
);

CREATE TABLE public.stores (
    organisation_id uuid NOT NULL,
    id uuid NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    platform text NOT NULL,
    currency text NOT NULL,
    timezone text NOT NULL,
    prices text NOT NULL,
    webhook_secret bytea,
    created_at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone,
    CONSTRAINT ck_stores_prices CHECK ((prices = ANY (ARRAY['gross'::text, 'net'::text])))
);

ALTER TABLE ONLY public.stores FORCE ROW LEVEL SECURITY;

CREATE TABLE public.users (
    id uuid NOT NULL,
    email text NOT NULL,
    name text,
    password_hash text,
    password_changed_at timestamp with time zone,
    disabled_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL
);

CREATE TABLE public.variant_changes (
    organisation_id uuid NOT NULL,
    id uuid NOT NULL,
    variant_id uuid NOT NULL,
    first_day date NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.variant_changes FORCE ROW LEVEL SECURITY;

CREATE TABLE public.variant_costs (
    organisation_id uuid NOT NULL,
    variant_id uuid NOT NULL,
    valid_from date NOT NULL,
    unit_cost numeric(20,6) DEFAULT '0'::numeric NOT NULL,
    currency text NOT NULL,
    revision bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.variant_costs FORCE ROW LEVEL SECURITY;

CREATE TABLE public.variants (
    organisation_id uuid NOT NULL,
    id uuid NOT NULL,
    store_id uuid NOT NULL,
    product_id uuid NOT NULL,
    source_id text NOT NULL,
    sku text,
    title text,
    barcode text,
    price numeric(20,6),
    weight_grams numeric(20,6),
    is_deleted boolean DEFAULT false NOT NULL
);

ALTER TABLE ONLY public.variants FORCE ROW LEVEL SECURITY;

CREATE TABLE public.warehouse_state (
    id bigint NOT NULL,
    identity text,
    state text NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE SEQUENCE public.warehouse_state_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.warehouse_state_id_seq OWNED BY public.warehouse_state.id;

ALTER TABLE ONLY public.inbox ATTACH PARTITION public.inbox_default DEFAULT;

ALTER TABLE ONLY public.warehouse_state ALTER COLUMN id SET DEFAULT nextval('public.warehouse_state_id_seq'::regclass);

ALTER TABLE ONLY public.inbox
    ADD CONSTRAINT uq_inbox_day_organisation_id_identity UNIQUE (day, organisation_id, identity);

ALTER TABLE ONLY public.inbox_default
    ADD CONSTRAINT inbox_default_day_organisation_id_identity_key UNIQUE (day, organisation_id, identity);

ALTER TABLE ONLY public.inbox
    ADD CONSTRAINT pk_inbox PRIMARY KEY (day, id);

ALTER TABLE ONLY public.inbox_default
    ADD CONSTRAINT inbox_default_pkey PRIMARY KEY (day, id);

ALTER TABLE ONLY public.api_tokens
    ADD CONSTRAINT pk_api_tokens PRIMARY KEY (id);

ALTER TABLE ONLY public.bucket_versions
    ADD CONSTRAINT pk_bucket_versions PRIMARY KEY (organisation_id, fact, store_id, day);

ALTER TABLE ONLY public.customer_links
    ADD CONSTRAINT pk_customer_links PRIMARY KEY (id);

ALTER TABLE ONLY public.customers
    ADD CONSTRAINT pk_customers PRIMARY KEY (id);

ALTER TABLE ONLY public.data_versions
    ADD CONSTRAINT pk_data_versions PRIMARY KEY (organisation_id);

ALTER TABLE ONLY public.demos
    ADD CONSTRAINT pk_demos PRIMARY KEY (id);

ALTER TABLE ONLY public.dimension_versions
    ADD CONSTRAINT pk_dimension_versions PRIMARY KEY (organisation_id, name);

ALTER TABLE ONLY public.exchange_rates
    ADD CONSTRAINT pk_exchange_rates PRIMARY KEY (rate_set, currency, day);

ALTER TABLE ONLY public.fulfilments
    ADD CONSTRAINT pk_fulfilments PRIMARY KEY (id);

ALTER TABLE ONLY public.imports
    ADD CONSTRAINT pk_imports PRIMARY KEY (id);

ALTER TABLE ONLY public.order_lines
    ADD CONSTRAINT pk_order_lines PRIMARY KEY (id);

ALTER TABLE ONLY public.order_revisions
    ADD CONSTRAINT pk_order_revisions PRIMARY KEY (id);

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT pk_orders PRIMARY KEY (id);

ALTER TABLE ONLY public.organisations
    ADD CONSTRAINT pk_organisations PRIMARY KEY (id);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT pk_outbox PRIMARY KEY (id);

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT pk_payments PRIMARY KEY (id);

ALTER TABLE ONLY public.persons
    ADD CONSTRAINT pk_persons PRIMARY KEY (customer_id);

ALTER TABLE ONLY public.product_revisions
    ADD CONSTRAINT pk_product_revisions PRIMARY KEY (id);

ALTER TABLE ONLY public.products
    ADD CONSTRAINT pk_products PRIMARY KEY (id);

ALTER TABLE ONLY public.refund_lines
    ADD CONSTRAINT pk_refund_lines PRIMARY KEY (id);

ALTER TABLE ONLY public.refunds
    ADD CONSTRAINT pk_refunds PRIMARY KEY (id);

ALTER TABLE ONLY public.sales_entries
    ADD CONSTRAINT pk_sales_entries PRIMARY KEY (id, revision);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT pk_sessions PRIMARY KEY (id);

ALTER TABLE ONLY public.shared_versions
    ADD CONSTRAINT pk_shared_versions PRIMARY KEY (name);

ALTER TABLE ONLY public.shipping_lines
    ADD CONSTRAINT pk_shipping_lines PRIMARY KEY (id);

ALTER TABLE ONLY public.sign_in_failures
    ADD CONSTRAINT pk_sign_in_failures PRIMARY KEY (key);

ALTER TABLE ONLY public.sign_in_links
    ADD CONSTRAINT pk_sign_in_links PRIMARY KEY (id);

ALTER TABLE ONLY public.stores
    ADD CONSTRAINT pk_stores PRIMARY KEY (id);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT pk_users PRIMARY KEY (id);

ALTER TABLE ONLY public.variant_changes
    ADD CONSTRAINT pk_variant_changes PRIMARY KEY (id);

ALTER TABLE ONLY public.variant_costs
    ADD CONSTRAINT pk_variant_costs PRIMARY KEY (variant_id, valid_from);

ALTER TABLE ONLY public.variants
    ADD CONSTRAINT pk_variants PRIMARY KEY (id);

ALTER TABLE ONLY public.warehouse_state
    ADD CONSTRAINT pk_warehouse_state PRIMARY KEY (id);

ALTER TABLE ONLY public.api_tokens
    ADD CONSTRAINT uq_api_tokens_token_hash UNIQUE (token_hash);

ALTER TABLE ONLY public.customer_links
    ADD CONSTRAINT uq_customer_links_organisation_id_store_id_kind_value UNIQUE (organisation_id, store_id, kind, value);

ALTER TABLE ONLY public.demos
    ADD CONSTRAINT uq_demos_organisation_id UNIQUE (organisation_id);

ALTER TABLE ONLY public.memberships
    ADD CONSTRAINT uq_memberships_organisation_id_user_id UNIQUE (organisation_id, user_id);

ALTER TABLE ONLY public.organisations
    ADD CONSTRAINT uq_organisations_slug UNIQUE (slug);

ALTER TABLE ONLY public.products
    ADD CONSTRAINT uq_products_organisation_id_store_id_source_id UNIQUE (organisation_id, store_id, source_id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT uq_sessions_token_hash UNIQUE (token_hash);

ALTER TABLE ONLY public.sign_in_links
    ADD CONSTRAINT uq_sign_in_links_token_hash UNIQUE (token_hash);

ALTER TABLE ONLY public.stores
    ADD CONSTRAINT uq_stores_organisation_id_slug UNIQUE (organisation_id, slug);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT uq_users_email UNIQUE (email);

ALTER TABLE ONLY public.variants
    ADD CONSTRAINT uq_variants_organisation_id_store_id_source_id UNIQUE (organisation_id, store_id, source_id);

CREATE INDEX ix_inbox_new ON ONLY public.inbox USING btree (organisation_id, id) WHERE (state = 'new'::text);

CREATE INDEX inbox_default_organisation_id_id_idx ON public.inbox_default USING btree (organisation_id, id) WHERE (state = 'new'::text);

CREATE INDEX ix_inbox_parked ON ONLY public.inbox USING btree (organisation_id, id) WHERE (state = 'parked'::text);

CREATE INDEX inbox_default_organisation_id_id_idx1 ON public.inbox_default USING btree (organisation_id, id) WHERE (state = 'parked'::text);

CREATE INDEX ix_inbox_identity ON ONLY public.inbox USING btree (organisation_id, identity);

CREATE INDEX inbox_default_organisation_id_identity_idx ON public.inbox_default USING btree (organisation_id, identity);

CREATE INDEX ix_customer_links_customer_id ON public.customer_links USING btree (customer_id);

CREATE INDEX ix_customers_merged ON public.customers USING btree (organisation_id) WHERE (merged_into IS NOT NULL);

CREATE INDEX ix_customers_provenance ON public.customers USING btree (organisation_id, provenance_id);

CREATE INDEX ix_fulfilments_order_id ON public.fulfilments USING btree (order_id);

CREATE INDEX ix_imports_content ON public.imports USING btree (organisation_id, store_id, content_hash);

CREATE INDEX ix_imports_recent ON public.imports USING btree (organisation_id, created_at, id);

CREATE INDEX ix_memberships_user_id ON public.memberships USING btree (user_id);

CREATE INDEX ix_order_lines_order_id ON public.order_lines USING btree (order_id);

CREATE INDEX ix_order_lines_variant ON public.order_lines USING btree (organisation_id, variant_id);

CREATE INDEX ix_order_revisions_customer ON public.order_revisions USING btree (customer_id) WHERE (customer_id IS NOT NULL);

CREATE INDEX ix_order_revisions_order ON public.order_revisions USING btree (order_id);

CREATE INDEX ix_order_revisions_provenance ON public.order_revisions USING btree (organisation_id, provenance_id, order_id);

CREATE INDEX ix_orders_customer_id ON public.orders USING btree (customer_id);

CREATE INDEX ix_orders_first ON public.orders USING btree (customer_id, ordered_at, id) WHERE has_sale;

CREATE INDEX ix_orders_number ON public.orders USING btree (organisation_id, number text_pattern_ops);

CREATE INDEX ix_orders_recent ON public.orders USING btree (organisation_id, ordered_at, id);

CREATE INDEX ix_orders_store_day ON public.orders USING btree (organisation_id, store_id, order_day);

CREATE INDEX ix_orders_total ON public.orders USING btree (organisation_id, total, id);

CREATE INDEX ix_outbox_done_at ON public.outbox USING btree (done_at) WHERE (state = 'done'::text);

CREATE INDEX ix_outbox_new ON public.outbox USING btree (organisation_id, id) WHERE (state = 'new'::text);

CREATE INDEX ix_payments_order_id ON public.payments USING btree (order_id);

CREATE INDEX ix_persons_tokens ON public.persons USING gin (tokens);

CREATE INDEX ix_product_revisions_product_id ON public.product_revisions USING btree (product_id);

CREATE INDEX ix_product_revisions_provenance ON public.product_revisions USING btree (organisation_id, provenance_id);

CREATE INDEX ix_products_words ON public.products USING gin (to_tsvector('simple'::regconfig, ((((COALESCE(title, ''::text) || ' '::text) || COALESCE(vendor, ''::text)) || ' '::text) || COALESCE(category, ''::text))));

CREATE INDEX ix_refund_lines_refund_id ON public.refund_lines USING btree (refund_id);

CREATE INDEX ix_refunds_order_id ON public.refunds USING btree (order_id);

CREATE INDEX ix_sales_entries_order ON public.sales_entries USING btree (order_id);

CREATE INDEX ix_sales_entries_store_day ON public.sales_entries USING btree (organisation_id, store_id, booked_day);

CREATE INDEX ix_sales_entries_superseded ON public.sales_entries USING btree (order_id) WHERE (superseded_by IS NOT NULL);

CREATE INDEX ix_sessions_user_id ON public.sessions USING btree (user_id);

CREATE INDEX ix_shipping_lines_order_id ON public.shipping_lines USING btree (order_id);

CREATE INDEX ix_sign_in_links_user_id ON public.sign_in_links USING btree (user_id);

CREATE INDEX ix_variant_changes_waiting ON public.variant_changes USING btree (organisation_id, id);

CREATE INDEX ix_variants_lower_sku ON public.variants USING btree (organisation_id, lower(sku) text_pattern_ops);

CREATE INDEX ix_variants_product ON public.variants USING btree (product_id);

CREATE INDEX ix_variants_sku ON public.variants USING btree (organisation_id, store_id, sku);

ALTER INDEX public.uq_inbox_day_organisation_id_identity ATTACH PARTITION public.inbox_default_day_organisation_id_identity_key;

ALTER INDEX public.ix_inbox_new ATTACH PARTITION public.inbox_default_organisation_id_id_idx;

ALTER INDEX public.ix_inbox_parked ATTACH PARTITION public.inbox_default_organisation_id_id_idx1;

ALTER INDEX public.ix_inbox_identity ATTACH PARTITION public.inbox_default_organisation_id_identity_idx;

ALTER INDEX public.pk_inbox ATTACH PARTITION public.inbox_default_pkey;

ALTER TABLE ONLY public.api_tokens
    ADD CONSTRAINT fk_api_tokens_user_id FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.customer_links
    ADD CONSTRAINT fk_customer_links_customer_id FOREIGN KEY (customer_id) REFERENCES public.customers(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.fulfilments
    ADD CONSTRAINT fk_fulfilments_order_id FOREIGN KEY (order_id) REFERENCES public.orders(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.imports
    ADD CONSTRAINT fk_imports_store_id FOREIGN KEY (store_id) REFERENCES public.stores(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.memberships
    ADD CONSTRAINT fk_memberships_user_id FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.order_lines
    ADD CONSTRAINT fk_order_lines_order_id FOREIGN KEY (order_id) REFERENCES public.orders(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT fk_orders_store_id FOREIGN KEY (store_id) REFERENCES public.stores(id);

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT fk_payments_order_id FOREIGN KEY (order_id) REFERENCES public.orders(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.persons
    ADD CONSTRAINT fk_persons_customer_id FOREIGN KEY (customer_id) REFERENCES public.customers(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.products
    ADD CONSTRAINT fk_products_store_id FOREIGN KEY (store_id) REFERENCES public.stores(id);

ALTER TABLE ONLY public.refund_lines
    ADD CONSTRAINT fk_refund_lines_refund_id FOREIGN KEY (refund_id) REFERENCES public.refunds(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.refunds
    ADD CONSTRAINT fk_refunds_order_id FOREIGN KEY (order_id) REFERENCES public.orders(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT fk_sessions_current_organisation_id FOREIGN KEY (current_organisation_id) REFERENCES public.organisations(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT fk_sessions_user_id FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.shipping_lines
    ADD CONSTRAINT fk_shipping_lines_order_id FOREIGN KEY (order_id) REFERENCES public.orders(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.sign_in_links
    ADD CONSTRAINT fk_sign_in_links_user_id FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.variant_costs
    ADD CONSTRAINT fk_variant_costs_variant_id FOREIGN KEY (variant_id) REFERENCES public.variants(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.variants
    ADD CONSTRAINT fk_variants_product_id FOREIGN KEY (product_id) REFERENCES public.products(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.variants
    ADD CONSTRAINT fk_variants_store_id FOREIGN KEY (store_id) REFERENCES public.stores(id);

CREATE POLICY all_organisations ON public.api_tokens TO comptoir_owner, comptoir_system USING (true) WITH CHECK (true);

CREATE POLICY all_organisations ON public.bucket_versions TO comptoir_owner, comptoir_system USING (true) WITH CHECK (true);

CREATE POLICY all_organisations ON public.customer_links TO comptoir_owner, comptoir_system USING (true) WITH CHECK (true);

CREATE POLICY all_organisations ON public.customers TO comptoir_owner, comptoir_system USING (true) WITH CHECK (true);

CREATE POLICY all_organisations ON public.data_versions TO comptoir_owner, comptoir_system USING (true) WITH CHECK (true);

CREATE POLICY all_organisations ON public.demos TO comptoir_owner, comptoir_system USING (true) WITH CHECK (true);

CREATE POLICY all_organisations ON public.dimension_versions TO comptoir_owner, comptoir_system USING (true) WITH CHECK (true);

CREATE POLICY all_organisations ON public.fulfilments TO comptoir_owner, comptoir_system USING (true) WITH CHECK (true);

CREATE POLICY all_organisations ON public.imports TO comptoir_owner, comptoir_system USING (true) WITH CHECK (true);

CREATE POLICY all_organisations ON public.inbox TO comptoir_owner, comptoir_system USING (true) WITH CHECK (true);

CREATE POLICY all_organisations ON public.memberships TO comptoir_owner, comptoir_system USING (true) WITH CHECK (true);

CREATE POLICY all_organisations ON public.order_lines TO comptoir_owner, comptoir_system USING (true) WITH CHECK (true);

CREATE POLICY all_organisations ON public.order_revisions TO comptoir_owner, comptoir_system USING (true) WITH CHECK (true);

CREATE POLICY all_organisations ON public.orders TO comptoir_owner, comptoir_system USING (true) WITH CHECK (true);

CREATE POLICY all_organisations ON public.organisations TO comptoir_owner, comptoir_system USING (true) WITH CHECK (true);

CREATE POLICY all_organisations ON public.outbox TO comptoir_owner, comptoir_system USING (true) WITH CHECK (true);

CREATE POLICY all_organisations ON public.payments TO comptoir_owner, comptoir_system USING (true) WITH CHECK (true);

CREATE POLICY all_organisations ON public.persons TO comptoir_owner, comptoir_system USING (true) WITH CHECK (true);

CREATE POLICY all_organisations ON public.product_revisions TO comptoir_owner, comptoir_system USING (true) WITH CHECK (true);

CREATE POLICY all_organisations ON public.products TO comptoir_owner, comptoir_system USING (true) WITH CHECK (true);

CREATE POLICY all_organisations ON public.refund_lines TO comptoir_owner, comptoir_system USING (true) WITH CHECK (true);

CREATE POLICY all_organisations ON public.refunds TO comptoir_owner, comptoir_system USING (true) WITH CHECK (true);

CREATE POLICY all_organisations ON public.sales_entries TO comptoir_owner, comptoir_system USING (true) WITH CHECK (true);

CREATE POLICY all_organisations ON public.shipping_lines TO comptoir_owner, comptoir_system USING (true) WITH CHECK (true);

CREATE POLICY all_organisations ON public.stores TO comptoir_owner, comptoir_system USING (true) WITH CHECK (true);

CREATE POLICY all_organisations ON public.variant_changes TO comptoir_owner, comptoir_system USING (true) WITH CHECK (true);

CREATE POLICY all_organisations ON public.variant_costs TO comptoir_owner, comptoir_system USING (true) WITH CHECK (true);

CREATE POLICY all_organisations ON public.variants TO comptoir_owner, comptoir_system USING (true) WITH CHECK (true);

ALTER TABLE public.api_tokens ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.bucket_versions ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.customer_links ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.customers ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.data_versions ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.demos ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.dimension_versions ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.fulfilments ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.imports ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.inbox ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.inbox_default ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.memberships ENABLE ROW LEVEL SECURITY;

CREATE POLICY one_organisation ON public.api_tokens TO comptoir_app USING ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid)) WITH CHECK ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid));

CREATE POLICY one_organisation ON public.bucket_versions TO comptoir_app USING ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid)) WITH CHECK ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid));

CREATE POLICY one_organisation ON public.customer_links TO comptoir_app USING ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid)) WITH CHECK ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid));

CREATE POLICY one_organisation ON public.customers TO comptoir_app USING ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid)) WITH CHECK ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid));

CREATE POLICY one_organisation ON public.data_versions TO comptoir_app USING ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid)) WITH CHECK ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid));

CREATE POLICY one_organisation ON public.demos TO comptoir_app USING ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid)) WITH CHECK ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid));

CREATE POLICY one_organisation ON public.dimension_versions TO comptoir_app USING ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid)) WITH CHECK ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid));

CREATE POLICY one_organisation ON public.fulfilments TO comptoir_app USING ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid)) WITH CHECK ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid));

CREATE POLICY one_organisation ON public.imports TO comptoir_app USING ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid)) WITH CHECK ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid));

CREATE POLICY one_organisation ON public.inbox TO comptoir_app USING ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid)) WITH CHECK ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid));

CREATE POLICY one_organisation ON public.memberships TO comptoir_app USING ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid)) WITH CHECK ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid));

CREATE POLICY one_organisation ON public.order_lines TO comptoir_app USING ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid)) WITH CHECK ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid));

CREATE POLICY one_organisation ON public.order_revisions TO comptoir_app USING ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid)) WITH CHECK ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid));

CREATE POLICY one_organisation ON public.orders TO comptoir_app USING ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid)) WITH CHECK ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid));

CREATE POLICY one_organisation ON public.organisations TO comptoir_app USING ((id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid)) WITH CHECK ((id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid));

CREATE POLICY one_organisation ON public.outbox TO comptoir_app USING ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid)) WITH CHECK ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid));

CREATE POLICY one_organisation ON public.payments TO comptoir_app USING ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid)) WITH CHECK ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid));

CREATE POLICY one_organisation ON public.persons TO comptoir_app USING ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid)) WITH CHECK ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid));

CREATE POLICY one_organisation ON public.product_revisions TO comptoir_app USING ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid)) WITH CHECK ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid));

CREATE POLICY one_organisation ON public.products TO comptoir_app USING ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid)) WITH CHECK ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid));

CREATE POLICY one_organisation ON public.refund_lines TO comptoir_app USING ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid)) WITH CHECK ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid));

CREATE POLICY one_organisation ON public.refunds TO comptoir_app USING ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid)) WITH CHECK ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid));

CREATE POLICY one_organisation ON public.sales_entries TO comptoir_app USING ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid)) WITH CHECK ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid));

CREATE POLICY one_organisation ON public.shipping_lines TO comptoir_app USING ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid)) WITH CHECK ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid));

CREATE POLICY one_organisation ON public.stores TO comptoir_app USING ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid)) WITH CHECK ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid));

CREATE POLICY one_organisation ON public.variant_changes TO comptoir_app USING ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid)) WITH CHECK ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid));

CREATE POLICY one_organisation ON public.variant_costs TO comptoir_app USING ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid)) WITH CHECK ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid));

CREATE POLICY one_organisation ON public.variants TO comptoir_app USING ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid)) WITH CHECK ((organisation_id = (NULLIF(current_setting('comptoir.organisation'::text, true), ''::text))::uuid));

ALTER TABLE public.order_lines ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.order_revisions ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.orders ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.organisations ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.outbox ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.payments ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.persons ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.product_revisions ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.products ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.refund_lines ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.refunds ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.sales_entries ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.shipping_lines ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.stores ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.variant_changes ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.variant_costs ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.variants ENABLE ROW LEVEL SECURITY;

REVOKE ALL ON FUNCTION public.comptoir_inbox_partition(wanted date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.comptoir_inbox_partition(wanted date) TO comptoir_app;
GRANT ALL ON FUNCTION public.comptoir_inbox_partition(wanted date) TO comptoir_system;

REVOKE ALL ON FUNCTION public.comptoir_search_orders(wanted uuid, prefix text, most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.comptoir_search_orders(wanted uuid, prefix text, most integer) TO comptoir_app;
GRANT ALL ON FUNCTION public.comptoir_search_orders(wanted uuid, prefix text, most integer) TO comptoir_system;

REVOKE ALL ON FUNCTION public.comptoir_search_persons(wanted uuid, words bigint[], most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.comptoir_search_persons(wanted uuid, words bigint[], most integer) TO comptoir_app;
GRANT ALL ON FUNCTION public.comptoir_search_persons(wanted uuid, words bigint[], most integer) TO comptoir_system;

REVOKE ALL ON FUNCTION public.comptoir_search_products(wanted uuid, words text, prefix text, most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.comptoir_search_products(wanted uuid, words text, prefix text, most integer) TO comptoir_app;
GRANT ALL ON FUNCTION public.comptoir_search_products(wanted uuid, words text, prefix text, most integer) TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.api_tokens TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.api_tokens TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.bucket_versions TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.bucket_versions TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.customer_links TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.customer_links TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.customers TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.customers TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.data_versions TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.data_versions TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.demos TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.demos TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.dimension_versions TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.dimension_versions TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.exchange_rates TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.exchange_rates TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.fulfilments TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.fulfilments TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.imports TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.imports TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.inbox TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.inbox TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.inbox_default TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.inbox_default TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.memberships TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.memberships TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.order_lines TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.order_lines TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.order_revisions TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.order_revisions TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.orders TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.orders TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.organisations TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.organisations TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.outbox TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.outbox TO comptoir_system;

GRANT SELECT,USAGE ON SEQUENCE public.outbox_id_seq TO comptoir_app;
GRANT SELECT,USAGE ON SEQUENCE public.outbox_id_seq TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.payments TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.payments TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.persons TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.persons TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.product_revisions TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.product_revisions TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.products TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.products TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.refund_lines TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.refund_lines TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.refunds TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.refunds TO comptoir_system;

GRANT SELECT,USAGE ON SEQUENCE public.revision_seq TO comptoir_app;
GRANT SELECT,USAGE ON SEQUENCE public.revision_seq TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sales_entries TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sales_entries TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sessions TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.shared_versions TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.shared_versions TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.shipping_lines TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.shipping_lines TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sign_in_failures TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sign_in_links TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.stores TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.stores TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.users TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.variant_changes TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.variant_changes TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.variant_costs TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.variant_costs TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.variants TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.variants TO comptoir_system;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.warehouse_state TO comptoir_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.warehouse_state TO comptoir_system;

GRANT SELECT,USAGE ON SEQUENCE public.warehouse_state_id_seq TO comptoir_app;
GRANT SELECT,USAGE ON SEQUENCE public.warehouse_state_id_seq TO comptoir_system;

REVOKE ALL ON TABLE public.sessions FROM comptoir_app;
REVOKE ALL ON TABLE public.sign_in_failures FROM comptoir_app;
REVOKE ALL ON TABLE public.sign_in_links FROM comptoir_app;
REVOKE ALL ON TABLE public.users FROM comptoir_app;
