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
-- Name: coin_priorities; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.coin_priorities (
    coin_id text,
    market_cap_rank integer,
    market_cap_usd numeric,
    symbol text,
    name text,
    image_url text,
    last_updated timestamp with time zone,
    created_at timestamp with time zone
);


--
-- Name: minute_close; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.minute_close (
    coin_id text,
    minute_ts timestamp with time zone,
    price_usd numeric,
    market_cap_usd numeric,
    volume_24h_usd numeric,
    coin_rank integer,
    created_at timestamp with time zone
)
PARTITION BY RANGE (minute_ts);


--
-- Name: minute_close_y2026m01; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.minute_close_y2026m01 (
    coin_id text,
    minute_ts timestamp with time zone,
    price_usd numeric,
    market_cap_usd numeric,
    volume_24h_usd numeric,
    coin_rank integer,
    created_at timestamp with time zone
);


--
-- Name: minute_close_y2026m01; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.minute_close ATTACH PARTITION public.minute_close_y2026m01 FOR VALUES FROM ('2026-01-01 00:00:00+00') TO ('2026-02-01 00:00:00+00');


--
-- Name: minute_close_y2026m02; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.minute_close_y2026m02 (
    coin_id text,
    minute_ts timestamp with time zone,
    price_usd numeric,
    market_cap_usd numeric,
    volume_24h_usd numeric,
    coin_rank integer,
    created_at timestamp with time zone
);


--
-- Name: minute_close_y2026m02; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.minute_close ATTACH PARTITION public.minute_close_y2026m02 FOR VALUES FROM ('2026-02-01 00:00:00+00') TO ('2026-03-01 00:00:00+00');


--
-- Name: hourly_close; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.hourly_close (
    coin_id text,
    hour_ts timestamp with time zone,
    price_usd numeric,
    market_cap_usd numeric,
    volume_24h_usd numeric,
    coin_rank integer,
    created_at timestamp with time zone
)
PARTITION BY RANGE (hour_ts);


--
-- Name: hourly_close_y2026m01; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.hourly_close_y2026m01 (
    coin_id text,
    hour_ts timestamp with time zone,
    price_usd numeric,
    market_cap_usd numeric,
    volume_24h_usd numeric,
    coin_rank integer,
    created_at timestamp with time zone
);


--
-- Name: hourly_close_y2026m01; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hourly_close ATTACH PARTITION public.hourly_close_y2026m01 FOR VALUES FROM ('2026-01-01 00:00:00+00') TO ('2026-02-01 00:00:00+00');


--
-- Name: hourly_close_y2026m02; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.hourly_close_y2026m02 (
    coin_id text,
    hour_ts timestamp with time zone,
    price_usd numeric,
    market_cap_usd numeric,
    volume_24h_usd numeric,
    coin_rank integer,
    created_at timestamp with time zone
);


--
-- Name: hourly_close_y2026m02; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hourly_close ATTACH PARTITION public.hourly_close_y2026m02 FOR VALUES FROM ('2026-02-01 00:00:00+00') TO ('2026-03-01 00:00:00+00');


--
-- Name: daily_close; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.daily_close (
    coin_id text,
    day_ts timestamp with time zone,
    price_usd numeric,
    market_cap_usd numeric,
    volume_24h_usd numeric,
    coin_rank integer,
    created_at timestamp with time zone
)
PARTITION BY RANGE (day_ts);


--
-- Name: daily_close_y2026m01; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.daily_close_y2026m01 (
    coin_id text,
    day_ts timestamp with time zone,
    price_usd numeric,
    market_cap_usd numeric,
    volume_24h_usd numeric,
    coin_rank integer,
    created_at timestamp with time zone
);


--
-- Name: daily_close_y2026m01; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.daily_close ATTACH PARTITION public.daily_close_y2026m01 FOR VALUES FROM ('2026-01-01 00:00:00+00') TO ('2026-02-01 00:00:00+00');


--
-- Name: daily_close_y2026m02; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.daily_close_y2026m02 (
    coin_id text,
    day_ts timestamp with time zone,
    price_usd numeric,
    market_cap_usd numeric,
    volume_24h_usd numeric,
    coin_rank integer,
    created_at timestamp with time zone
);


--
-- Name: daily_close_y2026m02; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.daily_close ATTACH PARTITION public.daily_close_y2026m02 FOR VALUES FROM ('2026-02-01 00:00:00+00') TO ('2026-03-01 00:00:00+00');


--
-- Name: weekly_close; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.weekly_close (
    coin_id text,
    week_ts timestamp with time zone,
    price_usd numeric,
    market_cap_usd numeric,
    volume_24h_usd numeric,
    coin_rank integer,
    created_at timestamp with time zone
)
PARTITION BY RANGE (week_ts);


