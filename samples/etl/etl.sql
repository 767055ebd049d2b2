--
-- PostgreSQL database dump
--

\restrict 8vQeTz5mLr2YkWc0NsHb7JpXa4DgFu1SoBi9RtEyVnGxMhKdZlAjPqCwU3fO6Ir

-- Dumped from database version 15.18
-- Dumped by pg_dump version 15.18

SET statement_timeout = 0;
SET lock_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET row_security = off;

SET default_tablespace = '';

--
-- Name: api_connectors; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.api_connectors (
    id integer,
    connector_id text,
    connector_name text,
    source_id text,
    created_at timestamp without time zone,
    updated_at timestamp without time zone
);


--
-- Name: api_connector_data; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.api_connector_data (
    id integer,
    source_id text,
    connector_id text,
    exchange text,
    instrument text,
    price numeric,
    data jsonb,
    raw_response text,
    message_type text,
    "timestamp" timestamp without time zone,
    status_code integer,
    response_time_ms integer
)
PARTITION BY RANGE (timestamp);


--
-- Name: api_connector_data_y2026m01; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.api_connector_data_y2026m01 (
    id integer,
    source_id text,
    connector_id text,
    exchange text,
    instrument text,
    price numeric,
    data jsonb,
    raw_response text,
    message_type text,
    "timestamp" timestamp without time zone,
    status_code integer,
    response_time_ms integer
);


--
-- Name: api_connector_data_y2026m01; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_connector_data ATTACH PARTITION public.api_connector_data_y2026m01 FOR VALUES FROM ('2026-01-01 00:00:00') TO ('2026-02-01 00:00:00');


--
-- Name: api_connector_data_y2026m02; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.api_connector_data_y2026m02 (
    id integer,
    source_id text,
    connector_id text,
    exchange text,
    instrument text,
    price numeric,
    data jsonb,
    raw_response text,
    message_type text,
    "timestamp" timestamp without time zone,
    status_code integer,
    response_time_ms integer
);


--
-- Name: api_connector_data_y2026m02; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_connector_data ATTACH PARTITION public.api_connector_data_y2026m02 FOR VALUES FROM ('2026-02-01 00:00:00') TO ('2026-03-01 00:00:00');


--
-- Name: api_connector_items; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.api_connector_items (
    id integer,
    connector_id text,
    api_name text,
    "timestamp" timestamp with time zone,
    exchange text,
    coin_name text,
    coin_symbol text,
    price numeric,
    market_cap numeric,
    volume_24h numeric,
    price_change_24h numeric,
    market_cap_rank integer,
    item_data jsonb,
    raw_item jsonb,
    item_index integer,
    response_time_ms numeric,
    source_id text,
    session_id text
)
PARTITION BY RANGE (timestamp);


--
-- Name: api_connector_items_y2026m01; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.api_connector_items_y2026m01 (
    id integer,
    connector_id text,
    api_name text,
    "timestamp" timestamp with time zone,
    exchange text,
    coin_name text,
    coin_symbol text,
    price numeric,
    market_cap numeric,
    volume_24h numeric,
    price_change_24h numeric,
    market_cap_rank integer,
    item_data jsonb,
    raw_item jsonb,
    item_index integer,
    response_time_ms numeric,
    source_id text,
    session_id text
);


--
-- Name: api_connector_items_y2026m01; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_connector_items ATTACH PARTITION public.api_connector_items_y2026m01 FOR VALUES FROM ('2026-01-01 00:00:00+00') TO ('2026-02-01 00:00:00+00');


--
-- Name: api_connector_items_y2026m02; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.api_connector_items_y2026m02 (
    id integer,
    connector_id text,
    api_name text,
    "timestamp" timestamp with time zone,
    exchange text,
    coin_name text,
    coin_symbol text,
    price numeric,
    market_cap numeric,
    volume_24h numeric,
    price_change_24h numeric,
    market_cap_rank integer,
    item_data jsonb,
    raw_item jsonb,
    item_index integer,
    response_time_ms numeric,
    source_id text,
    session_id text
);


--
-- Name: api_connector_items_y2026m02; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_connector_items ATTACH PARTITION public.api_connector_items_y2026m02 FOR VALUES FROM ('2026-02-01 00:00:00+00') TO ('2026-03-01 00:00:00+00');


--
-- Name: websocket_data; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.websocket_data (
    id integer,
    connector_id text,
    exchange text,
    instrument text,
    price numeric,
    data jsonb,
    raw_response text,
    message_type text,
    "timestamp" timestamp without time zone,
    source_id text
)
PARTITION BY RANGE (timestamp);


--
-- Name: websocket_data_y2026m01; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.websocket_data_y2026m01 (
    id integer,
    connector_id text,
    exchange text,
    instrument text,
    price numeric,
    data jsonb,
    raw_response text,
    message_type text,
    "timestamp" timestamp without time zone,
    source_id text
);


