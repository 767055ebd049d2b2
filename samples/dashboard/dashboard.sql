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
-- Name: features; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.features (
    feature_id bigint,
    source_id integer,
    "timestamp" timestamp with time zone,
    volatility_7d numeric,
    volatility_30d numeric,
    volatility_90d numeric,
    rsi_value numeric,
    rsi_momentum numeric,
    macd_value numeric,
    macd_signal numeric,
    volume_sma_20 numeric,
    volume_ratio numeric,
    funding_rate numeric,
    funding_delta numeric,
    basis_spread numeric,
    social_volume numeric,
    social_sentiment numeric,
    regime text,
    regime_probability numeric,
    custom_features jsonb,
    feature_set_version text,
    computed_at timestamp with time zone
);


--
-- Name: forecasts; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.forecasts (
    forecast_id bigint,
    source_id integer,
    forecast_timestamp timestamp with time zone,
    target_timestamp timestamp with time zone,
    predicted_value numeric,
    confidence_lower numeric,
    confidence_upper numeric,
    confidence_level numeric,
    model_name text,
    model_version text,
    model_parameters jsonb,
    actual_value numeric,
    prediction_error numeric,
    absolute_error numeric,
    percentage_error numeric,
    created_at timestamp with time zone
);


--
-- Name: backtest_results; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.backtest_results (
    id bigint,
    strategy_name text,
    strategy_version text,
    description text,
    start_date date,
    end_date date,
    total_return numeric,
    annualized_return numeric,
    sharpe_ratio numeric,
    sortino_ratio numeric,
    max_drawdown numeric,
    max_drawdown_duration integer,
    total_trades integer,
    winning_trades integer,
    losing_trades integer,
    var_95 numeric,
    cvar_95 numeric,
    beta numeric,
    alpha numeric,
    initial_capital numeric,
    position_size numeric,
    config jsonb,
    executed_at timestamp with time zone,
    executed_by text,
    execution_time numeric,
    data_source text,
    fees_included boolean,
    slippage_included boolean
);


--
-- Name: backtest_trades; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.backtest_trades (
    backtest_id bigint,
    trade_number integer,
    source_id integer,
    side text,
    entry_timestamp timestamp with time zone,
    entry_price numeric,
    exit_timestamp timestamp with time zone,
    exit_price numeric,
    quantity numeric,
    fees numeric,
    profit_loss numeric,
    return_pct numeric,
    exit_reason text,
    metadata jsonb
);


--
-- Name: ml_models; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.ml_models (
    model_id integer,
    model_name text,
    version text,
    model_type text,
    model_path text,
    model_hash text,
    training_start date,
    training_end date,
    validation_start date,
    validation_end date,
    features_used text[],
    train_score numeric,
    validation_score numeric,
    test_score numeric,
    rmse numeric,
    mae numeric,
    r2_score numeric,
    hyperparameters jsonb,
    status text,
    created_at timestamp with time zone,
    deployed_at timestamp with time zone,
    created_by text,
    notes text
);