--
-- Name: weekly_close_y2025m12; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.weekly_close_y2025m12 (
    coin_id text,
    week_ts timestamp with time zone,
    price_usd numeric,
    market_cap_usd numeric,
    volume_24h_usd numeric,
    coin_rank integer,
    created_at timestamp with time zone
);


--
-- Name: weekly_close_y2025m12; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.weekly_close ATTACH PARTITION public.weekly_close_y2025m12 FOR VALUES FROM ('2025-12-01 00:00:00+00') TO ('2026-01-01 00:00:00+00');


--
-- Name: weekly_close_y2026m01; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.weekly_close_y2026m01 (
    coin_id text,
    week_ts timestamp with time zone,
    price_usd numeric,
    market_cap_usd numeric,
    volume_24h_usd numeric,
    coin_rank integer,
    created_at timestamp with time zone
);


--
-- Name: weekly_close_y2026m01; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.weekly_close ATTACH PARTITION public.weekly_close_y2026m01 FOR VALUES FROM ('2026-01-01 00:00:00+00') TO ('2026-02-01 00:00:00+00');


--
-- Name: weekly_close_y2026m02; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.weekly_close_y2026m02 (
    coin_id text,
    week_ts timestamp with time zone,
    price_usd numeric,
    market_cap_usd numeric,
    volume_24h_usd numeric,
    coin_rank integer,
    created_at timestamp with time zone
);


--
-- Name: weekly_close_y2026m02; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.weekly_close ATTACH PARTITION public.weekly_close_y2026m02 FOR VALUES FROM ('2026-02-01 00:00:00+00') TO ('2026-03-01 00:00:00+00');


--
-- Name: monthly_close; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.monthly_close (
    coin_id text,
    month_ts timestamp with time zone,
    price_usd numeric,
    market_cap_usd numeric,
    volume_24h_usd numeric,
    coin_rank integer,
    created_at timestamp with time zone
)
PARTITION BY RANGE (month_ts);


--
-- Name: monthly_close_y2025m09; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.monthly_close_y2025m09 (
    coin_id text,
    month_ts timestamp with time zone,
    price_usd numeric,
    market_cap_usd numeric,
    volume_24h_usd numeric,
    coin_rank integer,
    created_at timestamp with time zone
);


--
-- Name: monthly_close_y2025m09; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.monthly_close ATTACH PARTITION public.monthly_close_y2025m09 FOR VALUES FROM ('2025-09-01 00:00:00+00') TO ('2025-10-01 00:00:00+00');


--
-- Name: monthly_close_y2025m10; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.monthly_close_y2025m10 (
    coin_id text,
    month_ts timestamp with time zone,
    price_usd numeric,
    market_cap_usd numeric,
    volume_24h_usd numeric,
    coin_rank integer,
    created_at timestamp with time zone
);


--
-- Name: monthly_close_y2025m10; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.monthly_close ATTACH PARTITION public.monthly_close_y2025m10 FOR VALUES FROM ('2025-10-01 00:00:00+00') TO ('2025-11-01 00:00:00+00');


--
-- Name: monthly_close_y2025m11; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.monthly_close_y2025m11 (
    coin_id text,
    month_ts timestamp with time zone,
    price_usd numeric,
    market_cap_usd numeric,
    volume_24h_usd numeric,
    coin_rank integer,
    created_at timestamp with time zone
);


--
-- Name: monthly_close_y2025m11; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.monthly_close ATTACH PARTITION public.monthly_close_y2025m11 FOR VALUES FROM ('2025-11-01 00:00:00+00') TO ('2025-12-01 00:00:00+00');


--
-- Name: monthly_close_y2025m12; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.monthly_close_y2025m12 (
    coin_id text,
    month_ts timestamp with time zone,
    price_usd numeric,
    market_cap_usd numeric,
    volume_24h_usd numeric,
    coin_rank integer,
    created_at timestamp with time zone
);


--
-- Name: monthly_close_y2025m12; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.monthly_close ATTACH PARTITION public.monthly_close_y2025m12 FOR VALUES FROM ('2025-12-01 00:00:00+00') TO ('2026-01-01 00:00:00+00');


--
-- Name: collection_status; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.collection_status (
    id integer,
    collection_type text,
    start_time timestamp with time zone,
    end_time timestamp with time zone,
    coins_processed integer,
    coins_failed integer,
    api_calls_made integer,
    status text,
    error_message text,
    batch_details jsonb,
    created_at timestamp with time zone
);


