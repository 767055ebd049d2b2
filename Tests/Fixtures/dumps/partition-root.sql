--
-- PostgreSQL database dump
--

\restrict p70rVDPI23YzT3AVHVqafl9yYY58vWFPEF61Deh2sGlcHrwCaqVcluyQDVBiyFY

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
-- Data for Name: sources; Type: TABLE DATA; Schema: archive; Owner: postgres
--

COPY archive.sources (id, name) FROM stdin;
9	gone
\.


--
-- Data for Name: Odd "Table"; --x; Type: TABLE DATA; Schema: market; Owner: postgres
--

COPY market."Odd ""Table""; --x" ("select", "a,b", "Mixed ""Q"" (x)", raw, tags, f, note, ts) FROM stdin;
1	plain	{"a": "x\\ty", "b": [1, 2, {"c": "q\\"q"}], "path": "C:\\\\x"}	\\xdeadbeef00	{"a,b","q\\"q",NULL,"NULL","back\\\\slash"}	NaN		2024-01-01 00:00:00.123456
2	multi\nline; -- not a comment\n\\.\nend	{}	\\x	{}	Infinity	tab\tand\\N	infinity
3	\N	\N	\N	\N	\N	\N	\N
4	\\N	"\\\\.é"	\\x5c	{"\\\\N"}	1e-300	\\.	0044-03-15 00:00:00 BC
5	quote ' and $$ dollar $$; COPY x FROM stdin;	[]	\N	{{1,2},{3,4}}	0	\r\b\fv	2024-02-29 00:00:00
6	€ 😀	1000	\N	\N	1.2345678901234568e+16	true	\N
\.


--
-- Data for Name: base; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.base (a, b) FROM stdin;
1	base
\.


--
-- Data for Name: child; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.child (a, b) FROM stdin;
2	child
\.


--
-- Data for Name: empty_one; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.empty_one (a) FROM stdin;
\.


--
-- Data for Name: events; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.events (id, kind) FROM stdin;
1	x
2	y
\.


--
-- Data for Name: no_columns; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.no_columns  FROM stdin;


\.


--
-- Data for Name: sources; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.sources (id, name) FROM stdin;
1	btc_price
2	eth_price
\.


--
-- Data for Name: timeseries_data_2024_01; Type: TABLE DATA; Schema: public; Owner: postgres
--

-- load via partition root public.timeseries_data

COPY public.timeseries_data (source_id, "timestamp", open, high, low, close, volume, value) FROM stdin;
1	2024-01-30 00:00:00+00	42001.12345678	42101.00000000	41901.00000000	42051.00000001	1001.00000000	1.00000000
1	2024-01-30 06:00:00+00	42002.12345678	42102.00000000	41902.00000000	42052.00000001	1002.00000000	2.00000000
1	2024-01-30 12:00:00+00	42003.12345678	42103.00000000	41903.00000000	42053.00000001	1003.00000000	\N
1	2024-01-30 18:00:00+00	42004.12345678	42104.00000000	41904.00000000	42054.00000001	1004.00000000	4.00000000
1	2024-01-31 00:00:00+00	42005.12345678	42105.00000000	41905.00000000	42055.00000001	1005.00000000	5.00000000
1	2024-01-31 06:00:00+00	42006.12345678	42106.00000000	41906.00000000	42056.00000001	1006.00000000	\N
1	2024-01-31 12:00:00+00	42007.12345678	42107.00000000	41907.00000000	42057.00000001	1007.00000000	7.00000000
1	2024-01-31 18:00:00+00	42008.12345678	42108.00000000	41908.00000000	42058.00000001	1008.00000000	8.00000000
\.


--
-- Data for Name: timeseries_data_2024_02; Type: TABLE DATA; Schema: public; Owner: postgres
--

-- load via partition root public.timeseries_data

COPY public.timeseries_data (value, source_id, "timestamp", close, open, high, low, volume) FROM stdin;
\N	1	2024-02-01 00:00:00+00	42059.00000001	42009.12345678	42109.00000000	41909.00000000	1009.00000000
10.00000000	1	2024-02-01 06:00:00+00	42060.00000001	42010.12345678	42110.00000000	41910.00000000	1010.00000000
11.00000000	1	2024-02-01 12:00:00+00	42061.00000001	42011.12345678	42111.00000000	41911.00000000	1011.00000000
\N	1	2024-02-01 18:00:00+00	42062.00000001	42012.12345678	42112.00000000	41912.00000000	1012.00000000
13.00000000	1	2024-02-02 00:00:00+00	42063.00000001	42013.12345678	42113.00000000	41913.00000000	1013.00000000
\.


--
-- Data for Name: types; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.types (b, i, n, d, iv, bits, vb, u, inet, r, x, m, nn, p, c) FROM stdin;
t	-5	NaN	2024-01-01	1 day 02:00:00	1010	1	00000000-0000-0000-0000-000000000001	10.0.0.1/8	[1,5)	<a>x</a>	$1.50	-1.50	(1,2)	x
f	0	-Infinity	\N	\N	\N	\N	\N	\N	\N	\N	\N	0.00000000000000000001	\N	\N
\.


--
-- Name: events_id_seq; Type: SEQUENCE SET; Schema: public; Owner: postgres
--

SELECT pg_catalog.setval('public.events_id_seq', 2, true);


--
-- Name: sources_id_seq; Type: SEQUENCE SET; Schema: public; Owner: postgres
--

SELECT pg_catalog.setval('public.sources_id_seq', 2, true);


--
-- PostgreSQL database dump complete
--

\unrestrict p70rVDPI23YzT3AVHVqafl9yYY58vWFPEF61Deh2sGlcHrwCaqVcluyQDVBiyFY

