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
-- Name: exchanges; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.exchanges (
    id integer,
    name text,
    created_at timestamp with time zone
);


--
-- Name: markets; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.markets (
    id bigint,
    exchange_id integer,
    symbol text,
    base_currency text,
    quote_currency text,
    contract_type text,
    tick_size numeric,
    lot_size numeric,
    metadata jsonb,
    created_at timestamp with time zone
);


--
-- Name: tickers; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.tickers (
    id bigint,
    exchange_id integer,
    market_id bigint,
    symbol text,
    last_price numeric,
    mark_price numeric,
    index_price numeric,
    best_bid numeric,
    best_ask numeric,
    volume_24h numeric,
    turnover_24h numeric,
    price_change_24h numeric,
    high_24h numeric,
    low_24h numeric,
    ts timestamp with time zone,
    received_at timestamp with time zone
)
PARTITION BY RANGE (ts);


--
-- Name: tickers_2026_02_20; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.tickers_2026_02_20 (
    id bigint,
    exchange_id integer,
    market_id bigint,
    symbol text,
    last_price numeric,
    mark_price numeric,
    index_price numeric,
    best_bid numeric,
    best_ask numeric,
    volume_24h numeric,
    turnover_24h numeric,
    price_change_24h numeric,
    high_24h numeric,
    low_24h numeric,
    ts timestamp with time zone,
    received_at timestamp with time zone
);


--
-- Name: tickers_2026_02_20; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tickers ATTACH PARTITION public.tickers_2026_02_20 FOR VALUES FROM ('2026-02-20 00:00:00+00') TO ('2026-02-21 00:00:00+00');


--
-- Name: tickers_2026_02_21; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.tickers_2026_02_21 (
    id bigint,
    exchange_id integer,
    market_id bigint,
    symbol text,
    last_price numeric,
    mark_price numeric,
    index_price numeric,
    best_bid numeric,
    best_ask numeric,
    volume_24h numeric,
    turnover_24h numeric,
    price_change_24h numeric,
    high_24h numeric,
    low_24h numeric,
    ts timestamp with time zone,
    received_at timestamp with time zone
);


--
-- Name: tickers_2026_02_21; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tickers ATTACH PARTITION public.tickers_2026_02_21 FOR VALUES FROM ('2026-02-21 00:00:00+00') TO ('2026-02-22 00:00:00+00');


--
-- Name: orderbooks; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.orderbooks (
    id bigint,
    exchange_id integer,
    market_id bigint,
    symbol text,
    bids_notional numeric,
    asks_notional numeric,
    raw_book jsonb,
    spread_bps integer,
    ts timestamp with time zone,
    received_at timestamp with time zone
)
PARTITION BY RANGE (ts);


--
-- Name: orderbooks_2026_02_20; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.orderbooks_2026_02_20 (
    id bigint,
    exchange_id integer,
    market_id bigint,
    symbol text,
    bids_notional numeric,
    asks_notional numeric,
    raw_book jsonb,
    spread_bps integer,
    ts timestamp with time zone,
    received_at timestamp with time zone
);


--
-- Name: orderbooks_2026_02_20; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.orderbooks ATTACH PARTITION public.orderbooks_2026_02_20 FOR VALUES FROM ('2026-02-20 00:00:00+00') TO ('2026-02-21 00:00:00+00');


--
-- Name: orderbooks_2026_02_21; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.orderbooks_2026_02_21 (
    id bigint,
    exchange_id integer,
    market_id bigint,
    symbol text,
    bids_notional numeric,
    asks_notional numeric,
    raw_book jsonb,
    spread_bps integer,
    ts timestamp with time zone,
    received_at timestamp with time zone
);


--
-- Name: orderbooks_2026_02_21; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.orderbooks ATTACH PARTITION public.orderbooks_2026_02_21 FOR VALUES FROM ('2026-02-21 00:00:00+00') TO ('2026-02-22 00:00:00+00');


--
-- Name: trades; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.trades (
    id bigint,
    exchange_id integer,
    market_id bigint,
    symbol text,
    trade_id text,
    price numeric,
    size numeric,
    side text,
    ts timestamp with time zone,
    received_at timestamp with time zone,
    raw jsonb
)
PARTITION BY RANGE (ts);


--
-- Name: trades_2026_02_20; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.trades_2026_02_20 (
    id bigint,
    exchange_id integer,
    market_id bigint,
    symbol text,
    trade_id text,
    price numeric,
    size numeric,
    side text,
    ts timestamp with time zone,
    received_at timestamp with time zone,
    raw jsonb
);


--
-- Name: trades_2026_02_20; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.trades ATTACH PARTITION public.trades_2026_02_20 FOR VALUES FROM ('2026-02-20 00:00:00+00') TO ('2026-02-21 00:00:00+00');