--
-- Name: api_usage_stats; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.api_usage_stats (
    id integer,
    date date,
    total_calls integer,
    successful_calls integer,
    failed_calls integer,
    rate_limited_calls integer,
    average_response_time integer,
    peak_calls_per_minute integer,
    created_at timestamp with time zone,
    updated_at timestamp with time zone
);


--
-- Data for Name: coin_priorities; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.coin_priorities (coin_id, market_cap_rank, market_cap_usd, symbol, name, image_url, last_updated, created_at) FROM stdin;
bitcoin	1	1219620675554.91	btc	Bitcoin	https://example.com/coins/bitcoin.png?size=large,small	2026-02-01 00:09:58.12045+00	2025-07-16 00:09:58.12045+00
ethereum	2	1269333886236.10	eth	Ethereum	https://example.com/coins/ethereum.png?size=large,small	2026-02-01 00:09:58.12045+00	2025-07-16 00:09:58.12045+00
pepe	31	47099036395.04	pepe	Pepe	https://example.com/coins/pepe.png?size=large,small	2026-02-01 00:09:58.12045+00	2025-07-16 00:09:58.12045+00
\.


--
-- Data for Name: minute_close_y2026m01; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.minute_close_y2026m01 (coin_id, minute_ts, price_usd, market_cap_usd, volume_24h_usd, coin_rank, created_at) FROM stdin;
bitcoin	2026-01-31 23:50:00+00	63901.84	190724175644.52	7778648713.29	1	2026-01-31 23:50:59.862152+00
ethereum	2026-01-31 23:50:00+00	3444.36	201572270609.26	9744662597.18	2	2026-01-31 23:50:59.716695+00
pepe	2026-01-31 23:50:00+00	0.00001206	186255127001.59	9526235263.31	31	2026-01-31 23:50:59.338264+00
bitcoin	2026-01-31 23:51:00+00	64560.37	176321989583.46	9319691135.52	1	2026-01-31 23:51:59.544531+00
ethereum	2026-01-31 23:51:00+00	3386.48	203925425711.32	9589679564.17	2	2026-01-31 23:51:59.37957+00
pepe	2026-01-31 23:51:00+00	0.00001193	169493995528.37	10707440156.01	31	2026-01-31 23:51:59.445077+00
bitcoin	2026-01-31 23:52:00+00	63203.55	216629640674.85	10899607134.48	1	2026-01-31 23:52:59.975592+00
ethereum	2026-01-31 23:52:00+00	3402.74	171330161196.98	8736704479.55	2	2026-01-31 23:52:59.159486+00
pepe	2026-01-31 23:52:00+00	0.00001179	227544873516.80	10056525873.88	31	2026-01-31 23:52:59.319024+00
bitcoin	2026-01-31 23:53:00+00	63722.75	198309111723.98	8755184313.81	1	2026-01-31 23:53:59.316362+00
ethereum	2026-01-31 23:53:00+00	3389.63	228241513631.33	9884954505.75	2	2026-01-31 23:53:59.495101+00
pepe	2026-01-31 23:53:00+00	0.00001206	154025266401.06	10829601842.79	31	2026-01-31 23:53:59.592702+00
bitcoin	2026-01-31 23:54:00+00	64109.25	211710077172.89	10115467098.09	1	2026-01-31 23:54:59.41158+00
ethereum	2026-01-31 23:54:00+00	3364.34	211119432390.33	8231724320.42	2	2026-01-31 23:54:59.503379+00
pepe	2026-01-31 23:54:00+00	0.00001226	177381281189.12	9859346122.63	31	2026-01-31 23:54:59.440406+00
bitcoin	2026-01-31 23:55:00+00	64629.11	172689003231.06	12247053797.07	1	2026-01-31 23:55:59.017713+00
ethereum	2026-01-31 23:55:00+00	3418.53	202279688340.76	10101629295.69	2	2026-01-31 23:55:59.617946+00
pepe	2026-01-31 23:55:00+00	0.00001194	\N	8719616554.01	31	2026-01-31 23:55:59.861157+00
bitcoin	2026-01-31 23:56:00+00	63705.32	216486820712.57	9475817685.63	1	2026-01-31 23:56:59.215399+00
ethereum	2026-01-31 23:56:00+00	3422.76	196245882841.61	9815843550.37	2	2026-01-31 23:56:59.887689+00
pepe	2026-01-31 23:56:00+00	0.00001234	175846395831.71	9693758583.64	31	2026-01-31 23:56:59.047832+00
bitcoin	2026-01-31 23:57:00+00	64043.83	220095683254.82	9869374914.76	1	2026-01-31 23:57:59.680616+00
ethereum	2026-01-31 23:57:00+00	3360.59	190407435883.36	10523803107.29	2	2026-01-31 23:57:59.665534+00
pepe	2026-01-31 23:57:00+00	0.00001183	187201858925.75	9315847326.68	31	2026-01-31 23:57:59.25213+00
bitcoin	2026-01-31 23:58:00+00	63598.76	183650083495.00	10745235044.51	1	2026-01-31 23:58:59.523443+00
ethereum	2026-01-31 23:58:00+00	3420.57	206501363296.30	9720163962.04	2	2026-01-31 23:58:59.427354+00
pepe	2026-01-31 23:58:00+00	0.00001219	196544619514.94	8467575705.53	31	2026-01-31 23:58:59.940012+00
bitcoin	2026-01-31 23:59:00+00	64106.32	218257259289.70	10715463125.29	1	2026-01-31 23:59:59.709788+00
ethereum	2026-01-31 23:59:00+00	3433.98	198514666015.84	8393307689.15	2	2026-01-31 23:59:59.956415+00
pepe	2026-01-31 23:59:00+00	0.00001206	182716035525.30	10586730583.20	31	2026-01-31 23:59:59.304324+00
\.