--
-- Name: websocket_data_y2026m01; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.websocket_data ATTACH PARTITION public.websocket_data_y2026m01 FOR VALUES FROM ('2026-01-01 00:00:00') TO ('2026-02-01 00:00:00');


--
-- Name: websocket_data_y2026m02; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.websocket_data_y2026m02 (
    id integer,
    connector_id text,
    exchange text,
    instrument text,
    price numeric,
    data jsonb,
    raw_response text,
    message_type text,
    "timestamp" timestamp without time zone,
    source_id text
);


--
-- Name: websocket_data_y2026m02; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.websocket_data ATTACH PARTITION public.websocket_data_y2026m02 FOR VALUES FROM ('2026-02-01 00:00:00') TO ('2026-03-01 00:00:00');


--
-- Name: websocket_messages; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.websocket_messages (
    id integer,
    "timestamp" timestamp with time zone,
    exchange text,
    instrument text,
    price numeric,
    data jsonb,
    message_type text,
    message_number bigint,
    latency_ms numeric,
    format text,
    extract_time numeric,
    transform_time numeric,
    load_time numeric,
    total_time numeric
)
PARTITION BY RANGE (timestamp);


--
-- Name: websocket_messages_y2026m01; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.websocket_messages_y2026m01 (
    id integer,
    "timestamp" timestamp with time zone,
    exchange text,
    instrument text,
    price numeric,
    data jsonb,
    message_type text,
    message_number bigint,
    latency_ms numeric,
    format text,
    extract_time numeric,
    transform_time numeric,
    load_time numeric,
    total_time numeric
);


--
-- Name: websocket_messages_y2026m01; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.websocket_messages ATTACH PARTITION public.websocket_messages_y2026m01 FOR VALUES FROM ('2026-01-01 00:00:00+00') TO ('2026-02-01 00:00:00+00');


--
-- Name: websocket_messages_y2026m02; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.websocket_messages_y2026m02 (
    id integer,
    "timestamp" timestamp with time zone,
    exchange text,
    instrument text,
    price numeric,
    data jsonb,
    message_type text,
    message_number bigint,
    latency_ms numeric,
    format text,
    extract_time numeric,
    transform_time numeric,
    load_time numeric,
    total_time numeric
);


--
-- Name: websocket_messages_y2026m02; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.websocket_messages ATTACH PARTITION public.websocket_messages_y2026m02 FOR VALUES FROM ('2026-02-01 00:00:00+00') TO ('2026-03-01 00:00:00+00');


--
-- Name: websocket_batches; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.websocket_batches (
    id integer,
    "timestamp" timestamp with time zone,
    exchange text,
    total_messages integer,
    messages_per_second numeric,
    instruments text[],
    messages jsonb,
    metrics jsonb
);


--
-- Name: connector_status; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.connector_status (
    id integer,
    connector_id text,
    status text,
    last_run timestamp with time zone,
    last_error text,
    message_count bigint,
    error_count bigint,
    updated_at timestamp with time zone
);


--
-- Data for Name: api_connectors; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.api_connectors (id, connector_id, connector_name, source_id, created_at, updated_at) FROM stdin;
1	binance_orderbook	Binance - Order Book	binance	2026-01-31 23:59:40.00025	2026-01-31 23:59:40.00025
2	binance_prices	Binance - Prices	binance	2026-01-31 23:59:40.00025	2026-01-31 23:59:40.00025
3	coingecko_global	CoinGecko - Global	coingecko	2026-01-31 23:59:40.00025	2026-01-31 23:59:40.00025
\.


--
-- Data for Name: api_connector_data_y2026m01; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.api_connector_data_y2026m01 (id, source_id, connector_id, exchange, instrument, price, data, raw_response, message_type, "timestamp", status_code, response_time_ms) FROM stdin;
1	msg-0000	binance_prices	binance	BTC/USDT	63938.35226751	{"symbol": "BTCUSDT", "price": "63938.35226751"}	{\n "symbol": "BTCUSDT",\n "price": "63938.35226751"\n}	price	2026-01-31 23:59:40.50025	200	357
2	msg-0001	binance_prices	binance	BTC/USDT	63990.00436013	{"symbol": "BTCUSDT", "price": "63990.00436013"}	{\n "symbol": "BTCUSDT",\n "price": "63990.00436013"\n}	price	2026-01-31 23:59:40.50025	200	304
3	msg-0002	binance_prices	binance	BTC/USDT	64002.96725612	{"symbol": "BTCUSDT", "price": "64002.96725612"}	{\n "symbol": "BTCUSDT",\n "price": "64002.96725612"\n}	price	2026-01-31 23:59:50.50025	200	85
4	msg-0003	binance_prices	binance	BTC/USDT	63966.72512198	{"symbol": "BTCUSDT", "price": "63966.72512198"}	{\n "symbol": "BTCUSDT",\n "price": "63966.72512198"\n}	price	2026-01-31 23:59:50.50025	200	378
\.


