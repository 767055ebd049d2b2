--
-- PostgreSQL database dump
--

\restrict 7bfRYcv2eX8CBRdHXHiEma9LaBse6EXUqI6rLmmZHnf80Av5Ssm6jfTbPTW5V2L

-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: archive; Type: SCHEMA; Schema: -; Owner: postgres
--

CREATE SCHEMA archive;


ALTER SCHEMA archive OWNER TO postgres;

--
-- Name: market; Type: SCHEMA; Schema: -; Owner: postgres
--

CREATE SCHEMA market;


ALTER SCHEMA market OWNER TO postgres;

--
-- Name: f(); Type: FUNCTION; Schema: public; Owner: postgres
--

CREATE FUNCTION public.f() RETURNS text
    LANGUAGE plpgsql
    AS $_$
BEGIN
  -- COPY public.fake (a) FROM stdin;
  INSERT INTO public.sources (name) VALUES ('fake; $$ row');
  RETURN $x$ it's; "quoted $x$;
END;
$_$;


ALTER FUNCTION public.f() OWNER TO postgres;

--
-- Name: g(integer); Type: FUNCTION; Schema: public; Owner: postgres
--

CREATE FUNCTION public.g(a integer) RETURNS integer
    LANGUAGE sql
    BEGIN ATOMIC
 SELECT 1;
 SELECT a AS a;
END;


ALTER FUNCTION public.g(a integer) OWNER TO postgres;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: sources; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.sources (
    id integer NOT NULL,
    name text NOT NULL
);


ALTER TABLE public.sources OWNER TO postgres;

--
-- Name: TABLE sources; Type: COMMENT; Schema: public; Owner: postgres
--

COMMENT ON TABLE public.sources IS 'semi; colon
COPY public.sources (id) FROM stdin;
it''s -- fine';


--
-- Name: h(text); Type: FUNCTION; Schema: public; Owner: postgres
--

CREATE FUNCTION public.h(n text) RETURNS void
    LANGUAGE sql
    BEGIN ATOMIC
 INSERT INTO public.sources (name)
   VALUES (
         CASE
             WHEN (h.n = ''::text) THEN 'none'::text
             ELSE h.n
         END);
 INSERT INTO public.sources (name)
   VALUES ('second'::text);
END;


ALTER FUNCTION public.h(n text) OWNER TO postgres;

--
-- Name: sources; Type: TABLE; Schema: archive; Owner: postgres
--

CREATE TABLE archive.sources (
    id integer,
    name text
);


ALTER TABLE archive.sources OWNER TO postgres;

--
-- Name: Odd "Table"; --x; Type: TABLE; Schema: market; Owner: postgres
--

CREATE TABLE market."Odd ""Table""; --x" (
    "select" integer,
    "a,b" text,
    "Mixed ""Q"" (x)" jsonb,
    raw bytea,
    tags text[],
    f double precision,
    note character varying,
    ts timestamp without time zone
);


ALTER TABLE market."Odd ""Table""; --x" OWNER TO postgres;

--
-- Name: base; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.base (
    a integer,
    b text
);


ALTER TABLE public.base OWNER TO postgres;

--
-- Name: child; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.child (
)
INHERITS (public.base);


ALTER TABLE public.child OWNER TO postgres;

--
-- Name: empty_one; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.empty_one (
    a integer
);


ALTER TABLE public.empty_one OWNER TO postgres;

--
-- Name: events; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.events (
    id bigint NOT NULL,
    kind text DEFAULT 'a;b'::text NOT NULL,
    CONSTRAINT events_kind_check CHECK ((kind <> '),('::text))
);


ALTER TABLE public.events OWNER TO postgres;

--
-- Name: events_id_seq; Type: SEQUENCE; Schema: public; Owner: postgres
--

ALTER TABLE public.events ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: no_columns; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.no_columns (
);


ALTER TABLE public.no_columns OWNER TO postgres;

--
-- Name: sources_id_seq; Type: SEQUENCE; Schema: public; Owner: postgres
--

CREATE SEQUENCE public.sources_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.sources_id_seq OWNER TO postgres;

--
-- Name: sources_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: postgres
--

ALTER SEQUENCE public.sources_id_seq OWNED BY public.sources.id;


--
-- Name: timeseries_data; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.timeseries_data (
    source_id integer NOT NULL,
    "timestamp" timestamp(3) with time zone NOT NULL,
    open numeric(20,8),
    high numeric(20,8),
    low numeric(20,8),
    close numeric(20,8),
    volume numeric(30,8),
    value numeric(20,8),
    gen numeric GENERATED ALWAYS AS ((open * (2)::numeric)) STORED
)
PARTITION BY RANGE ("timestamp");


ALTER TABLE public.timeseries_data OWNER TO postgres;