--
-- Data for Name: minute_close_y2026m02; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.minute_close_y2026m02 (coin_id, minute_ts, price_usd, market_cap_usd, volume_24h_usd, coin_rank, created_at) FROM stdin;
bitcoin	2026-02-01 00:00:00+00	64078.78	226218429167.99	10127136688.56	1	2026-02-01 00:00:59.960575+00
ethereum	2026-02-01 00:00:00+00	3425.67	207380354336.93	9097223349.49	2	2026-02-01 00:00:59.945098+00
pepe	2026-02-01 00:00:00+00	0.00001208	212634924372.90	8603198018.25	31	2026-02-01 00:00:59.820513+00
bitcoin	2026-02-01 00:01:00+00	64728.50	207424906441.64	9598698575.71	1	2026-02-01 00:01:59.036263+00
ethereum	2026-02-01 00:01:00+00	3374.04	199054959025.00	11406923348.56	2	2026-02-01 00:01:59.677593+00
pepe	2026-02-01 00:01:00+00	0.00001198	204985634134.02	9957889762.75	31	2026-02-01 00:01:59.874635+00
bitcoin	2026-02-01 00:02:00+00	64264.09	174623308167.38	9091372142.84	1	2026-02-01 00:02:59.802289+00
ethereum	2026-02-01 00:02:00+00	3386.79	187106907905.20	8707771716.75	2	2026-02-01 00:02:59.120823+00
pepe	2026-02-01 00:02:00+00	0.00001219	235554734048.60	8830695394.67	31	2026-02-01 00:02:59.59902+00
bitcoin	2026-02-01 00:03:00+00	63516.26	177548377562.58	7836898678.49	1	2026-02-01 00:03:59.937988+00
ethereum	2026-02-01 00:03:00+00	3443.71	191720602049.07	10963965841.71	2	2026-02-01 00:03:59.539817+00
pepe	2026-02-01 00:03:00+00	0.00001207	183465517662.72	8396643327.12	31	2026-02-01 00:03:59.983876+00
bitcoin	2026-02-01 00:04:00+00	63544.62	199284199629.50	8460117510.80	1	2026-02-01 00:04:59.341584+00
ethereum	2026-02-01 00:04:00+00	3405.08	187800582763.15	10081722229.29	2	2026-02-01 00:04:59.996295+00
pepe	2026-02-01 00:04:00+00	0.00001194	187422389793.46	9764582804.91	31	2026-02-01 00:04:59.98021+00
bitcoin	2026-02-01 00:05:00+00	63821.84	166022040911.24	8920995614.64	1	2026-02-01 00:05:59.761002+00
ethereum	2026-02-01 00:05:00+00	3414.49	173352939680.17	9285401939.62	2	2026-02-01 00:05:59.934831+00
pepe	2026-02-01 00:05:00+00	0.00001197	216314859086.59	9466523808.97	31	2026-02-01 00:05:59.185574+00
bitcoin	2026-02-01 00:06:00+00	63288.60	169026680445.14	8649576246.73	1	2026-02-01 00:06:59.613621+00
ethereum	2026-02-01 00:06:00+00	3417.67	204748898420.94	10072073102.08	2	2026-02-01 00:06:59.207046+00
pepe	2026-02-01 00:06:00+00	0.00001191	188982221530.31	10908110603.40	31	2026-02-01 00:06:59.626261+00
bitcoin	2026-02-01 00:07:00+00	64406.24	188365806890.28	10203446306.71	1	2026-02-01 00:07:59.155858+00
ethereum	2026-02-01 00:07:00+00	3397.23	189991111027.66	9547846131.24	2	2026-02-01 00:07:59.546596+00
pepe	2026-02-01 00:07:00+00	0.00001233	202559266337.62	10770825630.94	31	2026-02-01 00:07:59.511699+00
bitcoin	2026-02-01 00:08:00+00	62852.22	179894255777.26	9725083817.66	1	2026-02-01 00:08:59.625955+00
ethereum	2026-02-01 00:08:00+00	3411.64	198389484667.64	9741165187.16	2	2026-02-01 00:08:59.936177+00
pepe	2026-02-01 00:08:00+00	0.00001225	257784588161.81	9625271257.81	31	2026-02-01 00:08:59.677881+00
bitcoin	2026-02-01 00:09:00+00	64707.04	210220048067.63	9644663601.57	1	2026-02-01 00:09:59.461562+00
ethereum	2026-02-01 00:09:00+00	3379.14	182124069184.22	12044738152.08	2	2026-02-01 00:09:59.964608+00
pepe	2026-02-01 00:09:00+00	0.00001194	208368603002.30	9800279288.87	31	2026-02-01 00:09:59.118953+00
\.