--
-- Data for Name: api_connector_data_y2026m02; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.api_connector_data_y2026m02 (id, source_id, connector_id, exchange, instrument, price, data, raw_response, message_type, "timestamp", status_code, response_time_ms) FROM stdin;
5	msg-0004	binance_prices	binance	BTC/USDT	64013.99570731	{"symbol": "BTCUSDT", "price": "64013.99570731"}	{\n "symbol": "BTCUSDT",\n "price": "64013.99570731"\n}	price	2026-02-01 00:00:00.50025	200	168
6	msg-0005	binance_prices	binance	\N	\N	{"code": -1003, "msg": "Too many, \\"much too many\\""}	{\n "code": -1003,\n "msg": "Too many, \\"much too many\\""\n}	price	2026-02-01 00:00:00.50025	418	133
7	msg-0006	binance_prices	binance	BTC/USDT	64019.65936934	{"symbol": "BTCUSDT", "price": "64019.65936934"}	{\n "symbol": "BTCUSDT",\n "price": "64019.65936934"\n}	price	2026-02-01 00:00:10.50025	200	116
8	msg-0007	binance_prices	binance	BTC/USDT	63983.88636680	{"symbol": "BTCUSDT", "price": "63983.88636680"}	{\n "symbol": "BTCUSDT",\n "price": "63983.88636680"\n}	price	2026-02-01 00:00:10.50025	200	77
9	msg-0008	binance_prices	binance	BTC/USDT	64044.78715955	{"symbol": "BTCUSDT", "price": "64044.78715955"}	{\n "symbol": "BTCUSDT",\n "price": "64044.78715955"\n}	price	2026-02-01 00:00:20.50025	200	208
10	msg-0009	binance_prices	binance	BTC/USDT	63966.97744983	{"symbol": "BTCUSDT", "price": "63966.97744983"}	{\n "symbol": "BTCUSDT",\n "price": "63966.97744983"\n}	price	2026-02-01 00:00:20.50025	200	52
11	msg-0010	binance_prices	binance	BTC/USDT	63971.52391397	{"symbol": "BTCUSDT", "price": "63971.52391397"}	{\n "symbol": "BTCUSDT",\n "price": "63971.52391397"\n}	price	2026-02-01 00:00:30.50025	200	60
12	msg-0011	binance_prices	binance	BTC/USDT	63985.40104867	{"symbol": "BTCUSDT", "price": "63985.40104867"}	{\n "symbol": "BTCUSDT",\n "price": "63985.40104867"\n}	price	2026-02-01 00:00:30.50025	200	80
\.


--
-- Data for Name: api_connector_items_y2026m01; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.api_connector_items_y2026m01 (id, connector_id, api_name, "timestamp", exchange, coin_name, coin_symbol, price, market_cap, volume_24h, price_change_24h, market_cap_rank, item_data, raw_item, item_index, response_time_ms, source_id, session_id) FROM stdin;
1	coingecko_top	CoinGecko - Top	2026-01-31 23:59:40.00025+00	coingecko	Bitcoin	BTC	64371.55332417	1387503080647.98	32483413358.97	-1.5807	1	{"id": "bitcoin", "symbol": "btc", "current_price": "64371.55332417"}	{"id": "bitcoin", "symbol": "btc", "current_price": "64371.55332417"}	0	214.462	msg-0	session-1
2	coingecko_top	CoinGecko - Top	2026-01-31 23:59:40.00025+00	coingecko	Ethereum	ETH	3472.74667729	1633742537877.56	25355057783.66	1.0070	2	{"id": "ethereum", "symbol": "eth", "current_price": "3472.74667729"}	\N	1	161.447	msg-0	session-1
3	coingecko_top	CoinGecko - Top	2026-01-31 23:59:40.00025+00	coingecko	Pepe	PEPE	0.00001221	1221216606034.33	25524612235.67	-0.0354	31	{"id": "pepe", "symbol": "pepe", "current_price": "0.00001221"}	\N	2	278.933	msg-0	session-1
4	coingecko_top	CoinGecko - Top	2026-01-31 23:59:50.00025+00	coingecko	Bitcoin	BTC	64439.29149746	1298562747062.42	26235223669.66	0.0891	1	{"id": "bitcoin", "symbol": "btc", "current_price": "64439.29149746"}	{"id": "bitcoin", "symbol": "btc", "current_price": "64439.29149746"}	0	254.278	msg-1	session-1
5	coingecko_top	CoinGecko - Top	2026-01-31 23:59:50.00025+00	coingecko	Ethereum	ETH	3361.37544497	1507778122504.46	27143007266.57	-1.8085	2	{"id": "ethereum", "symbol": "eth", "current_price": "3361.37544497"}	\N	1	116.047	msg-1	session-1
6	coingecko_top	CoinGecko - Top	2026-01-31 23:59:50.00025+00	coingecko	Pepe	PEPE	0.00001213	1506519978065.92	30329278258.17	0.0017	31	{"id": "pepe", "symbol": "pepe", "current_price": "0.00001213"}	\N	2	99.254	msg-1	session-1
\.