--
-- Name: trades_2026_02_21; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.trades_2026_02_21 (
    id bigint,
    exchange_id integer,
    market_id bigint,
    symbol text,
    trade_id text,
    price numeric,
    size numeric,
    side text,
    ts timestamp with time zone,
    received_at timestamp with time zone,
    raw jsonb
);


--
-- Name: trades_2026_02_21; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.trades ATTACH PARTITION public.trades_2026_02_21 FOR VALUES FROM ('2026-02-21 00:00:00+00') TO ('2026-02-22 00:00:00+00');


--
-- Name: funding_rates; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.funding_rates (
    id bigint,
    exchange_id integer,
    market_id bigint,
    symbol text,
    rate numeric,
    next_rate numeric,
    ts timestamp with time zone,
    received_at timestamp with time zone,
    raw jsonb
)
PARTITION BY RANGE (ts);


--
-- Name: funding_rates_2026_02_20; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.funding_rates_2026_02_20 (
    id bigint,
    exchange_id integer,
    market_id bigint,
    symbol text,
    rate numeric,
    next_rate numeric,
    ts timestamp with time zone,
    received_at timestamp with time zone,
    raw jsonb
);


--
-- Name: funding_rates_2026_02_20; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.funding_rates ATTACH PARTITION public.funding_rates_2026_02_20 FOR VALUES FROM ('2026-02-20 00:00:00+00') TO ('2026-02-21 00:00:00+00');


--
-- Name: funding_rates_2026_02_21; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.funding_rates_2026_02_21 (
    id bigint,
    exchange_id integer,
    market_id bigint,
    symbol text,
    rate numeric,
    next_rate numeric,
    ts timestamp with time zone,
    received_at timestamp with time zone,
    raw jsonb
);


--
-- Name: funding_rates_2026_02_21; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.funding_rates ATTACH PARTITION public.funding_rates_2026_02_21 FOR VALUES FROM ('2026-02-21 00:00:00+00') TO ('2026-02-22 00:00:00+00');


--
-- Data for Name: exchanges; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.exchanges (id, name, created_at) FROM stdin;
1	binance	2025-10-10 08:00:00.123456+00
2	bybit	2025-10-10 08:00:00.123456+00
3	kucoin	2025-10-10 08:00:00.123456+00
4	lighter	2025-10-10 08:00:00.123456+00
5	paradex	2025-10-10 08:00:00.123456+00
6	hyperliquid	2025-10-10 08:00:00.123456+00
7	cryptocom	2025-10-10 08:00:00.123456+00
8	okx	2025-10-10 08:00:00.123456+00
\.


--
-- Data for Name: markets; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.markets (id, exchange_id, symbol, base_currency, quote_currency, contract_type, tick_size, lot_size, metadata, created_at) FROM stdin;
41	1	BTCUSDT	BTC	USDT	perpetual	0.1	0.001	{"rank": 0, "note": "says \\"hi\\", twice"}	2025-10-10 08:00:00.123456+00
42	1	1000PEPEUSDT	1000PEPE	USDT	perpetual	0.0000001	0.001	{"rank": 1, "note": "says \\"hi\\", twice"}	2025-10-10 08:00:01.123456+00
43	2	ETHUSDT	ETH	USDT	perpetual	0.01	0.001	{"rank": 2, "note": "says \\"hi\\", twice"}	2025-10-10 08:00:02.123456+00
44	6	BTC	BTC	USD	perpetual	0.1	\N	{"rank": 3, "note": "says \\"hi\\", twice"}	2025-10-10 08:00:03.123456+00
45	8	SOL-USDT-SWAP	SOL	USDT	perpetual	0.001	0.001	{"rank": 4, "note": "says \\"hi\\", twice"}	2025-10-10 08:00:04.123456+00
\.


