--
-- PostgreSQL database dump
--

\restrict kq3Xw0yB7rPz5uN1cVfT9dLhG2mSaEoJ8iQbRvYtUxZpKeWnMgCsDfAl4H6jO0t

-- Dumped from database version 15.18
-- Dumped by pg_dump version 15.18

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
-- Name: market; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA market;


--
-- Name: latest(text); Type: FUNCTION; Schema: market; Owner: -
--

CREATE FUNCTION market.latest(wanted text) RETURNS numeric
    LANGUAGE sql
    AS $$
  -- COPY market.candles FROM stdin;
  SELECT close FROM market.candles WHERE symbol = wanted ORDER BY open_time DESC LIMIT 1;
$$;


SET default_tablespace = '';

--
-- Name: candles; Type: TABLE; Schema: market; Owner: -
--

CREATE TABLE market.candles (
    symbol text NOT NULL,
    open_time timestamp with time zone NOT NULL,
    open numeric(20,8),
    high numeric(20,8),
    low numeric(20,8),
    close numeric(20,8),
    volume numeric(30,8),
    note text,
    raw jsonb
)
PARTITION BY RANGE (open_time);


--
-- Name: TABLE candles; Type: COMMENT; Schema: market; Owner: -
--

COMMENT ON TABLE market.candles IS 'Hourly candles; one row per symbol and hour.
COPY market.candles (symbol) FROM stdin;';


SET default_table_access_method = heap;

--
-- Name: candles_2024_01; Type: TABLE; Schema: market; Owner: -
--

CREATE TABLE market.candles_2024_01 (
    symbol text NOT NULL,
    open_time timestamp with time zone NOT NULL,
    open numeric(20,8),
    high numeric(20,8),
    low numeric(20,8),
    close numeric(20,8),
    volume numeric(30,8),
    note text,
    raw jsonb
);


--
-- Name: candles_2024_02; Type: TABLE; Schema: market; Owner: -
--

CREATE TABLE market.candles_2024_02 (
    raw jsonb,
    open numeric(20,8),
    high numeric(20,8),
    low numeric(20,8),
    close numeric(20,8),
    volume numeric(30,8),
    symbol text NOT NULL,
    open_time timestamp with time zone NOT NULL,
    note text
);


--
-- Name: venues; Type: TABLE; Schema: market; Owner: -
--

CREATE TABLE market.venues (
    id integer NOT NULL,
    name text NOT NULL
);


--
-- Name: candles_2024_01; Type: TABLE ATTACH; Schema: market; Owner: -
--

ALTER TABLE ONLY market.candles ATTACH PARTITION market.candles_2024_01 FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2024-02-01 00:00:00+00');


--
-- Name: candles_2024_02; Type: TABLE ATTACH; Schema: market; Owner: -
--

ALTER TABLE ONLY market.candles ATTACH PARTITION market.candles_2024_02 FOR VALUES FROM ('2024-02-01 00:00:00+00') TO ('2024-03-01 00:00:00+00');


--
-- Data for Name: candles_2024_01; Type: TABLE DATA; Schema: market; Owner: -
--