--
-- Data for Name: api_connector_items_y2026m02; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.api_connector_items_y2026m02 (id, connector_id, api_name, "timestamp", exchange, coin_name, coin_symbol, price, market_cap, volume_24h, price_change_24h, market_cap_rank, item_data, raw_item, item_index, response_time_ms, source_id, session_id) FROM stdin;
7	coingecko_top	CoinGecko - Top	2026-02-01 00:00:00.00025+00	coingecko	Bitcoin	BTC	64614.85070637	1275238310447.50	23629882644.33	0.8896	1	{"id": "bitcoin", "symbol": "btc", "current_price": "64614.85070637"}	{"id": "bitcoin", "symbol": "btc", "current_price": "64614.85070637"}	0	237.345	msg-2	session-1
8	coingecko_top	CoinGecko - Top	2026-02-01 00:00:00.00025+00	coingecko	Ethereum	ETH	3415.16630854	1430857611402.51	34278237274.11	4.1997	2	{"id": "ethereum", "symbol": "eth", "current_price": "3415.16630854"}	\N	1	248.564	msg-2	session-1
9	coingecko_top	CoinGecko - Top	2026-02-01 00:00:00.00025+00	coingecko	Pepe	PEPE	0.00001214	1615859533935.34	26794006188.67	-2.4846	31	{"id": "pepe", "symbol": "pepe", "current_price": "0.00001214"}	\N	2	284.795	msg-2	session-1
10	coingecko_top	CoinGecko - Top	2026-02-01 00:00:10.00025+00	coingecko	Bitcoin	BTC	64499.10595875	1711515110040.93	33318173960.13	-0.0524	1	{"id": "bitcoin", "symbol": "btc", "current_price": "64499.10595875"}	{"id": "bitcoin", "symbol": "btc", "current_price": "64499.10595875"}	0	100.257	msg-3	session-1
11	coingecko_top	CoinGecko - Top	2026-02-01 00:00:10.00025+00	coingecko	Ethereum	ETH	3426.49149278	1268537695475.91	30439194127.86	-4.6742	2	{"id": "ethereum", "symbol": "eth", "current_price": "3426.49149278"}	\N	1	248.368	msg-3	session-1
12	coingecko_top	CoinGecko - Top	2026-02-01 00:00:10.00025+00	coingecko	Pepe	PEPE	0.00001188	1658187879967.01	27643615953.00	-3.5652	31	{"id": "pepe", "symbol": "pepe", "current_price": "0.00001188"}	\N	2	179.916	msg-3	session-1
13	coingecko_top	CoinGecko - Top	2026-02-01 00:00:20.00025+00	coingecko	Bitcoin	BTC	64089.16162341	1399943947286.54	27374182500.85	0.3613	1	{"id": "bitcoin", "symbol": "btc", "current_price": "64089.16162341"}	{"id": "bitcoin", "symbol": "btc", "current_price": "64089.16162341"}	0	243.883	msg-4	session-1
14	coingecko_top	CoinGecko - Top	2026-02-01 00:00:20.00025+00	coingecko	Ethereum	ETH	3396.09206037	1418264346267.98	24490600789.98	-1.0450	2	{"id": "ethereum", "symbol": "eth", "current_price": "3396.09206037"}	\N	1	272.893	msg-4	session-1
15	coingecko_top	CoinGecko - Top	2026-02-01 00:00:20.00025+00	coingecko	Pepe	PEPE	0.00001202	1292387518997.66	25993580051.53	1.6305	31	{"id": "pepe", "symbol": "pepe", "current_price": "0.00001202"}	\N	2	260.111	msg-4	session-1
16	coingecko_top	CoinGecko - Top	2026-02-01 00:00:30.00025+00	coingecko	Bitcoin	BTC	64116.83038013	1577826346209.22	29756219863.55	-1.8760	1	{"id": "bitcoin", "symbol": "btc", "current_price": "64116.83038013"}	{"id": "bitcoin", "symbol": "btc", "current_price": "64116.83038013"}	0	221.532	msg-5	session-1
17	coingecko_top	CoinGecko - Top	2026-02-01 00:00:30.00025+00	coingecko	Ethereum	ETH	3353.29128759	1504058360137.47	22033852449.99	5.5460	2	{"id": "ethereum", "symbol": "eth", "current_price": "3353.29128759"}	\N	1	292.601	msg-5	session-1
18	coingecko_top	CoinGecko - Top	2026-02-01 00:00:30.00025+00	coingecko	Pepe	PEPE	0.00001195	1849137115924.31	27040672126.22	-3.4663	31	{"id": "pepe", "symbol": "pepe", "current_price": "0.00001195"}	\N	2	130.156	msg-5	session-1
19	coingecko_top	CoinGecko - Top	2026-02-01 00:00:40.00025+00	coingecko	Bitcoin	BTC	63347.84602250	1418383113971.88	28473061128.50	3.1295	1	{"id": "bitcoin", "symbol": "btc", "current_price": "63347.84602250"}	{"id": "bitcoin", "symbol": "btc", "current_price": "63347.84602250"}	0	198.244	msg-6	session-1
20	coingecko_top	CoinGecko - Top	2026-02-01 00:00:40.00025+00	coingecko	Ethereum	ETH	3408.49802624	1555418428608.75	30756446772.82	0.5562	2	{"id": "ethereum", "symbol": "eth", "current_price": "3408.49802624"}	\N	1	187.194	msg-6	session-1
21	coingecko_top	CoinGecko - Top	2026-02-01 00:00:40.00025+00	coingecko	Pepe	PEPE	0.00001209	1564004272079.96	26888359770.25	-3.9649	31	{"id": "pepe", "symbol": "pepe", "current_price": "0.00001209"}	\N	2	274.493	msg-6	session-1
22	coingecko_top	CoinGecko - Top	2026-02-01 00:00:50.00025+00	coingecko	Bitcoin	BTC	64058.49877752	1666409137092.99	23197834304.15	-4.5237	1	{"id": "bitcoin", "symbol": "btc", "current_price": "64058.49877752"}	{"id": "bitcoin", "symbol": "btc", "current_price": "64058.49877752"}	0	141.632	msg-7	session-1
23	coingecko_top	CoinGecko - Top	2026-02-01 00:00:50.00025+00	coingecko	Ethereum	ETH	3432.63464621	1434924845097.42	30869541869.94	-1.6768	2	{"id": "ethereum", "symbol": "eth", "current_price": "3432.63464621"}	\N	1	139.558	msg-7	session-1
24	coingecko_top	CoinGecko - Top	2026-02-01 00:00:50.00025+00	coingecko	Pepe	PEPE	0.00001227	1408154372209.55	34419937796.47	1.6843	31	{"id": "pepe", "symbol": "pepe", "current_price": "0.00001227"}	\N	2	289.278	msg-7	session-1
25	coingecko_top	CoinGecko - Top	2026-02-01 00:01:00.00025+00	coingecko	Bitcoin	BTC	63019.08066205	1432335955659.91	29367440589.87	-0.5775	1	{"id": "bitcoin", "symbol": "btc", "current_price": "63019.08066205"}	{"id": "bitcoin", "symbol": "btc", "current_price": "63019.08066205"}	0	246.694	msg-8	session-1
26	coingecko_top	CoinGecko - Top	2026-02-01 00:01:00.00025+00	coingecko	Ethereum	ETH	3331.30454975	2191929008825.93	22633993980.50	-1.2976	2	{"id": "ethereum", "symbol": "eth", "current_price": "3331.30454975"}	\N	1	256.435	msg-8	session-1
27	coingecko_top	CoinGecko - Top	2026-02-01 00:01:00.00025+00	coingecko	Pepe	PEPE	0.00001204	1240509091506.02	27125056381.92	-1.6737	31	{"id": "pepe", "symbol": "pepe", "current_price": "0.00001204"}	\N	2	288.809	msg-8	session-1
28	coingecko_top	CoinGecko - Top	2026-02-01 00:01:10.00025+00	coingecko	Bitcoin	BTC	64126.62667121	1362681967132.81	27139028848.45	-0.1731	1	{"id": "bitcoin", "symbol": "btc", "current_price": "64126.62667121"}	{"id": "bitcoin", "symbol": "btc", "current_price": "64126.62667121"}	0	295.049	msg-9	session-1
29	coingecko_top	CoinGecko - Top	2026-02-01 00:01:10.00025+00	coingecko	Ethereum	ETH	3389.59504566	1582076731503.30	23906617934.41	2.4193	2	{"id": "ethereum", "symbol": "eth", "current_price": "3389.59504566"}	\N	1	125.002	msg-9	session-1
30	coingecko_top	CoinGecko - Top	2026-02-01 00:01:10.00025+00	coingecko	Pepe	PEPE	0.00001204	1332295129878.33	27756601388.63	-4.0802	31	{"id": "pepe", "symbol": "pepe", "current_price": "0.00001204"}	\N	2	116.879	msg-9	session-1
31	coingecko_top	CoinGecko - Top	2026-02-01 00:01:20.00025+00	coingecko	Bitcoin	BTC	64428.75432191	1944917477583.52	25865888433.74	0.5674	1	{"id": "bitcoin", "symbol": "btc", "current_price": "64428.75432191"}	{"id": "bitcoin", "symbol": "btc", "current_price": "64428.75432191"}	0	158.323	msg-10	session-1
32	coingecko_top	CoinGecko - Top	2026-02-01 00:01:20.00025+00	coingecko	Ethereum	ETH	3401.91065883	1225926056652.61	28302202221.99	0.1402	2	{"id": "ethereum", "symbol": "eth", "current_price": "3401.91065883"}	\N	1	189.977	msg-10	session-1
33	coingecko_top	CoinGecko - Top	2026-02-01 00:01:20.00025+00	coingecko	Pepe	PEPE	0.00001191	1426741635517.54	23939788011.21	-1.5449	31	{"id": "pepe", "symbol": "pepe", "current_price": "0.00001191"}	\N	2	250.915	msg-10	session-1
34	coingecko_top	CoinGecko - Top	2026-02-01 00:01:30.00025+00	coingecko	Bitcoin	BTC	63640.77943685	1356762723048.44	33310605746.81	2.2604	1	{"id": "bitcoin", "symbol": "btc", "current_price": "63640.77943685"}	{"id": "bitcoin", "symbol": "btc", "current_price": "63640.77943685"}	0	152.988	msg-11	session-1
35	coingecko_top	CoinGecko - Top	2026-02-01 00:01:30.00025+00	coingecko	Ethereum	ETH	3377.42258248	1382532377317.16	27342878335.21	2.1748	2	{"id": "ethereum", "symbol": "eth", "current_price": "3377.42258248"}	\N	1	184.121	msg-11	session-1
36	coingecko_top	CoinGecko - Top	2026-02-01 00:01:30.00025+00	coingecko	Pepe	PEPE	0.00001188	1335350405860.67	29687675252.51	-4.3167	31	{"id": "pepe", "symbol": "pepe", "current_price": "0.00001188"}	\N	2	292.799	msg-11	session-1
\.