--
-- Data for Name: features; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.features (feature_id, source_id, "timestamp", volatility_7d, volatility_30d, volatility_90d, rsi_value, rsi_momentum, macd_value, macd_signal, volume_sma_20, volume_ratio, funding_rate, funding_delta, basis_spread, social_volume, social_sentiment, regime, regime_probability, custom_features, feature_set_version, computed_at) FROM stdin;
1	1	2026-01-01 00:00:00+00	1.0937675733	5.5467557248	\N	1.4180499554	1.3876743525	1.4861301822	-0.3912889251	1.9206292625	0.0073819354	4.4222867141	-8.7407882897	-3.9496537961	0.1754496056	0.9033695937	red	0.717632	{"lag_1": 8}	1.0	2026-02-01 00:30:00.005+00
2	2	2026-01-01 00:00:00+00	0.8399369087	-1.7044251442	\N	2.3209959334	8.8496090721	0.1228380509	5.3697544022	4.9056695557	-3.2780911337	-5.3953313051	3.4552694880	-2.7680910506	-1.1926047886	1.6173867537	red	0.747467	{"lag_1": 3}	1.0	2026-02-01 00:30:00.005+00
3	1	2026-01-02 00:00:00+00	-3.1308388475	-3.5712038283	\N	-0.7774272326	-1.6810643104	0.1783620405	2.0443334736	1.1406468377	-4.3212072478	-3.8193315166	1.1595998320	-0.3287710825	-5.5369807880	-5.0698598760	blue	0.195295	{"lag_1": 1}	1.0	2026-02-01 00:30:00.005+00
4	2	2026-01-02 00:00:00+00	-0.2761230345	-3.1558637001	\N	4.1022872915	1.2259001554	1.5134906119	-1.3114561586	-6.4045103530	-4.1431116573	0.4288000549	2.2358542993	-4.2580298708	-1.9373079104	-5.2311401046	blue	0.420840	{"lag_1": 4}	1.0	2026-02-01 00:30:00.005+00
5	1	2026-01-03 00:00:00+00	-1.3226598441	0.3096685968	1.6728125823	0.8043618969	-2.5114939787	3.7853175912	3.4498913025	2.1858017158	-4.7304468771	2.8735358598	-4.5551377908	6.1709089956	3.3250433022	4.8151974932	red	0.424161	{"lag_1": 2}	1.0	2026-02-01 00:30:00.005+00
6	2	2026-01-03 00:00:00+00	2.4419897965	1.5409356112	-6.2488208486	2.8280555996	1.2237035385	-2.1370592756	-3.8125931314	0.2971465925	0.0879437935	1.1203061392	4.8851394123	3.2377809559	-0.5393036997	-3.0298053515	blue	0.491142	{"lag_1": 8}	1.0	2026-02-01 00:30:00.005+00
7	1	2026-01-04 00:00:00+00	-1.8419587546	1.8003057452	-2.3692609648	-1.4177500394	-1.9622504719	0.9138767920	-1.8319690507	2.1406285736	8.6387814063	-0.1370713435	1.2398592536	1.9071378440	-0.6547539962	-0.2820219677	blue	0.098830	{"lag_1": 4}	1.0	2026-02-01 00:30:00.005+00
8	2	2026-01-04 00:00:00+00	-4.2149259437	1.8346832664	-3.7450161080	-0.1300786869	5.5905146584	2.4807256127	-5.1354067447	1.5557329334	-0.4003713894	-0.2560957040	2.9178535304	-2.2833303677	3.9613056335	-4.9373416058	red	0.542207	{"lag_1": 3}	1.0	2026-02-01 00:30:00.005+00
9	1	2026-01-05 00:00:00+00	-2.0449997962	5.3711692235	-1.4601117338	-1.0200797078	1.9589036353	-4.1090358351	-2.9002829698	2.5870503502	-0.3941828777	2.2858787016	4.2320275488	-6.1043235005	-4.4255354517	-2.3086871669	red	0.348063	{"lag_1": 5}	1.0	2026-02-01 00:30:00.005+00
10	2	2026-01-05 00:00:00+00	-3.4361672223	2.1550587597	5.8343167766	6.9018258591	1.8423515069	-3.7855072339	1.2104780720	-1.9742971874	-0.8976478735	-5.3775550727	-2.1120876995	5.6521914381	-0.4145531314	-0.9582995997	blue	0.176400	{"lag_1": 7}	1.0	2026-02-01 00:30:00.005+00
11	1	2026-01-06 00:00:00+00	-3.0857195568	1.2737751043	-4.2412069991	-0.7489122615	3.4352080445	-3.9509855931	3.3844172682	0.4704597414	0.5192564016	-1.4665092038	1.3110889711	-0.5938597552	-6.0439628585	4.5419142133	red	0.056586	{"lag_1": 2}	1.0	2026-02-01 00:30:00.005+00
12	2	2026-01-06 00:00:00+00	-2.5337634524	-2.6110319921	-3.3584057112	-6.8117146975	1.8419859004	3.0784351614	-0.8843061141	3.1462056761	-2.5155458540	4.1649945825	5.8386236271	3.9592485136	1.4400293528	1.3522664042	red	0.546619	{"lag_1": 5}	1.0	2026-02-01 00:30:00.005+00
13	1	2026-01-07 00:00:00+00	0.8751649791	-3.5599231098	-3.4937699623	1.9950147995	-6.8833102181	0.2100815348	-2.3580762889	-0.1512831894	-0.1743153526	2.0496583402	2.2497878498	-2.9668217362	0.8473485542	0.4499010602	blue	0.728440	{"lag_1": 5}	1.0	2026-02-01 00:30:00.005+00
14	2	2026-01-07 00:00:00+00	0.7424876789	0.1686128145	-0.9586552484	0.9573960762	1.2583581927	-1.0094250839	-2.6777597650	0.8826390880	-0.5028234788	-0.4176047246	-2.5940257670	5.2148289713	-1.3203212453	-2.5285379825	red	0.538316	{"lag_1": 3}	1.0	2026-02-01 00:30:00.005+00
\.


