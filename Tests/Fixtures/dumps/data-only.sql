--
-- PostgreSQL database dump
--

\restrict 5UW9XKdPJczpxEPwy6J7O1cusQS4KnWD0a5tK1tXSgxDVuMbRt2VQcrw6hVBgPs

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

INSERT INTO archive.sources VALUES (9, 'gone');


--
-- Data for Name: Odd "Table"; --x; Type: TABLE DATA; Schema: market; Owner: postgres
--

INSERT INTO market."Odd ""Table""; --x" VALUES (1, 'plain', '{"a": "x\ty", "b": [1, 2, {"c": "q\"q"}], "path": "C:\\x"}', '\xdeadbeef00', '{"a,b","q\"q",NULL,"NULL","back\\slash"}', 'NaN', '', '2024-01-01 00:00:00.123456');
INSERT INTO market."Odd ""Table""; --x" VALUES (2, 'multi
line; -- not a comment
\.
end', '{}', '\x', '{}', 'Infinity', 'tab	and\N', 'infinity');
INSERT INTO market."Odd ""Table""; --x" VALUES (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO market."Odd ""Table""; --x" VALUES (4, '\N', '"\\.é"', '\x5c', '{"\\N"}', 1e-300, '\.', '0044-03-15 00:00:00 BC');
INSERT INTO market."Odd ""Table""; --x" VALUES (5, 'quote '' and $$ dollar $$; COPY x FROM stdin;', '[]', NULL, '{{1,2},{3,4}}', 0, 'v', '2024-02-29 00:00:00');
INSERT INTO market."Odd ""Table""; --x" VALUES (6, '€ 😀', '1000', NULL, NULL, 1.2345678901234568e+16, 'true', NULL);


--
-- Data for Name: base; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public.base VALUES (1, 'base');


--
-- Data for Name: child; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public.child VALUES (2, 'child');


--
-- Data for Name: empty_one; Type: TABLE DATA; Schema: public; Owner: postgres
--



--
-- Data for Name: events; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (1, 'x');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (2, 'y');


--
-- Data for Name: no_columns; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public.no_columns DEFAULT VALUES;
INSERT INTO public.no_columns DEFAULT VALUES;


--
-- Data for Name: sources; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public.sources VALUES (1, 'btc_price');
INSERT INTO public.sources VALUES (2, 'eth_price');


--
-- Data for Name: timeseries_data_2024_01; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public.timeseries_data_2024_01 VALUES (1, '2024-01-30 00:00:00+00', 42001.12345678, 42101.00000000, 41901.00000000, 42051.00000001, 1001.00000000, 1.00000000, DEFAULT);
INSERT INTO public.timeseries_data_2024_01 VALUES (1, '2024-01-30 06:00:00+00', 42002.12345678, 42102.00000000, 41902.00000000, 42052.00000001, 1002.00000000, 2.00000000, DEFAULT);
INSERT INTO public.timeseries_data_2024_01 VALUES (1, '2024-01-30 12:00:00+00', 42003.12345678, 42103.00000000, 41903.00000000, 42053.00000001, 1003.00000000, NULL, DEFAULT);
INSERT INTO public.timeseries_data_2024_01 VALUES (1, '2024-01-30 18:00:00+00', 42004.12345678, 42104.00000000, 41904.00000000, 42054.00000001, 1004.00000000, 4.00000000, DEFAULT);
INSERT INTO public.timeseries_data_2024_01 VALUES (1, '2024-01-31 00:00:00+00', 42005.12345678, 42105.00000000, 41905.00000000, 42055.00000001, 1005.00000000, 5.00000000, DEFAULT);
INSERT INTO public.timeseries_data_2024_01 VALUES (1, '2024-01-31 06:00:00+00', 42006.12345678, 42106.00000000, 41906.00000000, 42056.00000001, 1006.00000000, NULL, DEFAULT);
INSERT INTO public.timeseries_data_2024_01 VALUES (1, '2024-01-31 12:00:00+00', 42007.12345678, 42107.00000000, 41907.00000000, 42057.00000001, 1007.00000000, 7.00000000, DEFAULT);
INSERT INTO public.timeseries_data_2024_01 VALUES (1, '2024-01-31 18:00:00+00', 42008.12345678, 42108.00000000, 41908.00000000, 42058.00000001, 1008.00000000, 8.00000000, DEFAULT);


--
-- Data for Name: timeseries_data_2024_02; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public.timeseries_data_2024_02 VALUES (NULL, 1, '2024-02-01 00:00:00+00', 42059.00000001, 42009.12345678, 42109.00000000, 41909.00000000, 1009.00000000, DEFAULT);
INSERT INTO public.timeseries_data_2024_02 VALUES (10.00000000, 1, '2024-02-01 06:00:00+00', 42060.00000001, 42010.12345678, 42110.00000000, 41910.00000000, 1010.00000000, DEFAULT);
INSERT INTO public.timeseries_data_2024_02 VALUES (11.00000000, 1, '2024-02-01 12:00:00+00', 42061.00000001, 42011.12345678, 42111.00000000, 41911.00000000, 1011.00000000, DEFAULT);
INSERT INTO public.timeseries_data_2024_02 VALUES (NULL, 1, '2024-02-01 18:00:00+00', 42062.00000001, 42012.12345678, 42112.00000000, 41912.00000000, 1012.00000000, DEFAULT);
INSERT INTO public.timeseries_data_2024_02 VALUES (13.00000000, 1, '2024-02-02 00:00:00+00', 42063.00000001, 42013.12345678, 42113.00000000, 41913.00000000, 1013.00000000, DEFAULT);


--
-- Data for Name: types; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public.types VALUES (true, -5, 'NaN', '2024-01-01', '1 day 02:00:00', B'1010', B'1', '00000000-0000-0000-0000-000000000001', '10.0.0.1/8', '[1,5)', '<a>x</a>', '$1.50', -1.50, '(1,2)', 'x');
INSERT INTO public.types VALUES (false, 0, '-Infinity', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0.00000000000000000001, NULL, NULL);


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

\unrestrict 5UW9XKdPJczpxEPwy6J7O1cusQS4KnWD0a5tK1tXSgxDVuMbRt2VQcrw6hVBgPs