--
-- Data for Name: tickers_2026_02_20; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.tickers_2026_02_20 (id, exchange_id, market_id, symbol, last_price, mark_price, index_price, best_bid, best_ask, volume_24h, turnover_24h, price_change_24h, high_24h, low_24h, ts, received_at) FROM stdin;
1	1	41	BTCUSDT	64038.4	64044.8	64032.0	64035.2	64041.6	5105.1846	372629819.67956829	-1065.0	65959.5	61476.8	2026-02-20 23:59:30+00	2026-02-20 23:59:30.016293+00
2	1	42	1000PEPEUSDT	0.0121160	0.0121172	0.0121148	0.0121154	0.0121166	8894.4946	1065279121.74646497	0.0005085	0.0124795	0.0116314	2026-02-20 23:59:32.752+00	2026-02-20 23:59:33.006346+00
3	2	43	ETHUSDT	3388.66	3389.00	3388.32	3388.49	3388.83	13392.5024	197944585.95441985	-219.84	3490.32	3253.11	2026-02-20 23:59:34.036+00	2026-02-20 23:59:34.455078+00
4	6	44	BTC	64153.8	64160.2	\N	64150.6	64157.0	4817.5009	347280112.89352006	-1567.4	66078.4	61587.6	2026-02-20 23:59:37.353+00	2026-02-20 23:59:38.230196+00
5	8	45	SOL-USDT-SWAP	150.809	150.824	150.794	150.802	150.817	7289.5715	806270239.33282089	-1.343	155.334	144.777	2026-02-20 23:59:38.719+00	2026-02-20 23:59:38.722451+00
6	1	41	BTCUSDT	64062.9	64069.3	64056.5	64059.7	64066.1	19354.3889	79663174.85461248	389.0	65984.8	61500.4	2026-02-20 23:59:38.947+00	2026-02-20 23:59:39.733053+00
7	1	42	1000PEPEUSDT	0.0121348	0.0121360	0.0121336	0.0121342	0.0121354	8233.2098	237838969.53089389	-0.0000166	0.0124989	0.0116494	2026-02-20 23:59:41.444+00	2026-02-20 23:59:41.982828+00
8	2	43	ETHUSDT	3401.86	3402.20	3401.52	3401.69	3402.03	2143.1514	94543088.72033978	43.02	3503.92	3265.79	2026-02-20 23:59:42.387+00	2026-02-20 23:59:43.116617+00
9	6	44	BTC	63875.0	63881.4	\N	63871.8	63878.2	15764.5333	195244032.53183731	-763.0	65791.3	61320.0	2026-02-20 23:59:46.156+00	2026-02-20 23:59:46.306138+00
10	8	45	SOL-USDT-SWAP	151.126	151.141	151.111	151.119	151.134	16780.5293	631191363.50711930	4.020	155.660	145.081	2026-02-20 23:59:48.476+00	2026-02-20 23:59:48.756732+00
11	1	41	BTCUSDT	64041.5	64047.9	64035.1	64038.3	64044.7	5454.2566	1762046900.32331848	658.1	65962.8	61479.9	2026-02-20 23:59:48.976+00	2026-02-20 23:59:49.352426+00
12	1	42	1000PEPEUSDT	0.0120827	0.0120839	0.0120815	0.0120821	0.0120833	7221.5250	209373832.97357696	-0.0002171	0.0124452	0.0115994	2026-02-20 23:59:49.045+00	2026-02-20 23:59:49.466331+00
13	2	43	ETHUSDT	3403.60	3403.94	3403.26	3403.43	3403.77	6554.2312	685061658.84381938	-176.91	3505.71	3267.46	2026-02-20 23:59:51.63+00	2026-02-20 23:59:52.143164+00
14	6	44	BTC	63790.6	63797.0	\N	63787.4	63793.8	3679.2328	63486933.34452940	-1166.3	65704.3	61239.0	2026-02-20 23:59:56.238+00	2026-02-20 23:59:56.933163+00
15	8	45	SOL-USDT-SWAP	151.268	151.283	151.253	151.261	151.276	6146.4737	978814964.48316026	-2.601	155.806	145.217	2026-02-20 23:59:57.327+00	2026-02-20 23:59:58.007594+00
16	1	41	BTCUSDT	64137.8	64144.2	64131.4	64134.6	64141.0	21963.5632	336901314.19535804	1730.9	66061.9	61572.3	2026-02-20 23:59:59.968+00	2026-02-21 00:00:00.858571+00
\.