--
-- Data for Name: hourly_close_y2026m01; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.hourly_close_y2026m01 (coin_id, hour_ts, price_usd, market_cap_usd, volume_24h_usd, coin_rank, created_at) FROM stdin;
bitcoin	2026-01-31 18:00:00+00	64456.77	226414217112.72	9775513031.97	1	2026-01-31 18:00:59.336503+00
ethereum	2026-01-31 18:00:00+00	3422.70	192551666199.29	9689437304.99	2	2026-01-31 18:00:59.649205+00
pepe	2026-01-31 18:00:00+00	0.00001188	183918176797.84	8653078761.72	31	2026-01-31 18:00:59.426797+00
bitcoin	2026-01-31 19:00:00+00	63908.82	198669545263.06	10111251346.77	1	2026-01-31 19:00:59.172387+00
ethereum	2026-01-31 19:00:00+00	3445.09	219908716878.54	9806311399.76	2	2026-01-31 19:00:59.505119+00
pepe	2026-01-31 19:00:00+00	0.00001216	214971786052.05	9265692380.16	31	2026-01-31 19:00:59.453895+00
bitcoin	2026-01-31 20:00:00+00	63896.56	189051479229.56	10928922291.67	1	2026-01-31 20:00:59.906666+00
ethereum	2026-01-31 20:00:00+00	3407.93	176902822400.25	9766598769.85	2	2026-01-31 20:00:59.022783+00
pepe	2026-01-31 20:00:00+00	0.00001204	186067782496.48	9237993602.49	31	2026-01-31 20:00:59.197853+00
bitcoin	2026-01-31 21:00:00+00	63434.87	200863136661.34	9814367761.94	1	2026-01-31 21:00:59.361314+00
ethereum	2026-01-31 21:00:00+00	3398.48	158476168201.73	10890254463.05	2	2026-01-31 21:00:59.084447+00
pepe	2026-01-31 21:00:00+00	0.00001225	229737880352.03	8562896167.60	31	2026-01-31 21:00:59.256273+00
bitcoin	2026-01-31 22:00:00+00	63837.80	204248558564.65	10187959272.01	1	2026-01-31 22:00:59.306523+00
ethereum	2026-01-31 22:00:00+00	3369.93	165684703098.41	10917795790.67	2	2026-01-31 22:00:59.669379+00
pepe	2026-01-31 22:00:00+00	0.00001222	192835144580.15	10215966470.85	31	2026-01-31 22:00:59.865796+00
bitcoin	2026-01-31 23:00:00+00	64355.11	172742810101.80	9714682294.23	1	2026-01-31 23:00:59.444683+00
ethereum	2026-01-31 23:00:00+00	3414.57	211291162676.05	9004167518.57	2	2026-01-31 23:00:59.413785+00
pepe	2026-01-31 23:00:00+00	0.00001202	218652330157.93	10880176486.61	31	2026-01-31 23:00:59.313147+00
\.