--
-- Data for Name: websocket_data_y2026m01; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.websocket_data_y2026m01 (id, connector_id, exchange, instrument, price, data, raw_response, message_type, "timestamp", source_id) FROM stdin;
1	binance_stream	binance	BTC/USDT	64000.00	{"e": "trade", "p": "64000.00", "q": "0.00100000"}	{"e":"trade","p":"64000.00","q":"0.00100000"}	trade	2026-01-31 23:59:40.00025	\N
2	binance_stream	binance	BTC/USDT	64000.00	{"e": "trade", "p": "64000.00", "q": "0.00100000"}	{"e":"trade","p":"64000.00","q":"0.00100000"}	trade	2026-01-31 23:59:40.00025	\N
3	binance_stream	binance	BTC/USDT	64000.00	{"e": "trade", "p": "64000.00", "q": "0.00100000"}	{"e":"trade","p":"64000.00","q":"0.00100000"}	trade	2026-01-31 23:59:43.00025	\N
4	binance_stream	binance	BTC/USDT	64000.00	{"e": "trade", "p": "64000.00", "q": "0.00100000"}	{"e":"trade","p":"64000.00","q":"0.00100000"}	trade	2026-01-31 23:59:43.00025	\N
5	binance_stream	binance	BTC/USDT	64001.00	{"e": "trade", "p": "64001.00", "q": "0.00100000"}	{"e":"trade","p":"64001.00","q":"0.00100000"}	trade	2026-01-31 23:59:46.00025	\N
6	binance_stream	binance	BTC/USDT	64001.00	{"e": "trade", "p": "64001.00", "q": "0.00100000"}	{"e":"trade","p":"64001.00","q":"0.00100000"}	trade	2026-01-31 23:59:46.00025	\N
7	binance_stream	binance	BTC/USDT	64001.00	{"e": "trade", "p": "64001.00", "q": "0.00100000"}	{"e":"trade","p":"64001.00","q":"0.00100000"}	trade	2026-01-31 23:59:49.00025	\N
8	\N	binance	BTC/USDT	64001.00	{"e": "trade", "p": "64001.00", "q": "0.00100000"}	{"e":"trade","p":"64001.00","q":"0.00100000"}	trade	2026-01-31 23:59:49.00025	\N
9	binance_stream	binance	BTC/USDT	64002.00	{"e": "trade", "p": "64002.00", "q": "0.00100000"}	{"e":"trade","p":"64002.00","q":"0.00100000"}	trade	2026-01-31 23:59:52.00025	\N
10	binance_stream	binance	BTC/USDT	64002.00	{"e": "trade", "p": "64002.00", "q": "0.00100000"}	{"e":"trade","p":"64002.00","q":"0.00100000"}	trade	2026-01-31 23:59:52.00025	\N
11	binance_stream	binance	BTC/USDT	64002.00	{"e": "trade", "p": "64002.00", "q": "0.00100000"}	{"e":"trade","p":"64002.00","q":"0.00100000"}	trade	2026-01-31 23:59:55.00025	\N
12	binance_stream	binance	BTC/USDT	64002.00	{"e": "trade", "p": "64002.00", "q": "0.00100000"}	{"e":"trade","p":"64002.00","q":"0.00100000"}	trade	2026-01-31 23:59:55.00025	\N
13	binance_stream	binance	BTC/USDT	64003.00	{"e": "trade", "p": "64003.00", "q": "0.00100000"}	{"e":"trade","p":"64003.00","q":"0.00100000"}	trade	2026-01-31 23:59:58.00025	\N
14	binance_stream	binance	BTC/USDT	64003.00	{"e": "trade", "p": "64003.00", "q": "0.00100000"}	{"e":"trade","p":"64003.00","q":"0.00100000"}	trade	2026-01-31 23:59:58.00025	\N
\.