--
-- Data for Name: tickers_2026_02_21; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.tickers_2026_02_21 (id, exchange_id, market_id, symbol, last_price, mark_price, index_price, best_bid, best_ask, volume_24h, turnover_24h, price_change_24h, high_24h, low_24h, ts, received_at) FROM stdin;
17	1	42	1000PEPEUSDT	0.0120652	0.0120664	0.0120640	0.0120646	0.0120658	2019.5769	1769403233.25940275	-0.0000612	0.0124272	0.0115826	2026-02-21 00:00:04.849+00	2026-02-21 00:00:05.694786+00
18	2	43	ETHUSDT	3393.25	3393.59	3392.91	3393.08	3393.42	12429.3977	1148644444.67407441	147.79	3495.05	3257.52	2026-02-21 00:00:06.503+00	2026-02-21 00:00:06.821434+00
19	6	44	BTC	63939.0	63945.4	\N	63935.8	63942.2	2494.8714	483170928.56749696	1057.0	65857.1	61381.4	2026-02-21 00:00:11.261+00	2026-02-21 00:00:11.815884+00
20	8	45	SOL-USDT-SWAP	151.597	151.612	151.582	151.589	151.605	23249.1029	259720595.66426352	-4.893	156.145	145.533	2026-02-21 00:00:11.84+00	2026-02-21 00:00:12.144251+00
21	1	41	BTCUSDT	63923.2	63929.6	63916.8	63920.0	63926.4	5913.9095	309801403.08421081	-440.6	65840.9	61366.2	2026-02-21 00:00:12.859+00	2026-02-21 00:00:13.299981+00
22	1	42	1000PEPEUSDT	0.0120953	0.0120965	0.0120941	0.0120947	0.0120959	8788.9845	865183230.35186529	0.0005323	0.0124582	0.0116115	2026-02-21 00:00:14.015+00	2026-02-21 00:00:14.226228+00
23	2	43	ETHUSDT	3400.08	3400.42	3399.74	3399.91	3400.25	6095.8633	397370258.42308712	-59.72	3502.08	3264.08	2026-02-21 00:00:15.048+00	2026-02-21 00:00:15.290077+00
24	6	44	BTC	64223.2	64229.6	\N	64220.0	64226.4	5371.1271	122524540.58303361	2655.2	66149.9	61654.3	2026-02-21 00:00:15.472+00	2026-02-21 00:00:16.186276+00
25	8	45	SOL-USDT-SWAP	150.833	150.848	150.818	150.826	150.841	85402.9941	404008945.18476671	-0.349	155.358	144.800	2026-02-21 00:00:17.625+00	2026-02-21 00:00:18.500065+00
26	1	41	BTCUSDT	63939.7	63946.1	63933.4	63936.6	63942.9	1414.6423	502343691.15698695	3455.1	65857.9	61382.2	2026-02-21 00:00:22.343+00	2026-02-21 00:00:22.699171+00
27	1	42	1000PEPEUSDT	0.0120903	0.0120915	0.0120890	0.0120897	0.0120909	8834.4343	2095215625.75506353	0.0000230	0.0124530	0.0116066	2026-02-21 00:00:24.901+00	2026-02-21 00:00:25.611828+00
28	2	43	ETHUSDT	3407.72	3408.06	3407.38	3407.55	3407.89	4204.1074	719829971.99048924	44.90	3509.95	3271.41	2026-02-21 00:00:25.083+00	2026-02-21 00:00:25.851637+00
29	6	44	BTC	63983.2	63989.6	\N	63980.0	63986.4	8993.4552	654483907.34045398	69.0	65902.7	61423.9	2026-02-21 00:00:28.195+00	2026-02-21 00:00:28.958624+00
30	8	45	SOL-USDT-SWAP	151.480	151.495	151.465	151.472	151.487	34281.5323	2767380506.06800938	10.391	156.024	145.421	2026-02-21 00:00:29.386+00	2026-02-21 00:00:30.079263+00
\.