--
-- Data for Name: hourly_close_y2026m02; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.hourly_close_y2026m02 (coin_id, hour_ts, price_usd, market_cap_usd, volume_24h_usd, coin_rank, created_at) FROM stdin;
bitcoin	2026-02-01 00:00:00+00	63665.49	186940874681.21	10256798817.05	1	2026-02-01 00:00:59.613493+00
ethereum	2026-02-01 00:00:00+00	3392.96	158327835969.44	10830182158.88	2	2026-02-01 00:00:59.403762+00
pepe	2026-02-01 00:00:00+00	0.00001201	192034184216.46	9178722243.52	31	2026-02-01 00:00:59.924141+00
bitcoin	2026-02-01 01:00:00+00	63679.30	180894758986.08	11292887192.12	1	2026-02-01 01:00:59.892413+00
ethereum	2026-02-01 01:00:00+00	3486.31	221287193789.68	10636641149.16	2	2026-02-01 01:00:59.832232+00
pepe	2026-02-01 01:00:00+00	0.00001204	197236284175.45	9066440286.37	31	2026-02-01 01:00:59.934672+00
bitcoin	2026-02-01 02:00:00+00	64095.07	196733733704.45	9788579157.07	1	2026-02-01 02:00:59.838293+00
ethereum	2026-02-01 02:00:00+00	3408.37	202446623301.46	12189643672.07	2	2026-02-01 02:00:59.147228+00
pepe	2026-02-01 02:00:00+00	0.00001212	189611076331.37	9269164772.78	31	2026-02-01 02:00:59.915164+00
bitcoin	2026-02-01 03:00:00+00	63718.30	208439339026.58	9959688357.53	1	2026-02-01 03:00:59.200052+00
ethereum	2026-02-01 03:00:00+00	3436.93	196767590883.68	10048441032.41	2	2026-02-01 03:00:59.708798+00
pepe	2026-02-01 03:00:00+00	0.00001230	203561780076.07	9007400054.08	31	2026-02-01 03:00:59.248231+00
bitcoin	2026-02-01 04:00:00+00	64521.00	171249632613.71	9216750788.65	1	2026-02-01 04:00:59.668212+00
ethereum	2026-02-01 04:00:00+00	3402.53	182996711210.96	9223232502.75	2	2026-02-01 04:00:59.116478+00
pepe	2026-02-01 04:00:00+00	0.00001212	227182671996.63	8688477398.03	31	2026-02-01 04:00:59.579324+00
bitcoin	2026-02-01 05:00:00+00	63442.92	198943837978.27	10142056577.22	1	2026-02-01 05:00:59.38006+00
ethereum	2026-02-01 05:00:00+00	3333.28	214449042175.96	9833415195.15	2	2026-02-01 05:00:59.58606+00
pepe	2026-02-01 05:00:00+00	0.00001214	188976676117.30	10220325028.24	31	2026-02-01 05:00:59.414305+00
\.


--
-- Data for Name: daily_close_y2026m01; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.daily_close_y2026m01 (coin_id, day_ts, price_usd, market_cap_usd, volume_24h_usd, coin_rank, created_at) FROM stdin;
bitcoin	2026-01-28 00:00:00+00	64701.12	221807434978.73	11479039870.26	1	2026-01-28 00:00:59.403598+00
ethereum	2026-01-28 00:00:00+00	3370.19	221596199688.46	8873801491.68	2	2026-01-28 00:00:59.566154+00
pepe	2026-01-28 00:00:00+00	0.00001196	182313259030.07	10563315284.63	31	2026-01-28 00:00:59.966947+00
bitcoin	2026-01-29 00:00:00+00	64016.53	172120490199.34	8029280830.68	1	2026-01-29 00:00:59.507371+00
ethereum	2026-01-29 00:00:00+00	3370.54	213660599473.26	9284166830.88	2	2026-01-29 00:00:59.691665+00
pepe	2026-01-29 00:00:00+00	0.00001213	176442819623.71	10267460014.39	31	2026-01-29 00:00:59.904194+00
bitcoin	2026-01-30 00:00:00+00	63281.23	182386677851.60	9454452188.63	1	2026-01-30 00:00:59.90919+00
ethereum	2026-01-30 00:00:00+00	3388.23	218438002523.97	10185791804.53	2	2026-01-30 00:00:59.674365+00
pepe	2026-01-30 00:00:00+00	0.00001200	161432979317.21	10175598162.92	31	2026-01-30 00:00:59.143103+00
bitcoin	2026-01-31 00:00:00+00	63520.72	176046039778.55	8260325133.16	1	2026-01-31 00:00:59.196821+00
ethereum	2026-01-31 00:00:00+00	3410.78	162557363592.88	9579319501.51	2	2026-01-31 00:00:59.259524+00
pepe	2026-01-31 00:00:00+00	0.00001221	207797803791.38	9238204791.82	31	2026-01-31 00:00:59.818367+00
\.