--
-- Data for Name: forecasts; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.forecasts (forecast_id, source_id, forecast_timestamp, target_timestamp, predicted_value, confidence_lower, confidence_upper, confidence_level, model_name, model_version, model_parameters, actual_value, prediction_error, absolute_error, percentage_error, created_at) FROM stdin;
1	1	2026-01-20 00:00:00+00	2026-01-21 00:00:00+00	67912.03663681	67012.03663681	68812.03663681	0.95	gbm	2.1	{"depth": 6}	63476.26165920	-4435.77497761	4435.77497761	-6.98808478	2026-02-01 00:30:00.005+00
2	1	2026-01-20 00:00:00+00	2026-01-22 00:00:00+00	68437.27398889	67537.27398889	69337.27398889	0.95	gbm	2.1	{"depth": 6}	66438.89474437	-1998.37924452	1998.37924452	-3.00784541	2026-02-01 00:30:00.005+00
3	1	2026-01-21 00:00:00+00	2026-01-22 00:00:00+00	60691.30389733	59791.30389733	61591.30389733	0.95	gbm	2.1	{"depth": 6}	64736.03656444	4044.73266711	4044.73266711	6.24803878	2026-02-01 00:30:00.005+00
4	1	2026-01-21 00:00:00+00	2026-01-23 00:00:00+00	61876.52638074	60976.52638074	62776.52638074	0.95	gbm	2.1	{"depth": 6}	64016.31299439	2139.78661365	2139.78661365	3.34256460	2026-02-01 00:30:00.005+00
5	1	2026-01-22 00:00:00+00	2026-01-23 00:00:00+00	63489.43763675	62589.43763675	64389.43763675	0.95	gbm	2.1	{"depth": 6}	61535.81711467	-1953.62052208	1953.62052208	-3.17476977	2026-02-01 00:30:00.005+00
6	1	2026-01-22 00:00:00+00	2026-01-24 00:00:00+00	62737.00366940	61837.00366940	63637.00366940	0.95	gbm	2.1	{"depth": 6}	65162.12352072	2425.11985132	2425.11985132	3.72167100	2026-02-01 00:30:00.005+00
7	1	2026-01-23 00:00:00+00	2026-01-24 00:00:00+00	61896.73182117	60996.73182117	62796.73182117	0.95	gbm	2.1	{"depth": 6}	63035.88779667	1139.15597550	1139.15597550	1.80715465	2026-02-01 00:30:00.005+00
8	1	2026-01-23 00:00:00+00	2026-01-25 00:00:00+00	67556.33836816	66656.33836816	68456.33836816	0.95	gbm	2.1	{"depth": 6}	61177.25953653	-6379.07883163	6379.07883163	-10.42720593	2026-02-01 00:30:00.005+00
9	1	2026-01-24 00:00:00+00	2026-01-25 00:00:00+00	65985.89063612	65085.89063612	66885.89063612	0.95	gbm	\N	{"depth": 6}	\N	\N	\N	\N	2026-02-01 00:30:00.005+00
10	1	2026-01-24 00:00:00+00	2026-01-26 00:00:00+00	63519.77022803	62619.77022803	64419.77022803	0.95	gbm	\N	{"depth": 6}	\N	\N	\N	\N	2026-02-01 00:30:00.005+00
\.