--
-- Data for Name: orderbooks_2026_02_20; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.orderbooks_2026_02_20 (id, exchange_id, market_id, symbol, bids_notional, asks_notional, raw_book, spread_bps, ts, received_at) FROM stdin;
1	1	41	BTCUSDT	127805.6221	308141.0594	{"asks": [["64219.0", "0.290"], ["64225.4", "0.759"], ["64231.8", "0.372"]], "bids": [["64206.2", "1.056"], ["64199.7", "1.032"], ["64193.3", "0.291"]]}	2	2026-02-20 23:59:30+00	2026-02-20 23:59:30.822417+00
2	1	42	1000PEPEUSDT	45783.4333	37459.7724	{"asks": [["0.0121286", "1.546"], ["0.0121299", "0.217"], ["0.0121311", "1.404"]], "bids": [["0.0121262", "0.695"], ["0.0121250", "3.513"], ["0.0121238", "0.938"]]}	2	2026-02-20 23:59:33.247+00	2026-02-20 23:59:33.301996+00
3	2	43	ETHUSDT	291549.9861	310917.0110	{"asks": [["3410.16", "0.305"], ["3410.50", "0.044"], ["3410.84", "2.221"]], "bids": [["3409.48", "0.325"], ["3409.13", "0.400"], ["3408.79", "3.784"]]}	2	2026-02-20 23:59:33.364+00	2026-02-20 23:59:33.933107+00
4	6	44	BTC	150714.6343	145697.7480	{"asks": [["64183.5", "0.895"], ["64189.9", "3.667"], ["64196.4", "0.480"]], "bids": [["64170.7", "3.774"], ["64164.3", "0.289"], ["64157.9", "1.121"]]}	2	2026-02-20 23:59:33.887+00	2026-02-20 23:59:34.62459+00
5	8	45	SOL-USDT-SWAP	104983.2117	3884983.3674	{"asks": [["151.099", "0.468"], ["151.114", "0.467"], ["151.130", "3.122"]], "bids": [["151.069", "0.762"], ["151.054", "1.907"], ["151.039", "0.479"]]}	2	2026-02-20 23:59:38.967+00	2026-02-20 23:59:39.32303+00
6	1	41	BTCUSDT	442681.4503	56850.5893	{"asks": [["63905.0", "1.346"], ["63911.4", "0.948"], ["63917.8", "0.793"]], "bids": [["63892.3", "0.402"], ["63885.9", "1.488"], ["63879.5", "1.449"]]}	2	2026-02-20 23:59:40.924+00	2026-02-20 23:59:40.987294+00
7	1	42	1000PEPEUSDT	197287.8796	77664.0101	{"asks": [["0.0120773", "0.380"], ["0.0120785", "0.553"], ["0.0120798", "1.512"]], "bids": [["0.0120749", "0.915"], ["0.0120737", "0.147"], ["0.0120725", "5.920"]]}	2	2026-02-20 23:59:44.749+00	2026-02-20 23:59:45.065511+00
8	2	43	ETHUSDT	107190.4999	101059.7352	{"asks": [["3395.36", "0.222"], ["3395.70", "4.277"], ["3396.04", "0.590"]], "bids": [["3394.68", "0.200"], ["3394.34", "2.576"], ["3394.00", "0.917"]]}	2	2026-02-20 23:59:46.235+00	2026-02-20 23:59:46.886732+00
9	6	44	BTC	115399.8868	28065.6850	{"asks": [["64099.0", "0.724"], ["64105.4", "4.346"], ["64111.9", "2.764"]], "bids": [["64086.2", "8.165"], ["64079.8", "0.850"], ["64073.4", "1.568"]]}	2	2026-02-20 23:59:49.781+00	2026-02-20 23:59:50.627383+00
10	8	45	SOL-USDT-SWAP	423284.4580	241134.6958	{"asks": [["151.106", "0.467"], ["151.122", "2.479"], ["151.137", "3.911"]], "bids": [["151.076", "1.230"], ["151.061", "4.649"], ["151.046", "6.314"]]}	2	2026-02-20 23:59:51.27+00	2026-02-20 23:59:52.106295+00
11	1	41	BTCUSDT	84771.5383	279278.5544	{"asks": [["63940.5", "0.589"], ["63946.9", "2.676"], ["63953.3", "1.464"]], "bids": [["63927.7", "0.358"], ["63921.3", "2.735"], ["63914.9", "1.897"]]}	2	2026-02-20 23:59:56.537+00	2026-02-20 23:59:56.694341+00
\.


--
-- Data for Name: orderbooks_2026_02_21; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.orderbooks_2026_02_21 (id, exchange_id, market_id, symbol, bids_notional, asks_notional, raw_book, spread_bps, ts, received_at) FROM stdin;
12	1	42	1000PEPEUSDT	92455.6029	564263.5602	{"asks": [["0.0120914", "0.574"], ["0.0120926", "0.968"], ["0.0120938", "0.457"]], "bids": [["0.0120889", "0.611"], ["0.0120877", "2.339"], ["0.0120865", "1.618"]]}	2	2026-02-21 00:00:01.479+00	2026-02-21 00:00:01.515234+00
13	2	43	ETHUSDT	290498.4145	58405.4315	{"asks": [["3397.87", "0.519"], ["3398.21", "4.974"], ["3398.55", "0.112"]], "bids": [["3397.19", "0.504"], ["3396.85", "0.752"], ["3396.51", "0.592"]]}	2	2026-02-21 00:00:02.309+00	2026-02-21 00:00:02.602806+00
14	6	44	BTC	163391.2459	344558.2519	{"asks": [["63971.9", "0.395"], ["63978.3", "0.672"], ["63984.7", "2.902"]], "bids": [["63959.1", "0.127"], ["63952.7", "1.559"], ["63946.4", "0.328"]]}	2	2026-02-21 00:00:05.832+00	2026-02-21 00:00:06.699063+00
15	8	45	SOL-USDT-SWAP	127051.2023	142402.6032	{"asks": [["150.813", "0.799"], ["150.828", "0.511"], ["150.843", "0.550"]], "bids": [["150.782", "1.937"], ["150.767", "0.682"], ["150.752", "0.356"]]}	2	2026-02-21 00:00:06.524+00	2026-02-21 00:00:06.622335+00
16	1	41	BTCUSDT	476291.4577	18562.7753	{"asks": [["64042.2", "0.836"], ["64048.6", "1.126"], ["64055.0", "0.430"]], "bids": [["64029.3", "0.567"], ["64022.9", "2.770"], ["64016.5", "1.040"]]}	2	2026-02-21 00:00:08.393+00	2026-02-21 00:00:09.205022+00
17	1	42	1000PEPEUSDT	189624.1941	285219.2565	{"asks": [["0.0121058", "5.858"], ["0.0121070", "0.576"], ["0.0121082", "1.622"]], "bids": [["0.0121034", "0.464"], ["0.0121022", "0.855"], ["0.0121009", "1.671"]]}	2	2026-02-21 00:00:12.441+00	2026-02-21 00:00:13.1903+00
18	2	43	ETHUSDT	557313.9022	30561.3891	{"asks": [["3391.78", "1.178"], ["3392.12", "0.897"], ["3392.46", "1.788"]], "bids": [["3391.10", "1.850"], ["3390.77", "0.272"], ["3390.43", "0.300"]]}	2	2026-02-21 00:00:15.755+00	2026-02-21 00:00:16.429176+00
19	6	44	BTC	443779.1483	107073.0929	{"asks": [["64053.9", "0.436"], ["64060.3", "1.227"], ["64066.7", "0.370"]], "bids": [["64041.1", "1.870"], ["64034.7", "0.626"], ["64028.3", "0.394"]]}	2	2026-02-21 00:00:16.236+00	2026-02-21 00:00:16.925163+00
20	8	45	SOL-USDT-SWAP	120460.0710	54073.5937	{"asks": [["151.084", "1.923"], ["151.099", "0.639"], ["151.114", "0.983"]], "bids": [["151.054", "1.215"], ["151.039", "3.352"], ["151.024", "0.266"]]}	2	2026-02-21 00:00:19.847+00	2026-02-21 00:00:20.407491+00
\.