--
-- Data for Name: websocket_data_y2026m02; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.websocket_data_y2026m02 (id, connector_id, exchange, instrument, price, data, raw_response, message_type, "timestamp", source_id) FROM stdin;
15	binance_stream	binance	BTC/USDT	64003.00	{"e": "trade", "p": "64003.00", "q": "0.00100000"}	{"e":"trade","p":"64003.00","q":"0.00100000"}	trade	2026-02-01 00:00:01.00025	\N
16	binance_stream	binance	BTC/USDT	64003.00	{"e": "trade", "p": "64003.00", "q": "0.00100000"}	{"e":"trade","p":"64003.00","q":"0.00100000"}	trade	2026-02-01 00:00:01.00025	\N
17	binance_stream	binance	BTC/USDT	64004.00	{"e": "trade", "p": "64004.00", "q": "0.00100000"}	{"e":"trade","p":"64004.00","q":"0.00100000"}	trade	2026-02-01 00:00:04.00025	\N
18	binance_stream	binance	BTC/USDT	64004.00	{"e": "trade", "p": "64004.00", "q": "0.00100000"}	{"e":"trade","p":"64004.00","q":"0.00100000"}	trade	2026-02-01 00:00:04.00025	\N
19	binance_stream	binance	BTC/USDT	64004.00	{"e": "trade", "p": "64004.00", "q": "0.00100000"}	{"e":"trade","p":"64004.00","q":"0.00100000"}	trade	2026-02-01 00:00:07.00025	\N
20	binance_stream	binance	BTC/USDT	64004.00	{"e": "trade", "p": "64004.00", "q": "0.00100000"}	{"e":"trade","p":"64004.00","q":"0.00100000"}	trade	2026-02-01 00:00:07.00025	\N
\.