--
-- Data for Name: daily_close_y2026m02; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.daily_close_y2026m02 (coin_id, day_ts, price_usd, market_cap_usd, volume_24h_usd, coin_rank, created_at) FROM stdin;
bitcoin	2026-02-01 00:00:00+00	64674.53	198201042811.67	9277995158.91	1	2026-02-01 00:00:59.399967+00
ethereum	2026-02-01 00:00:00+00	3367.41	200873995258.04	8874898839.10	2	2026-02-01 00:00:59.587166+00
pepe	2026-02-01 00:00:00+00	0.00001209	191311854210.13	9454897880.22	31	2026-02-01 00:00:59.464722+00
bitcoin	2026-02-02 00:00:00+00	64230.36	213602900101.86	8292999054.34	1	2026-02-02 00:00:59.401191+00
ethereum	2026-02-02 00:00:00+00	3335.27	186748643957.88	8900894072.01	2	2026-02-02 00:00:59.477644+00
pepe	2026-02-02 00:00:00+00	0.00001218	240313282153.00	9385947613.40	31	2026-02-02 00:00:59.018283+00
bitcoin	2026-02-03 00:00:00+00	64012.27	187547582917.40	8752235060.97	1	2026-02-03 00:00:59.439757+00
ethereum	2026-02-03 00:00:00+00	3395.57	174717293377.29	10480593885.65	2	2026-02-03 00:00:59.077367+00
pepe	2026-02-03 00:00:00+00	0.00001217	186897860528.08	10873018391.29	31	2026-02-03 00:00:59.343633+00
\.


--
-- Data for Name: weekly_close_y2025m12; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.weekly_close_y2025m12 (coin_id, week_ts, price_usd, market_cap_usd, volume_24h_usd, coin_rank, created_at) FROM stdin;
bitcoin	2025-12-29 00:00:00+00	63830.51	191588742114.25	10198677775.25	1	2025-12-29 00:00:59.358014+00
ethereum	2025-12-29 00:00:00+00	3404.85	174849339168.33	11066139421.95	2	2025-12-29 00:00:59.3878+00
pepe	2025-12-29 00:00:00+00	0.00001197	204790063638.01	9307031299.10	31	2025-12-29 00:00:59.602447+00
\.


--
-- Data for Name: weekly_close_y2026m01; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.weekly_close_y2026m01 (coin_id, week_ts, price_usd, market_cap_usd, volume_24h_usd, coin_rank, created_at) FROM stdin;
bitcoin	2026-01-05 00:00:00+00	64516.46	174347871541.78	10817940814.91	1	2026-01-05 00:00:59.116259+00
ethereum	2026-01-05 00:00:00+00	3433.73	195262593785.74	9684220217.84	2	2026-01-05 00:00:59.435945+00
pepe	2026-01-05 00:00:00+00	0.00001224	191212156450.36	8881843559.35	31	2026-01-05 00:00:59.759011+00
bitcoin	2026-01-12 00:00:00+00	64174.33	201928279507.73	10939159904.82	1	2026-01-12 00:00:59.80035+00
ethereum	2026-01-12 00:00:00+00	3415.04	195003890146.36	8476741008.35	2	2026-01-12 00:00:59.000623+00
pepe	2026-01-12 00:00:00+00	0.00001235	189221999382.24	9676914313.56	31	2026-01-12 00:00:59.530416+00
bitcoin	2026-01-19 00:00:00+00	63216.24	195513371352.86	10112217669.78	1	2026-01-19 00:00:59.432928+00
ethereum	2026-01-19 00:00:00+00	3371.93	198935423034.08	8424962057.40	2	2026-01-19 00:00:59.952987+00
pepe	2026-01-19 00:00:00+00	0.00001205	219665918483.78	11180611191.25	31	2026-01-19 00:00:59.381154+00
bitcoin	2026-01-26 00:00:00+00	63391.25	195524963792.85	8564840456.06	1	2026-01-26 00:00:59.289389+00
ethereum	2026-01-26 00:00:00+00	3420.95	217383882498.16	9636842544.59	2	2026-01-26 00:00:59.100777+00
pepe	2026-01-26 00:00:00+00	0.00001233	191308537462.53	10463674767.82	31	2026-01-26 00:00:59.299593+00
\.


--
-- Data for Name: weekly_close_y2026m02; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.weekly_close_y2026m02 (coin_id, week_ts, price_usd, market_cap_usd, volume_24h_usd, coin_rank, created_at) FROM stdin;
bitcoin	2026-02-02 00:00:00+00	64151.01	211458873577.64	9842770582.07	1	2026-02-02 00:00:59.208555+00
ethereum	2026-02-02 00:00:00+00	3465.32	213862835318.66	8748132913.73	2	2026-02-02 00:00:59.617773+00
pepe	2026-02-02 00:00:00+00	0.00001229	198665292821.74	10295966684.83	31	2026-02-02 00:00:59.155191+00
\.