--
-- Data for Name: trades_2026_02_20; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.trades_2026_02_20 (id, exchange_id, market_id, symbol, trade_id, price, size, side, ts, received_at, raw) FROM stdin;
1	1	41	BTCUSDT	1-700000000	64196.1	0.03070227	sell	2026-02-20 23:59:30+00	2026-02-20 23:59:30.034014+00	{"p": "64196.1", "m": true}
2	1	42	1000PEPEUSDT	1-700000001	0.0121699	0.07780525	buy	2026-02-20 23:59:30.843+00	2026-02-20 23:59:31.342186+00	{"p": "0.0121699", "m": false}
3	2	43	ETHUSDT	2-700000002	3389.90	0.20105745	sell	2026-02-20 23:59:33.808+00	2026-02-20 23:59:34.643744+00	{"p": "3389.90", "m": true}
4	6	44	BTC	\N	64123.3	0.13401971	buy	2026-02-20 23:59:33.834+00	2026-02-20 23:59:34.347222+00	{"p": "64123.3", "m": false}
5	8	45	SOL-USDT-SWAP	8-700000004	150.989	0.08790916	sell	2026-02-20 23:59:35.707+00	2026-02-20 23:59:36.077921+00	{"p": "150.989", "m": true}
6	1	41	BTCUSDT	1-700000005	64012.2	0.18660942	sell	2026-02-20 23:59:38.151+00	2026-02-20 23:59:38.854099+00	{"p": "64012.2", "m": false}
7	1	42	1000PEPEUSDT	1-700000006	0.0121226	0.06284822	sell	2026-02-20 23:59:40.959+00	2026-02-20 23:59:41.255256+00	{"p": "0.0121226", "m": true}
8	2	43	ETHUSDT	2-700000007	3396.29	0.10841562	sell	2026-02-20 23:59:42.54+00	2026-02-20 23:59:42.787538+00	{"p": "3396.29", "m": false}
9	6	44	BTC	\N	63852.3	0.23639444	sell	2026-02-20 23:59:44.153+00	2026-02-20 23:59:44.820569+00	{"p": "63852.3", "m": true}
10	8	45	SOL-USDT-SWAP	8-700000009	150.956	0.23421795	buy	2026-02-20 23:59:46.723+00	2026-02-20 23:59:46.797567+00	{"p": "150.956", "m": false}
11	1	41	BTCUSDT	1-700000010	64065.3	0.03233092	sell	2026-02-20 23:59:48.196+00	2026-02-20 23:59:48.554259+00	{"p": "64065.3", "m": true}
12	1	42	1000PEPEUSDT	1-700000011	0.0120905	0.26627250	buy	2026-02-20 23:59:50.227+00	2026-02-20 23:59:50.321993+00	{"p": "0.0120905", "m": false}
13	2	43	ETHUSDT	2-700000012	3404.35	0.86749003	buy	2026-02-20 23:59:50.524+00	2026-02-20 23:59:50.950165+00	{"p": "3404.35", "m": true}
14	6	44	BTC	\N	64045.3	0.17001321	sell	2026-02-20 23:59:52.239+00	2026-02-20 23:59:52.762688+00	{"p": "64045.3", "m": false}
15	8	45	SOL-USDT-SWAP	8-700000014	150.789	0.07459675	sell	2026-02-20 23:59:54.682+00	2026-02-20 23:59:55.446802+00	{"p": "150.789", "m": true}
16	1	41	BTCUSDT	1-700000015	63786.6	0.10851658	sell	2026-02-20 23:59:57.667+00	2026-02-20 23:59:58.032139+00	{"p": "63786.6", "m": false}
17	1	42	1000PEPEUSDT	1-700000016	0.0120750	0.05952202	sell	2026-02-20 23:59:57.886+00	2026-02-20 23:59:58.562035+00	{"p": "0.0120750", "m": true}
18	2	43	ETHUSDT	2-700000017	3384.89	0.03008898	buy	2026-02-20 23:59:59.962+00	2026-02-21 00:00:00.228802+00	{"p": "3384.89", "m": false}
\.