--
-- Data for Name: websocket_messages_y2026m01; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.websocket_messages_y2026m01 (id, "timestamp", exchange, instrument, price, data, message_type, message_number, latency_ms, format, extract_time, transform_time, load_time, total_time) FROM stdin;
1	2026-01-31 23:59:40.00025+00	binance	BTCUSDT	64000.00	{"e": "trade", "p": "64000.00", "q": "0.00100000"}	trade	1	12.271	json	0.980145	0.988172	0.764768	\N
2	2026-01-31 23:59:40.00025+00	binance	BTCUSDT	64000.00	{"e": "trade", "p": "64000.00", "q": "0.00100000"}	trade	2	37.503	json	0.412997	0.400361	0.831990	\N
3	2026-01-31 23:59:43.00025+00	binance	BTCUSDT	64000.00	{"e": "trade", "p": "64000.00", "q": "0.00100000"}	trade	3	80.952	json	0.494704	0.867025	0.745744	\N
4	2026-01-31 23:59:43.00025+00	binance	BTCUSDT	64000.00	{"e": "trade", "p": "64000.00", "q": "0.00100000"}	trade	4	47.657	json	0.048972	0.974785	0.198322	\N
5	2026-01-31 23:59:46.00025+00	binance	BTCUSDT	64001.00	{"e": "trade", "p": "64001.00", "q": "0.00100000"}	trade	5	78.843	json	0.679834	0.152947	0.334878	\N
6	2026-01-31 23:59:46.00025+00	binance	BTCUSDT	64001.00	{"e": "trade", "p": "64001.00", "q": "0.00100000"}	trade	6	79.516	json	0.455465	0.172590	0.973284	\N
7	2026-01-31 23:59:49.00025+00	binance	BTCUSDT	64001.00	{"e": "trade", "p": "64001.00", "q": "0.00100000"}	trade	7	17.099	json	0.381043	0.966747	0.221394	\N
8	2026-01-31 23:59:49.00025+00	binance	BTCUSDT	64001.00	{"e": "trade", "p": "64001.00", "q": "0.00100000"}	trade	8	27.481	json	0.899161	0.314872	0.701499	\N
9	2026-01-31 23:59:52.00025+00	binance	BTCUSDT	64002.00	{"e": "trade", "p": "64002.00", "q": "0.00100000"}	trade	9	88.441	json	0.598497	0.870332	0.651076	\N
10	2026-01-31 23:59:52.00025+00	binance	BTCUSDT	64002.00	{"e": "trade", "p": "64002.00", "q": "0.00100000"}	trade	10	65.924	json	0.186402	0.117633	0.464181	\N
11	2026-01-31 23:59:55.00025+00	binance	BTCUSDT	64002.00	{"e": "trade", "p": "64002.00", "q": "0.00100000"}	trade	11	33.919	json	0.418419	0.673264	0.807907	\N
12	2026-01-31 23:59:55.00025+00	binance	BTCUSDT	64002.00	{"e": "trade", "p": "64002.00", "q": "0.00100000"}	trade	12	77.546	json	0.890408	0.708549	0.669632	\N
13	2026-01-31 23:59:58.00025+00	binance	BTCUSDT	64003.00	{"e": "trade", "p": "64003.00", "q": "0.00100000"}	trade	13	38.127	json	0.408078	0.672305	0.586699	\N
14	2026-01-31 23:59:58.00025+00	binance	BTCUSDT	64003.00	{"e": "trade", "p": "64003.00", "q": "0.00100000"}	trade	14	23.369	json	0.733694	0.351147	0.507311	\N
\.