--
-- Data for Name: backtest_results; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.backtest_results (id, strategy_name, strategy_version, description, start_date, end_date, total_return, annualized_return, sharpe_ratio, sortino_ratio, max_drawdown, max_drawdown_duration, total_trades, winning_trades, losing_trades, var_95, cvar_95, beta, alpha, initial_capital, position_size, config, executed_at, executed_by, execution_time, data_source, fees_included, slippage_included) FROM stdin;
7	momentum	0.0	Buys strength,\nsells weakness	2020-01-01	2025-12-31	1.234567890123	0.1411	1.02	\N	-0.3312	131	40	22	18	-0.041	-0.066	0.71	0.002	100000.00	0.25	{"fast": 20, "slow": 60}	2026-02-01 00:30:00.005+00	research	12.5	btc_price	t	f
8	momentum	1.0	Buys strength,\nsells weakness	2020-01-01	2025-12-31	1.234567890123	0.1411	1.02	\N	-0.3312	131	40	22	18	-0.041	-0.066	0.71	0.002	100000.00	0.25	{"fast": 20, "slow": 60}	2026-02-01 00:30:00.005+00	research	12.5	btc_price	t	f
\.


--
-- Data for Name: backtest_trades; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.backtest_trades (backtest_id, trade_number, source_id, side, entry_timestamp, entry_price, exit_timestamp, exit_price, quantity, fees, profit_loss, return_pct, exit_reason, metadata) FROM stdin;
7	1	1	long	2024-01-01 00:00:00+00	42000.10	2024-01-02 00:00:00+00	43000.20	0.02380952	1.05000000	22.75	0.0217	signal	{"bars": 0}
7	2	1	long	2024-01-03 00:00:00+00	42000.10	2024-01-04 00:00:00+00	43000.20	0.02380952	1.05000000	22.75	0.0217	signal	{"bars": 1}
7	3	1	long	2024-01-05 00:00:00+00	42000.10	2024-01-06 00:00:00+00	43000.20	0.02380952	1.05000000	22.75	0.0217	signal	{"bars": 2}
7	4	1	long	2024-01-07 00:00:00+00	42000.10	2024-01-08 00:00:00+00	43000.20	0.02380952	1.05000000	22.75	0.0217	signal	{"bars": 3}
7	5	1	long	2024-01-09 00:00:00+00	42000.10	\N	\N	0.02380952	1.05000000	\N	0.0217	signal	{"bars": 4}
\.


--
-- Data for Name: ml_models; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.ml_models (model_id, model_name, version, model_type, model_path, model_hash, training_start, training_end, validation_start, validation_end, features_used, train_score, validation_score, test_score, rmse, mae, r2_score, hyperparameters, status, created_at, deployed_at, created_by, notes) FROM stdin;
1	gbm	2.0	gradient boosting	models/gbm-2.0.bin	e4719a3ee607f2d492f5781ec2766423b86849e5a088d5aed493ac928a675651	2020-01-01	2024-12-31	2025-01-01	2025-06-30	{volatility_7d,volatility_30d,volatility_90d}	0.912345	0.871	\N	1203.55	880.1	0.77	{"depth": 6, "rate": 0.05}	retired	2026-02-01 00:30:00.005+00	2026-02-01 00:30:00.005+00	research	\N
2	gbm	2.1	gradient boosting	models/gbm-2.1.bin	5af8e84c520a9bebfc47c4c879c59ece37d55f46eea7c0a727ea281617c75ea8	2020-01-01	2024-12-31	2025-01-01	2025-06-30	{volatility_7d,volatility_30d,volatility_90d,rsi_value}	0.912345	0.871	\N	1203.55	880.1	0.77	{"depth": 6, "rate": 0.05}	deployed	2026-02-01 00:30:00.005+00	2026-02-01 00:30:00.005+00	research	\N
3	gbm	2.2	gradient boosting	models/gbm-2.2.bin	678978aa8e17a533e0f6107a91d71b983f6d12b18462c055b99ff98068c73d79	2020-01-01	2024-12-31	2025-01-01	2025-06-30	{volatility_7d,volatility_30d,volatility_90d,rsi_value,rsi_momentum}	0.912345	0.871	\N	1203.55	880.1	0.77	{"depth": 6, "rate": 0.05}	training	2026-02-01 00:30:00.005+00	\N	research	\N
\.


--
-- PostgreSQL database dump complete
--

\unrestrict 8vQeTz5mLr2YkWc0NsHb7JpXa4DgFu1SoBi9RtEyVnGxMhKdZlAjPqCwU3fO6Ir