COPY market.candles_2024_01 (symbol, open_time, open, high, low, close, volume, note, raw) FROM stdin;
BTC/USDT	2024-01-31 00:00:00+00	42500.00000000	42534.45402827	42461.07990446	42471.81861650	194.15522426	checked by hand\nsee C:\\notes\\0.txt	{"id": "BTC-0", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
BTC/USDT	2024-01-31 01:00:00+00	42471.81861650	42544.93698713	42450.65065164	42507.58210818	14.53652079	\N	{"id": "BTC-1", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
BTC/USDT	2024-01-31 02:00:00+00	42507.58210818	42508.30387010	42361.88948073	42448.66782973	16.12456582	\N	{"id": "BTC-2", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
BTC/USDT	2024-01-31 03:00:00+00	42448.66782973	42454.40648237	42426.70338378	42438.66380935	25.14492774	\N	{"id": "BTC-3", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
BTC/USDT	2024-01-31 04:00:00+00	42438.66380935	42511.12982183	42402.19705969	42403.92276704	26.34711617	\N	{"id": "BTC-4", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
BTC/USDT	2024-01-31 05:00:00+00	42403.92276704	42416.50570356	42317.40855139	42409.40488879	500.59461276	\N	{"id": "BTC-5", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
BTC/USDT	2024-01-31 06:00:00+00	42409.40488879	42450.19052966	42376.04519671	42446.58498728	57.56887178	\N	{"id": "BTC-6", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
BTC/USDT	2024-01-31 07:00:00+00	42446.58498728	42616.96146919	42415.68047579	42533.66998128	41.37079473	\N	{"id": "BTC-7", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
BTC/USDT	2024-01-31 08:00:00+00	42533.66998128	42581.05479706	42454.84695165	42505.97906718	433.14461652	\N	{"id": "BTC-8", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
BTC/USDT	2024-01-31 09:00:00+00	42505.97906718	42526.78430165	42423.52520818	42472.23887359	41.94135349	checked by hand\nsee C:\\notes\\9.txt	{"id": "BTC-9", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
BTC/USDT	2024-01-31 10:00:00+00	42472.23887359	42519.86884860	42150.64120000	42193.19292932	84.73051143	\N	{"id": "BTC-10", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
BTC/USDT	2024-01-31 11:00:00+00	42193.19292932	42240.35450716	42139.47945105	42212.86333733	181.33195082	\N	{"id": "BTC-11", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
BTC/USDT	2024-01-31 12:00:00+00	42212.86333733	42278.17703972	41891.88583499	41938.87380163	195.59106990	\N	{"id": "BTC-12", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
BTC/USDT	2024-01-31 13:00:00+00	41938.87380163	42136.75277214	41914.23206990	42107.69884185	3.75986458	\N	{"id": "BTC-13", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
BTC/USDT	2024-01-31 14:00:00+00	42107.69884185	42121.53394766	42059.08910026	42066.97573197	21.53121561	\N	{"id": "BTC-14", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
BTC/USDT	2024-01-31 15:00:00+00	42066.97573197	42164.51272671	42062.09796966	42126.82182480	117.29995963	\N	{"id": "BTC-15", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
BTC/USDT	2024-01-31 16:00:00+00	42126.82182480	42189.32040120	42103.23737847	42182.45204020	30.59279842	\N	{"id": "BTC-16", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
BTC/USDT	2024-01-31 17:00:00+00	\N	\N	\N	\N	\N	\N	{"id": "BTC-17", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
BTC/USDT	2024-01-31 18:00:00+00	42002.80597466	42047.50136473	41954.48347899	42021.24433771	250.59219019	checked by hand\nsee C:\\notes\\18.txt	{"id": "BTC-18", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
BTC/USDT	2024-01-31 19:00:00+00	42021.24433771	42023.01677867	41757.21389205	41817.94134223	32.69794991	\N	{"id": "BTC-19", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
BTC/USDT	2024-01-31 20:00:00+00	41817.94134223	42069.41674283	41811.87251158	42050.14410541	87.16473988	\N	{"id": "BTC-20", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
BTC/USDT	2024-01-31 21:00:00+00	42050.14410541	42069.13588590	41894.95139469	41924.05058708	86.05610742	\N	{"id": "BTC-21", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
BTC/USDT	2024-01-31 22:00:00+00	41924.05058708	42280.93245325	41869.32799226	42195.39798157	111.05228139	\N	{"id": "BTC-22", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
BTC/USDT	2024-01-31 23:00:00+00	42195.39798157	42417.48095639	42182.02680145	42375.16908223	24.63381061	\N	{"id": "BTC-23", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
ETH/USDT	2024-01-31 00:00:00+00	2310.00000000	2320.16837438	2308.86747193	2319.04710376	55.13366677	checked by hand\nsee C:\\notes\\0.txt	{"id": "ETH-0", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
ETH/USDT	2024-01-31 01:00:00+00	2319.04710376	2321.91513540	2298.98612610	2304.60743104	131.32283999	\N	{"id": "ETH-1", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
ETH/USDT	2024-01-31 02:00:00+00	2304.60743104	2305.49393589	2300.80122497	2303.61293287	40.77044108	\N	{"id": "ETH-2", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
ETH/USDT	2024-01-31 03:00:00+00	2303.61293287	2311.68215869	2303.39778631	2310.21217198	108.10496009	\N	{"id": "ETH-3", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
ETH/USDT	2024-01-31 04:00:00+00	2310.21217198	2324.98940693	2307.66157637	2323.96879947	192.93785812	\N	{"id": "ETH-4", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
ETH/USDT	2024-01-31 05:00:00+00	2323.96879947	2327.14989816	2321.65388441	2323.29008767	137.89729717	\N	{"id": "ETH-5", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
ETH/USDT	2024-01-31 06:00:00+00	2323.29008767	2329.04998539	2319.80973103	2328.65703727	58.24170542	\N	{"id": "ETH-6", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
ETH/USDT	2024-01-31 07:00:00+00	2328.65703727	2329.06055271	2317.24039655	2323.87324129	52.76700186	\N	{"id": "ETH-7", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
ETH/USDT	2024-01-31 08:00:00+00	2323.87324129	2339.76471200	2322.15960382	2337.31286845	25.56902677	\N	{"id": "ETH-8", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
ETH/USDT	2024-01-31 09:00:00+00	2337.31286845	2339.77897809	2326.61032353	2328.23613544	28.85422307	checked by hand\nsee C:\\notes\\9.txt	{"id": "ETH-9", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
ETH/USDT	2024-01-31 10:00:00+00	2328.23613544	2330.70108866	2316.86112423	2320.53308001	17.36416028	\N	{"id": "ETH-10", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
ETH/USDT	2024-01-31 11:00:00+00	2320.53308001	2322.06707498	2316.36142254	2318.21096655	52.06301540	\N	{"id": "ETH-11", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
ETH/USDT	2024-01-31 12:00:00+00	2318.21096655	2322.60919499	2315.17607760	2320.90440518	154.24727684	\N	{"id": "ETH-12", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
ETH/USDT	2024-01-31 13:00:00+00	2320.90440518	2322.71660057	2312.84712320	2312.90488747	59.38907238	\N	{"id": "ETH-13", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
ETH/USDT	2024-01-31 14:00:00+00	2312.90488747	2322.50155812	2311.61742921	2320.77571555	20.68991027	\N	{"id": "ETH-14", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
ETH/USDT	2024-01-31 15:00:00+00	2320.77571555	2325.17129178	2316.35734796	2322.56490010	61.04647262	\N	{"id": "ETH-15", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
ETH/USDT	2024-01-31 16:00:00+00	2322.56490010	2322.95928282	2308.13842304	2311.67602975	139.37848221	\N	{"id": "ETH-16", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
ETH/USDT	2024-01-31 17:00:00+00	\N	\N	\N	\N	\N	\N	{"id": "ETH-17", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
ETH/USDT	2024-01-31 18:00:00+00	2316.09466676	2325.96288250	2315.52613292	2324.88409171	34.21943147	checked by hand\nsee C:\\notes\\18.txt	{"id": "ETH-18", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
ETH/USDT	2024-01-31 19:00:00+00	2324.88409171	2328.20866510	2317.58675138	2318.23331545	20.29516149	\N	{"id": "ETH-19", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
ETH/USDT	2024-01-31 20:00:00+00	2318.23331545	2320.22540058	2300.64251739	2306.65516819	197.99208507	\N	{"id": "ETH-20", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
ETH/USDT	2024-01-31 21:00:00+00	2306.65516819	2309.31974151	2288.32132082	2288.53739552	22.44947770	\N	{"id": "ETH-21", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
ETH/USDT	2024-01-31 22:00:00+00	2288.53739552	2290.34459136	2280.87056259	2282.50906200	157.99887368	\N	{"id": "ETH-22", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
ETH/USDT	2024-01-31 23:00:00+00	2282.50906200	2291.64470647	2282.38650198	2289.62362805	78.63652620	\N	{"id": "ETH-23", "path": "a\\\\b", "tags": ["x", "q\\"q"]}
\.


--
-- Data for Name: candles_2024_02; Type: TABLE DATA; Schema: market; Owner: -
--

COPY market.candles_2024_02 (raw, open, high, low, close, volume, symbol, open_time, note) FROM stdin;
{"id": "BTC-24", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	42375.16908223	42518.42147920	42365.43854243	42504.93462040	6.50647086	BTC/USDT	2024-02-01 00:00:00+00	\N
{"id": "BTC-25", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	42504.93462040	42793.32890171	42490.49888084	42762.34244962	16.74758131	BTC/USDT	2024-02-01 01:00:00+00	\N
{"id": "BTC-26", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	42762.34244962	42792.35553162	42699.21099652	42721.50369640	22.24117639	BTC/USDT	2024-02-01 02:00:00+00	\N
{"id": "BTC-27", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	42721.50369640	42820.78155608	42693.46255059	42808.96792409	19.78788290	BTC/USDT	2024-02-01 03:00:00+00	checked by hand\nsee C:\\notes\\27.txt
{"id": "BTC-28", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	42808.96792409	42830.94068345	42559.21267748	42595.89321879	74.83521186	BTC/USDT	2024-02-01 04:00:00+00	\N
{"id": "BTC-29", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	42595.89321879	42752.48712703	42561.56511896	42736.59198538	26.81618151	BTC/USDT	2024-02-01 05:00:00+00	\N
{"id": "BTC-30", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	42736.59198538	42751.73907386	42577.74077714	42618.99906294	296.59468369	BTC/USDT	2024-02-01 06:00:00+00	\N
{"id": "BTC-31", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	42618.99906294	42700.99274558	42340.93131981	42353.57135181	43.50482375	BTC/USDT	2024-02-01 07:00:00+00	\N
{"id": "BTC-32", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	42353.57135181	42394.59319758	42120.52156760	42172.64189167	542.71814098	BTC/USDT	2024-02-01 08:00:00+00	\N
{"id": "BTC-33", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	42172.64189167	42223.14885593	42122.35728390	42190.83944116	7.92649895	BTC/USDT	2024-02-01 09:00:00+00	\N
{"id": "BTC-34", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	42190.83944116	42299.27445406	42175.93688892	42262.37882051	48.90851194	BTC/USDT	2024-02-01 10:00:00+00	\N
{"id": "BTC-35", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	42262.37882051	42265.86922192	42064.93478377	42108.53672246	40.00650408	BTC/USDT	2024-02-01 11:00:00+00	\N
{"id": "BTC-36", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	42108.53672246	42138.98133448	41927.94861852	41948.14050869	52.64411438	BTC/USDT	2024-02-01 12:00:00+00	checked by hand\nsee C:\\notes\\36.txt
{"id": "BTC-37", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	41948.14050869	41998.35219619	41803.49576380	41835.98034084	51.62445760	BTC/USDT	2024-02-01 13:00:00+00	\N
{"id": "BTC-38", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	41835.98034084	41842.42457679	41718.78428782	41744.28942733	65.46696411	BTC/USDT	2024-02-01 14:00:00+00	\N
{"id": "BTC-39", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	41744.28942733	41820.81225735	41636.69318162	41699.98802492	18.98812223	BTC/USDT	2024-02-01 15:00:00+00	\N
{"id": "BTC-40", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	41699.98802492	41832.63223747	41698.93758494	41832.31156928	118.33027022	BTC/USDT	2024-02-01 16:00:00+00	\N
{"id": "BTC-41", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	41832.31156928	41985.97697211	41801.52459911	41939.34606577	189.64867454	BTC/USDT	2024-02-01 17:00:00+00	\N
{"id": "BTC-42", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	41939.34606577	41958.73079409	41825.98129476	41836.58972486	118.14259385	BTC/USDT	2024-02-01 18:00:00+00	\N
{"id": "BTC-43", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	41836.58972486	41867.45020693	41608.36461656	41628.71756027	46.07981445	BTC/USDT	2024-02-01 19:00:00+00	\N
{"id": "BTC-44", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	41628.71756027	41875.08033373	41605.78753579	41807.84171886	39.67117089	BTC/USDT	2024-02-01 20:00:00+00	\N
{"id": "BTC-45", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	41807.84171886	41866.38523492	41677.84942090	41685.94948944	80.77605404	BTC/USDT	2024-02-01 21:00:00+00	checked by hand\nsee C:\\notes\\45.txt
{"id": "BTC-46", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	41685.94948944	41755.02672640	41537.07543613	41571.63124302	24.42247149	BTC/USDT	2024-02-01 22:00:00+00	\N
{"id": "BTC-47", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	41571.63124302	41582.96458219	41432.25901186	41452.85930722	7.52118886	BTC/USDT	2024-02-01 23:00:00+00	\N
{"id": "ETH-24", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	2289.62362805	2300.54255082	2288.77204968	2299.54515764	334.86722057	ETH/USDT	2024-02-01 00:00:00+00	\N
{"id": "ETH-25", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	2299.54515764	2307.49814406	2296.11663492	2305.32732097	8.60944587	ETH/USDT	2024-02-01 01:00:00+00	\N
{"id": "ETH-26", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	2305.32732097	2306.89986787	2298.41554062	2301.68045843	28.73942903	ETH/USDT	2024-02-01 02:00:00+00	\N
{"id": "ETH-27", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	2301.68045843	2329.38183864	2299.42776627	2328.45055156	19.37953773	ETH/USDT	2024-02-01 03:00:00+00	checked by hand\nsee C:\\notes\\27.txt
{"id": "ETH-28", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	2328.45055156	2329.86803270	2294.94315625	2295.59126216	7.52761501	ETH/USDT	2024-02-01 04:00:00+00	\N
{"id": "ETH-29", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	2295.59126216	2297.67690318	2293.75050145	2296.76238099	80.76219550	ETH/USDT	2024-02-01 05:00:00+00	\N
{"id": "ETH-30", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	2296.76238099	2298.83050175	2279.69166287	2280.73214026	77.82843085	ETH/USDT	2024-02-01 06:00:00+00	\N
{"id": "ETH-31", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	2280.73214026	2284.64054925	2280.54695255	2283.52217949	30.03607708	ETH/USDT	2024-02-01 07:00:00+00	\N
{"id": "ETH-32", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	2283.52217949	2289.77669867	2283.05054614	2287.01154910	33.48573118	ETH/USDT	2024-02-01 08:00:00+00	\N
{"id": "ETH-33", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	2287.01154910	2289.11629437	2259.82402286	2263.74952684	19.12398679	ETH/USDT	2024-02-01 09:00:00+00	\N
{"id": "ETH-34", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	2263.74952684	2264.08623751	2254.42473442	2254.60069102	215.58758625	ETH/USDT	2024-02-01 10:00:00+00	\N
{"id": "ETH-35", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	2254.60069102	2261.06941717	2252.68071154	2253.15489934	44.40101710	ETH/USDT	2024-02-01 11:00:00+00	\N
{"id": "ETH-36", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	2253.15489934	2253.27534804	2242.16902370	2243.86410546	288.51740487	ETH/USDT	2024-02-01 12:00:00+00	checked by hand\nsee C:\\notes\\36.txt
{"id": "ETH-37", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	2243.86410546	2245.44117621	2233.08056216	2233.28100474	12.10033942	ETH/USDT	2024-02-01 13:00:00+00	\N
{"id": "ETH-38", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	2233.28100474	2234.92748674	2221.76973167	2225.72301700	26.90796026	ETH/USDT	2024-02-01 14:00:00+00	\N
{"id": "ETH-39", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	2225.72301700	2226.59937645	2210.51078320	2213.04797516	16.04207657	ETH/USDT	2024-02-01 15:00:00+00	\N
{"id": "ETH-40", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	2213.04797516	2214.74894773	2211.13526464	2211.77400119	185.94764857	ETH/USDT	2024-02-01 16:00:00+00	\N
{"id": "ETH-41", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	2211.77400119	2213.00214189	2206.86353427	2206.93444477	48.42185258	ETH/USDT	2024-02-01 17:00:00+00	\N
{"id": "ETH-42", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	2206.93444477	2207.88727963	2198.83876582	2202.31981538	143.54867032	ETH/USDT	2024-02-01 18:00:00+00	\N
{"id": "ETH-43", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	2202.31981538	2204.98519262	2184.30529662	2185.77833576	82.76852136	ETH/USDT	2024-02-01 19:00:00+00	\N
{"id": "ETH-44", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	2185.77833576	2189.95179000	2180.15593425	2182.36096579	34.26870356	ETH/USDT	2024-02-01 20:00:00+00	\N
{"id": "ETH-45", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	2182.36096579	2194.92864898	2180.35763425	2193.96724130	136.17225471	ETH/USDT	2024-02-01 21:00:00+00	checked by hand\nsee C:\\notes\\45.txt
{"id": "ETH-46", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	2193.96724130	2194.26187648	2192.93776155	2192.99171420	48.38058415	ETH/USDT	2024-02-01 22:00:00+00	\N
{"id": "ETH-47", "path": "a\\\\b", "tags": ["x", "q\\"q"]}	2192.99171420	2201.37315161	2190.35363855	2200.35978706	56.42523772	ETH/USDT	2024-02-01 23:00:00+00	\N
\.


--
-- Data for Name: venues; Type: TABLE DATA; Schema: market; Owner: -
--

COPY market.venues (id, name) FROM stdin;
1	alpha
2	beta
\.


--
-- Name: candles candles_pkey; Type: CONSTRAINT; Schema: market; Owner: -
--

ALTER TABLE ONLY market.candles
    ADD CONSTRAINT candles_pkey PRIMARY KEY (symbol, open_time);


--
-- Name: candles_2024_01 candles_2024_01_pkey; Type: CONSTRAINT; Schema: market; Owner: -
--

ALTER TABLE ONLY market.candles_2024_01
    ADD CONSTRAINT candles_2024_01_pkey PRIMARY KEY (symbol, open_time);


--
-- Name: candles_2024_02 candles_2024_02_pkey; Type: CONSTRAINT; Schema: market; Owner: -
--

ALTER TABLE ONLY market.candles_2024_02
    ADD CONSTRAINT candles_2024_02_pkey PRIMARY KEY (symbol, open_time);


--
-- Name: venues venues_pkey; Type: CONSTRAINT; Schema: market; Owner: -
--

ALTER TABLE ONLY market.venues
    ADD CONSTRAINT venues_pkey PRIMARY KEY (id);


--
-- Name: candles_2024_01_pkey; Type: INDEX ATTACH; Schema: market; Owner: -
--

ALTER INDEX market.candles_pkey ATTACH PARTITION market.candles_2024_01_pkey;


--
-- Name: candles_2024_02_pkey; Type: INDEX ATTACH; Schema: market; Owner: -
--

ALTER INDEX market.candles_pkey ATTACH PARTITION market.candles_2024_02_pkey;


--
-- PostgreSQL database dump complete
--

\unrestrict kq3Xw0yB7rPz5uN1cVfT9dLhG2mSaEoJ8iQbRvYtUxZpKeWnMgCsDfAl4H6jO0t