--
-- Name: timeseries_data_2024_01; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.timeseries_data_2024_01 (
    source_id integer NOT NULL,
    "timestamp" timestamp(3) with time zone NOT NULL,
    open numeric(20,8),
    high numeric(20,8),
    low numeric(20,8),
    close numeric(20,8),
    volume numeric(30,8),
    value numeric(20,8),
    gen numeric GENERATED ALWAYS AS ((open * (2)::numeric)) STORED
);


ALTER TABLE public.timeseries_data_2024_01 OWNER TO postgres;

--
-- Name: timeseries_data_2024_02; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.timeseries_data_2024_02 (
    value numeric(20,8),
    source_id integer NOT NULL,
    "timestamp" timestamp(3) with time zone NOT NULL,
    close numeric(20,8),
    open numeric(20,8),
    high numeric(20,8),
    low numeric(20,8),
    volume numeric(30,8),
    gen numeric GENERATED ALWAYS AS ((open * (2)::numeric)) STORED
);


ALTER TABLE public.timeseries_data_2024_02 OWNER TO postgres;

--
-- Name: types; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.types (
    b boolean,
    i bigint,
    n numeric,
    d date,
    iv interval,
    bits bit(4),
    vb bit varying,
    u uuid,
    inet inet,
    r int4range,
    x xml,
    m money,
    nn numeric,
    p point,
    c "char"
);


ALTER TABLE public.types OWNER TO postgres;

--
-- Name: v; Type: VIEW; Schema: public; Owner: postgres
--

CREATE VIEW public.v AS
 SELECT 'a;b'::text AS x;


ALTER TABLE public.v OWNER TO postgres;

--
-- Name: timeseries_data_2024_01; Type: TABLE ATTACH; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.timeseries_data ATTACH PARTITION public.timeseries_data_2024_01 FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2024-02-01 00:00:00+00');


--
-- Name: timeseries_data_2024_02; Type: TABLE ATTACH; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.timeseries_data ATTACH PARTITION public.timeseries_data_2024_02 FOR VALUES FROM ('2024-02-01 00:00:00+00') TO ('2024-03-01 00:00:00+00');


--
-- Name: sources id; Type: DEFAULT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.sources ALTER COLUMN id SET DEFAULT nextval('public.sources_id_seq'::regclass);


--
-- Data for Name: sources; Type: TABLE DATA; Schema: archive; Owner: postgres
--

INSERT INTO archive.sources VALUES
	(9, 'gone');


--
-- Data for Name: Odd "Table"; --x; Type: TABLE DATA; Schema: market; Owner: postgres
--