--
-- Data for Name: trades_2026_02_21; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.trades_2026_02_21 (id, exchange_id, market_id, symbol, trade_id, price, size, side, ts, received_at, raw) FROM stdin;
19	6	44	BTC	\N	64141.5	0.36674504	sell	2026-02-21 00:00:00.833+00	2026-02-21 00:00:01.095837+00	{"p": "64141.5", "m": true}
20	8	45	SOL-USDT-SWAP	8-700000019	150.748	0.46573365	sell	2026-02-21 00:00:02.041+00	2026-02-21 00:00:02.145438+00	{"p": "150.748", "m": false}
21	1	41	BTCUSDT	1-700000020	64223.5	0.20462037	sell	2026-02-21 00:00:02.265+00	2026-02-21 00:00:02.330988+00	{"p": "64223.5", "m": true}
22	1	42	1000PEPEUSDT	1-700000021	0.0121368	0.15982939	sell	2026-02-21 00:00:04.941+00	2026-02-21 00:00:05.396185+00	{"p": "0.0121368", "m": false}
23	2	43	ETHUSDT	2-700000022	3406.25	0.00934787	buy	2026-02-21 00:00:06.636+00	2026-02-21 00:00:06.744235+00	{"p": "3406.25", "m": true}
24	6	44	BTC	\N	63912.9	0.16361067	buy	2026-02-21 00:00:08.935+00	2026-02-21 00:00:08.962616+00	{"p": "63912.9", "m": false}
124	6	44	BTC	\N	63912.9	0.16361067	buy	2026-02-21 00:00:08.935+00	2026-02-21 00:00:08.962616+00	{"p": "63912.9", "m": false}
25	8	45	SOL-USDT-SWAP	8-700000024	150.983	0.04018016	sell	2026-02-21 00:00:09.485+00	2026-02-21 00:00:09.779946+00	{"p": "150.983", "m": true}
26	1	41	BTCUSDT	1-700000025	64235.8	0.08790894	sell	2026-02-21 00:00:11.639+00	2026-02-21 00:00:12.254118+00	{"p": "64235.8", "m": false}
27	1	42	1000PEPEUSDT	1-700000026	0.0120821	0.07308405	buy	2026-02-21 00:00:14.285+00	2026-02-21 00:00:14.976151+00	{"p": "0.0120821", "m": true}
28	2	43	ETHUSDT	2-700000027	3396.27	0.14871594	buy	2026-02-21 00:00:16.986+00	2026-02-21 00:00:17.06675+00	{"p": "3396.27", "m": false}
29	6	44	BTC	\N	64045.7	0.16592840	sell	2026-02-21 00:00:18.482+00	2026-02-21 00:00:19.075145+00	{"p": "64045.7", "m": true}
30	8	45	SOL-USDT-SWAP	8-700000029	151.204	0.09286673	buy	2026-02-21 00:00:19.103+00	2026-02-21 00:00:19.954302+00	{"p": "151.204", "m": false}
31	1	41	BTCUSDT	1-700000030	64095.3	0.02386036	buy	2026-02-21 00:00:20.372+00	2026-02-21 00:00:20.555938+00	{"p": "64095.3", "m": true}
32	1	42	1000PEPEUSDT	1-700000031	0.0120933	0.07155687	buy	2026-02-21 00:00:21.219+00	2026-02-21 00:00:21.587505+00	{"p": "0.0120933", "m": false}
33	2	43	ETHUSDT	2-700000032	3412.31	0.07265493	sell	2026-02-21 00:00:21.353+00	2026-02-21 00:00:21.485311+00	{"p": "3412.31", "m": true}
34	6	44	BTC	\N	63916.3	0.07514266	sell	2026-02-21 00:00:22.525+00	2026-02-21 00:00:22.571663+00	{"p": "63916.3", "m": false}
35	8	45	SOL-USDT-SWAP	8-700000034	151.658	0.07630908	sell	2026-02-21 00:00:24.702+00	2026-02-21 00:00:25.314541+00	{"p": "151.658", "m": true}
36	1	41	BTCUSDT	1-700000035	63983.2	0.11281334	sell	2026-02-21 00:00:27.635+00	2026-02-21 00:00:28.221531+00	{"p": "63983.2", "m": false}
37	1	42	1000PEPEUSDT	1-700000036	0.0121684	0.07682272	sell	2026-02-21 00:00:29.464+00	2026-02-21 00:00:29.65625+00	{"p": "0.0121684", "m": true}
38	2	43	ETHUSDT	2-700000037	3408.10	0.02651196	buy	2026-02-21 00:00:32.153+00	2026-02-21 00:00:32.956955+00	{"p": "3408.10", "m": false}
39	6	44	BTC	\N	63839.3	0.06952132	buy	2026-02-21 00:00:33.729+00	2026-02-21 00:00:34.119359+00	{"p": "63839.3", "m": true}
40	8	45	SOL-USDT-SWAP	8-700000039	151.388	0.15252347	sell	2026-02-21 00:00:34.704+00	2026-02-21 00:00:35.438851+00	{"p": "151.388", "m": false}
\.