--
-- Data for Name: websocket_messages_y2026m02; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.websocket_messages_y2026m02 (id, "timestamp", exchange, instrument, price, data, message_type, message_number, latency_ms, format, extract_time, transform_time, load_time, total_time) FROM stdin;
15	2026-02-01 00:00:01.00025+00	binance	BTCUSDT	64003.00	{"e": "trade", "p": "64003.00", "q": "0.00100000"}	trade	15	48.845	json	0.671386	0.156160	0.016849	\N
16	2026-02-01 00:00:01.00025+00	binance	BTCUSDT	64003.00	{"e": "trade", "p": "64003.00", "q": "0.00100000"}	trade	16	48.963	json	0.669107	0.931874	0.845818	\N
17	2026-02-01 00:00:04.00025+00	binance	BTCUSDT	64004.00	{"e": "trade", "p": "64004.00", "q": "0.00100000"}	trade	17	5.242	json	0.353423	0.592772	0.409750	\N
18	2026-02-01 00:00:04.00025+00	binance	BTCUSDT	64004.00	{"e": "trade", "p": "64004.00", "q": "0.00100000"}	trade	18	65.495	json	0.426058	0.984123	0.904157	\N
19	2026-02-01 00:00:07.00025+00	binance	BTCUSDT	64004.00	{"e": "trade", "p": "64004.00", "q": "0.00100000"}	trade	19	75.222	json	0.101842	0.655517	0.561919	\N
20	2026-02-01 00:00:07.00025+00	binance	BTCUSDT	64004.00	{"e": "trade", "p": "64004.00", "q": "0.00100000"}	trade	20	56.856	json	0.300865	0.523866	0.303393	\N
\.


--
-- Data for Name: websocket_batches; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.websocket_batches (id, "timestamp", exchange, total_messages, messages_per_second, instruments, messages, metrics) FROM stdin;
1	2026-01-31 23:59:40.00025+00	binance	100	3.9610	{BTCUSDT,ETHUSDT}	{"first": 1}	{"lag": 0.1}
2	2026-02-01 00:00:40.00025+00	kraken	101	3.9125	{XBT/USD,"a \\"b\\"","c,d\\\\e"}	{"first": 1}	{"lag": 0.1}
3	2026-02-01 00:01:40.00025+00	okx	102	3.3525	{}	{"first": 1}	{"lag": 0.1}
4	2026-02-01 00:02:40.00025+00	bybit	103	5.9758	\N	{"first": 1}	{"lag": 0.1}
\.


--
-- Data for Name: connector_status; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.connector_status (id, connector_id, status, last_run, last_error, message_count, error_count, updated_at) FROM stdin;
1	binance_prices	running	2026-01-31 23:59:40.00025+00	\N	12	0	2026-01-31 23:59:40.00025+00
2	coingecko_global	error	2026-01-31 23:59:40.00025+00	timed out\nafter 30 s	3000000000	1	2026-01-31 23:59:40.00025+00
\.


--
-- PostgreSQL database dump complete
--

\unrestrict 8vQeTz5mLr2YkWc0NsHb7JpXa4DgFu1SoBi9RtEyVnGxMhKdZlAjPqCwU3fO6Ir