--
-- Data for Name: monthly_close_y2025m09; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.monthly_close_y2025m09 (coin_id, month_ts, price_usd, market_cap_usd, volume_24h_usd, coin_rank, created_at) FROM stdin;
bitcoin	2025-09-01 00:00:00+00	62734.91	218861216889.87	10648762857.59	1	2025-09-01 00:00:59.884455+00
ethereum	2025-09-01 00:00:00+00	3410.98	208797564971.50	10754814350.34	2	2025-09-01 00:00:59.188654+00
pepe	2025-09-01 00:00:00+00	0.00001223	162982261982.26	10267505250.06	31	2025-09-01 00:00:59.14433+00
\.


--
-- Data for Name: monthly_close_y2025m10; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.monthly_close_y2025m10 (coin_id, month_ts, price_usd, market_cap_usd, volume_24h_usd, coin_rank, created_at) FROM stdin;
bitcoin	2025-10-01 00:00:00+00	62813.43	179745234039.94	9777838895.69	1	2025-10-01 00:00:59.364155+00
ethereum	2025-10-01 00:00:00+00	3402.87	198412225436.38	10361181982.21	2	2025-10-01 00:00:59.596773+00
pepe	2025-10-01 00:00:00+00	0.00001217	175672652423.12	10327803727.69	31	2025-10-01 00:00:59.955435+00
\.


--
-- Data for Name: monthly_close_y2025m11; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.monthly_close_y2025m11 (coin_id, month_ts, price_usd, market_cap_usd, volume_24h_usd, coin_rank, created_at) FROM stdin;
bitcoin	2025-11-01 00:00:00+00	63711.54	169356876824.06	12232969846.25	1	2025-11-01 00:00:59.591038+00
ethereum	2025-11-01 00:00:00+00	3345.53	249455796758.59	9560633872.80	2	2025-11-01 00:00:59.501518+00
pepe	2025-11-01 00:00:00+00	0.00001218	207167748338.46	10536907577.45	31	2025-11-01 00:00:59.160004+00
\.


--
-- Data for Name: monthly_close_y2025m12; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.monthly_close_y2025m12 (coin_id, month_ts, price_usd, market_cap_usd, volume_24h_usd, coin_rank, created_at) FROM stdin;
bitcoin	2025-12-01 00:00:00+00	64114.21	205714888621.12	9164649534.95	1	2025-12-01 00:00:59.368127+00
ethereum	2025-12-01 00:00:00+00	3380.73	178485303205.63	8440415379.93	2	2025-12-01 00:00:59.036974+00
pepe	2025-12-01 00:00:00+00	0.00001190	196027072252.03	9905594731.31	31	2025-12-01 00:00:59.098826+00
\.


--
-- Data for Name: collection_status; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.collection_status (id, collection_type, start_time, end_time, coins_processed, coins_failed, api_calls_made, status, error_message, batch_details, created_at) FROM stdin;
1	complete	2026-01-31 15:09:58.12045+00	2026-01-31 15:10:39.12045+00	0	0	1	completed	\N	{"pages": [1, 2], "per_page": 250}	2026-01-31 15:09:58.12045+00
2	continuous	2026-01-31 16:09:58.12045+00	2026-01-31 16:10:39.12045+00	250	1	2	completed	\N	{"pages": [1, 2], "per_page": 250}	2026-01-31 16:09:58.12045+00
3	priority_refresh	2026-01-31 17:09:58.12045+00	2026-01-31 17:10:39.12045+00	500	0	3	failed	HTTP 429: "slow down"	{"pages": [1, 2], "per_page": 250}	2026-01-31 17:09:58.12045+00
4	manual	2026-01-31 18:09:58.12045+00	2026-01-31 18:10:39.12045+00	750	1	4	cancelled	\N	{"pages": [1, 2], "per_page": 250}	2026-01-31 18:09:58.12045+00
5	continuous	2026-01-31 19:09:58.12045+00	\N	1000	0	5	running	\N	{"pages": [1, 2], "per_page": 250}	2026-01-31 19:09:58.12045+00
\.


--
-- Data for Name: api_usage_stats; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.api_usage_stats (id, date, total_calls, successful_calls, failed_calls, rate_limited_calls, average_response_time, peak_calls_per_minute, created_at, updated_at) FROM stdin;
1	2026-01-28	1400	1390	10	0	\N	29	2026-02-01 00:09:58.12045+00	2026-02-01 00:09:58.12045+00
2	2026-01-29	1401	1390	11	1	181	29	2026-02-01 00:09:58.12045+00	2026-02-01 00:09:58.12045+00
3	2026-01-30	1402	1390	12	2	182	29	2026-02-01 00:09:58.12045+00	2026-02-01 00:09:58.12045+00
\.


--
-- PostgreSQL database dump complete
--

\unrestrict 8vQeTz5mLr2YkWc0NsHb7JpXa4DgFu1SoBi9RtEyVnGxMhKdZlAjPqCwU3fO6Ir