--
-- Data for Name: funding_rates_2026_02_20; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.funding_rates_2026_02_20 (id, exchange_id, market_id, symbol, rate, next_rate, ts, received_at, raw) FROM stdin;
1	1	41	BTCUSDT	0.000048022719060996	\N	2026-02-20 00:00:00+00	2026-02-20 00:00:00.541856+00	{"fundingRate": "0.000048022719060996"}
2	2	43	ETHUSDT	0.000154995055864901	-0.00001250	2026-02-20 00:00:00+00	2026-02-20 00:00:00.804493+00	{"fundingRate": "0.000154995055864901"}
3	1	41	BTCUSDT	0.000094674194231897	-0.00001250	2026-02-20 08:00:00+00	2026-02-20 08:00:00.576349+00	{"fundingRate": "0.000094674194231897"}
4	2	43	ETHUSDT	-0.000146840010559178	\N	2026-02-20 08:00:00+00	2026-02-20 08:00:00.734431+00	{"fundingRate": "-0.000146840010559178"}
5	1	41	BTCUSDT	0.000074541702763307	-0.00001250	2026-02-20 16:00:00+00	2026-02-20 16:00:00.13714+00	{"fundingRate": "0.000074541702763307"}
6	2	43	ETHUSDT	0.000132154097394785	-0.00001250	2026-02-20 16:00:00+00	2026-02-20 16:00:00.228033+00	{"fundingRate": "0.000132154097394785"}
\.


--
-- Data for Name: funding_rates_2026_02_21; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.funding_rates_2026_02_21 (id, exchange_id, market_id, symbol, rate, next_rate, ts, received_at, raw) FROM stdin;
7	1	41	BTCUSDT	-0.000098273647380547	\N	2026-02-21 00:00:00+00	2026-02-21 00:00:00.188301+00	{"fundingRate": "-0.000098273647380547"}
8	2	43	ETHUSDT	0.000113121397997670	-0.00001250	2026-02-21 00:00:00+00	2026-02-21 00:00:00.199603+00	{"fundingRate": "0.000113121397997670"}
9	1	41	BTCUSDT	0.000200287156178768	-0.00001250	2026-02-21 08:00:00+00	2026-02-21 08:00:00.794844+00	{"fundingRate": "0.000200287156178768"}
10	2	43	ETHUSDT	0.000063507180233595	\N	2026-02-21 08:00:00+00	2026-02-21 08:00:00.386701+00	{"fundingRate": "0.000063507180233595"}
11	1	41	BTCUSDT	0.000036437238171728	-0.00001250	2026-02-21 16:00:00+00	2026-02-21 16:00:00.785106+00	{"fundingRate": "0.000036437238171728"}
12	2	43	ETHUSDT	0.000016762712172192	-0.00001250	2026-02-21 16:00:00+00	2026-02-21 16:00:00.193337+00	{"fundingRate": "0.000016762712172192"}
\.


--
-- PostgreSQL database dump complete
--

\unrestrict 8vQeTz5mLr2YkWc0NsHb7JpXa4DgFu1SoBi9RtEyVnGxMhKdZlAjPqCwU3fO6Ir