INSERT INTO market."Odd ""Table""; --x" VALUES
	(1, 'plain', '{"a": "x\ty", "b": [1, 2, {"c": "q\"q"}], "path": "C:\\x"}', '\xdeadbeef00', '{"a,b","q\"q",NULL,"NULL","back\\slash"}', 'NaN', '', '2024-01-01 00:00:00.123456'),
	(2, 'multi
line; -- not a comment
\.
end', '{}', '\x', '{}', 'Infinity', 'tab	and\N', 'infinity'),
	(3, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO market."Odd ""Table""; --x" VALUES
	(4, '\N', '"\\.é"', '\x5c', '{"\\N"}', 1e-300, '\.', '0044-03-15 00:00:00 BC'),
	(5, 'quote '' and $$ dollar $$; COPY x FROM stdin;', '[]', NULL, '{{1,2},{3,4}}', 0, 'v', '2024-02-29 00:00:00'),
	(6, '€ 😀', '1000', NULL, NULL, 1.2345678901234568e+16, 'true', NULL);


--
-- Data for Name: base; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public.base VALUES
	(1, 'base');


--
-- Data for Name: child; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public.child VALUES
	(2, 'child');


--
-- Data for Name: empty_one; Type: TABLE DATA; Schema: public; Owner: postgres
--



--
-- Data for Name: events; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES
	(1, 'x'),
	(2, 'y');


--
-- Data for Name: no_columns; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public.no_columns DEFAULT VALUES;
INSERT INTO public.no_columns DEFAULT VALUES;


--
-- Data for Name: sources; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public.sources VALUES
	(1, 'btc_price'),
	(2, 'eth_price');


--
-- Data for Name: timeseries_data_2024_01; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public.timeseries_data_2024_01 VALUES
	(1, '2024-01-30 00:00:00+00', 42001.12345678, 42101.00000000, 41901.00000000, 42051.00000001, 1001.00000000, 1.00000000, DEFAULT),
	(1, '2024-01-30 06:00:00+00', 42002.12345678, 42102.00000000, 41902.00000000, 42052.00000001, 1002.00000000, 2.00000000, DEFAULT),
	(1, '2024-01-30 12:00:00+00', 42003.12345678, 42103.00000000, 41903.00000000, 42053.00000001, 1003.00000000, NULL, DEFAULT);
INSERT INTO public.timeseries_data_2024_01 VALUES
	(1, '2024-01-30 18:00:00+00', 42004.12345678, 42104.00000000, 41904.00000000, 42054.00000001, 1004.00000000, 4.00000000, DEFAULT),
	(1, '2024-01-31 00:00:00+00', 42005.12345678, 42105.00000000, 41905.00000000, 42055.00000001, 1005.00000000, 5.00000000, DEFAULT),
	(1, '2024-01-31 06:00:00+00', 42006.12345678, 42106.00000000, 41906.00000000, 42056.00000001, 1006.00000000, NULL, DEFAULT);
INSERT INTO public.timeseries_data_2024_01 VALUES
	(1, '2024-01-31 12:00:00+00', 42007.12345678, 42107.00000000, 41907.00000000, 42057.00000001, 1007.00000000, 7.00000000, DEFAULT),
	(1, '2024-01-31 18:00:00+00', 42008.12345678, 42108.00000000, 41908.00000000, 42058.00000001, 1008.00000000, 8.00000000, DEFAULT);


--
-- Data for Name: timeseries_data_2024_02; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public.timeseries_data_2024_02 VALUES
	(NULL, 1, '2024-02-01 00:00:00+00', 42059.00000001, 42009.12345678, 42109.00000000, 41909.00000000, 1009.00000000, DEFAULT),
	(10.00000000, 1, '2024-02-01 06:00:00+00', 42060.00000001, 42010.12345678, 42110.00000000, 41910.00000000, 1010.00000000, DEFAULT),
	(11.00000000, 1, '2024-02-01 12:00:00+00', 42061.00000001, 42011.12345678, 42111.00000000, 41911.00000000, 1011.00000000, DEFAULT);
INSERT INTO public.timeseries_data_2024_02 VALUES
	(NULL, 1, '2024-02-01 18:00:00+00', 42062.00000001, 42012.12345678, 42112.00000000, 41912.00000000, 1012.00000000, DEFAULT),
	(13.00000000, 1, '2024-02-02 00:00:00+00', 42063.00000001, 42013.12345678, 42113.00000000, 41913.00000000, 1013.00000000, DEFAULT);


--
-- Data for Name: types; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public.types VALUES
	(true, -5, 'NaN', '2024-01-01', '1 day 02:00:00', B'1010', B'1', '00000000-0000-0000-0000-000000000001', '10.0.0.1/8', '[1,5)', '<a>x</a>', '$1.50', -1.50, '(1,2)', 'x'),
	(false, 0, '-Infinity', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0.00000000000000000001, NULL, NULL);


--
-- Name: events_id_seq; Type: SEQUENCE SET; Schema: public; Owner: postgres
--

SELECT pg_catalog.setval('public.events_id_seq', 2, true);


--
-- Name: sources_id_seq; Type: SEQUENCE SET; Schema: public; Owner: postgres
--

SELECT pg_catalog.setval('public.sources_id_seq', 2, true);


--
-- Name: events events_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (id);


--
-- Name: sources sources_name_key; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.sources
    ADD CONSTRAINT sources_name_key UNIQUE (name);


--
-- Name: sources sources_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.sources
    ADD CONSTRAINT sources_pkey PRIMARY KEY (id);


--
-- Name: timeseries_data timeseries_data_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.timeseries_data
    ADD CONSTRAINT timeseries_data_pkey PRIMARY KEY (source_id, "timestamp");


--
-- Name: timeseries_data_2024_01 timeseries_data_2024_01_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.timeseries_data_2024_01
    ADD CONSTRAINT timeseries_data_2024_01_pkey PRIMARY KEY (source_id, "timestamp");


--
-- Name: timeseries_data_2024_02 timeseries_data_2024_02_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.timeseries_data_2024_02
    ADD CONSTRAINT timeseries_data_2024_02_pkey PRIMARY KEY (source_id, "timestamp");


--
-- Name: timeseries_data_2024_01_pkey; Type: INDEX ATTACH; Schema: public; Owner: postgres
--

ALTER INDEX public.timeseries_data_pkey ATTACH PARTITION public.timeseries_data_2024_01_pkey;


--
-- Name: timeseries_data_2024_02_pkey; Type: INDEX ATTACH; Schema: public; Owner: postgres
--

ALTER INDEX public.timeseries_data_pkey ATTACH PARTITION public.timeseries_data_2024_02_pkey;


--
-- PostgreSQL database dump complete
--

\unrestrict 7bfRYcv2eX8CBRdHXHiEma9LaBse6EXUqI6rLmmZHnf80Av5Ssm6jfTbPTW5V2L

